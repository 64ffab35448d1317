package classifier

import "testing"

// A new surname by itself and the first name of who writes are the new name, where nothing else is said of the name or of anybody else.
func TestFirstNameOfWhoWrites(t *testing.T) {
	const part = "doubtful invalid-value: name!only a part of a name"
	checkValues(t, []valueCase{
		{"", "Вышла замуж, фамилия у меня теперь Омарова, исправьте в карточке.\nС уважением, Дана", "certain: name=Омарова Дана"},
		{"", "Здравствуйте, это Дана.\nВышла замуж, фамилия у меня теперь Омарова, исправьте в карточке.", "certain: name=Омарова Дана"},
		{"", "Тұрмысқа шықтым, тегім енді Омарова болды, түзетіп қойыңыздар.\nАйгерім", "certain: name=Омарова Айгерім"},
		{"", "Dana here.\nI got married, my surname is now Weber, please correct it in my file.", "certain: name=Dana Weber"},
		{"", "После замужества фамилия у меня Омарова, исправьте в карточке.\nДана, кабинет физики", "certain: name=Омарова Дана"},
		{"", "hey, Dana here\nI got married, my surname is now Weber, please correct it in my file.", "certain: name=Dana Weber"},
		// Who is spoken to, or of, is not who writes.
		{"", "Фамилия у меня теперь Омарова, исправьте.\nДана, перезвоните мне", part},
		{"", "Фамилия у меня теперь Омарова, исправьте.\nДана, спасибо вам", part},
		{"", "Фамилия у меня теперь Омарова, исправьте.\nДана, хорошего дня", part},
		{"", "I got married, my surname is now Weber, please correct it in my file.\nDana, have a nice day", part},
		{"", "Фамилия у меня теперь Омарова, исправьте.\nДана, спасибо вам за помощь!", part},
		{"", "Фамилия у меня теперь Омарова, исправьте.\nС уважением, Дана и Аскар", part},
		{"", "Дана тут у вас на ресепшене сказала написать. Фамилия у меня теперь Омарова, исправьте.", part},
		{"", "Dana here at the front desk told me to write. My surname is now Weber, please correct it.", part},
		// Somebody else's surname.
		{"", "Это Дана. Фамилия Сауле теперь Омарова, исправьте.", part},
		{"", "Наш директор сменил фамилию, теперь Омаров. Исправьте в базе.\nДана", part},
		// Short forms and surnames are no first names of documents, and another part of the name is said to be new.
		{"", "Фамилия у меня теперь Омарова, исправьте.\nЛёша", part},
		{"", "My surname is now Weber, please correct it.\nRegards,\nLondon", part},
		{"", "Фамилия у меня теперь Серов, исправьте.\nДана", part},
		{"", "Фамилия у меня теперь Омарова, исправьте. Имя тоже поменяла.\nДана", part},
		// Below a mark the writer is not asked again.
		{markRu, "Фамилия у меня теперь Омарова.\nДана", part},
	})
}
