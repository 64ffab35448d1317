package classifier

import "testing"

// A new surname is proposed where the rest of the name stands on record only, and is the
// new name where the letter is signed with the whole of it.
func TestNewSurname(t *testing.T) {
	const part = "doubtful invalid-value: name!only a part of a name"
	checkValues(t, []valueCase{
		{"", "была Иванова, стала Смагулова, исправьте фамилию у себя", part},
		{"", "Вышла замуж, новая фамилия Смагулова. Исправьте пожалуйста", part},
		{markRu, "Была Иванова, стала Смагулова", part},
		{markRu, "Фамилия теперь Смагулова", part},
		{markKk, "Тегім Иванова болған, қазір Смагулова", part},
		{"", "Сменила фамилию на Смагулова и телефон, новый 8 701 555 22 33, обновите", part + "; phone=+77015552233"},
		{"", "В связи со вступлением в брак прошу изменить фамилию Рыбакова на Жаксыбекова.\nТатьяна Игоревна Жаксыбекова", "certain: name=Татьяна Игоревна Жаксыбекова"},
		{markRu, "Прошу заменить мою фамилию Бекетова на Салахова, свидетельство о браке от 14.11.2026.\nСалахова Руфина Маратовна", "certain: name=Салахова Руфина Маратовна"},
		{markRu, "Летели вдвоём, я и жена Ли Марина Анатольевна. Смените, будьте добры, Сона на Ли; паспорт у меня уже на Ли Михаила Дмитриевича.", "doubtful invalid-value: name!a name that is not in the nominative"},
		// Not every capital is a name, and not every name is the writer's.
		{markRu, "Был Актив, стал Теле2: 8 747 903 66 15.", "certain: phone=+77479036615"},
		{"", "Как вы зовёте сантехника Виктора, так и мой телефон теперь 8 701 555 22 33, обновите", "certain: phone=+77015552233"},
	})
	v := Classify(letter(markRu, "Была Иванова, стала Смагулова"))
	if f := v[0].Fields[0]; f.Text != "Смагулова" || f.Valid {
		t.Errorf("%+v", f)
	}
}
