package classifier

import "testing"

// What goes on record is the nominative; where one of the words stays open, a person writes it.
func TestNamesInOtherCases(t *testing.T) {
	const open = ""
	for name, want := range map[string]string{
		"Савельеву Нину Аркадьевну":       "Савельева Нина Аркадьевна",
		"Шевцовой Мариной Игоревной":      "Шевцова Марина Игоревна",
		"Зубковой Елизаветы Романовны":    "Зубкова Елизавета Романовна",
		"Ольгу Ильиничну Цой":             "Ольга Ильинична Цой",
		"Ахметову Айсулу Сериковну":       "Ахметова Айсулу Сериковна",
		"Иванову-Петрову Нину Аркадьевну": "Иванова-Петрова Нина Аркадьевна",
		"Темирханова Саята Ермековича":    "Темирханов Саят Ермекович",
		"Хан Артура Робертовича":          "Хан Артур Робертович",
		"Марьям Ильясовой":                "Марьям Ильясова",
		"Ольга Петровна Бектасоваға":      "Ольга Петровна Бектасова",
		"Дана Смағұловқа":                 "Дана Смағұлов",
		"Ахметовой Аделии Маратовны":      open, // no list has the name
		"Мельником Иваном Сергеевичем":    open,
		"Толстого Ивана Сергеевича":       open,
		"Скрипки Анны Ивановны":           open,
		"Алмагуль Ибрагимовне Досовой":    open, // whom something was given
		"Лев Толстой":                     "Лев Толстой",
		"Ирина Лаптева":                   "Ирина Лаптева",
		"Дана ȺȺȺȺȺȺȺвну":                 open,
	} {
		if v := fullName(name); v.Text != want || v.Valid != (want != open) {
			t.Errorf("%s: %q", name, v.Text)
		}
	}
}

// A man's name in the genitive is one only behind a word that governs it: elsewhere it may be a woman's.
func TestGovernedNames(t *testing.T) {
	checkValues(t, []valueCase{
		{"", "Смена имени: перепишите мой билет с Тимофея Сидоренко на Тимофея Вальтера.", "certain: name=Тимофей Вальтер"},
		{"", "Прошу исправить моё имя, запишите на Ивана Цоя.", "certain: name=Иван Цой"},
		{"", "Прошу исправить моё имя, запишите меня как Тимофея Черного.", "doubtful invalid-value: name!a name that is not in the nominative"},
		{markRu, "ФИО: Дамира Серикова", "certain: name=Дамира Серикова"},
		{markRu, "ФИО: Карима Ахметова", "certain: name=Карима Ахметова"},
		{"", "Вышла замуж, теперь я Владислава Орлова, исправьте моё имя.", "certain: name=Владислава Орлова"},
		{markKk, "Аты-жөнім: Қожахмет Әнуарға", "certain: name=Қожахмет Әнуар"},
	})
}
