package classifier

import "testing"

// A telephone in the head of an application, or in what a web form writes above a message, says how to reach the writer. Recorded is what the
// text below asks for.
func TestHeadOfAnApplication(t *testing.T) {
	checkValues(t, []valueCase{
		{"О смене фамилии", "Директору школы № 5\nот Омаровой Даны\nтел.: 8 705 111 22 33\nЗАЯВЛЕНИЕ\nПрошу изменить мою фамилию в базе данных.\nБыло: Омарова Дана Ерлановна\nСтало: Смагулова Дана Ерлановна", "certain: name=Смагулова Дана Ерлановна"},
		{"Тегімді өзгерту", "«Шипа» емханасына\nТел.: 8 705 111 22 33\nӨТІНІШ\nТегімді базада өзгертуіңізді сұраймын.\nБұрынғы: Омарова Дана\nЖаңа: Смағұлова Дана", "certain: name=Смағұлова Дана"},
		{"Website form", "Name: Rustam Galiyev\nPhone: 8 705 111 22 33\nE-mail: aigerim.s@mail.kz\nMessage:\nPlease change the e-mail address on my account to rustam.new@mail.kz.", "certain: email=rustam.new@mail.kz"},
		// what the text asks to change without a value of its own may stand above, or be the old one
		{"Смена контактов", "Имя: Омарова Дана\nТелефон: 8 705 111 22 33\nСообщение:\nУ меня поменялся номер телефона, прошу обновить его.", "doubtful contradictory no-mark: phone=+77051112233"},
	})
}
