package classifier

import (
	"strings"
	"testing"
)

// Where values stand in a letter says which is new: rows and columns, arrows, brackets, and what is put right at once.

func TestTables(t *testing.T) {
	wide := "ФИО\tКравцова Юлия Андреевна\tИсмаилова Юлия Андреевна\nтел.\t8 701 617 90 44\t8 700 617 90 44\nпочта\tyulia.k@example.kz\tyulia.ismailova@example.kz"
	checkValues(t, []valueCase{
		{markRu, "Прошу обновить мои данные:\n\n\tстарое\tновое\n" + wide, "certain: name=Исмаилова Юлия Андреевна; phone=+77006179044; email=yulia.ismailova@example.kz"},
		{markRu, "Прошу обновить мои данные:\n\n\tновое\tстарое\n" + wide, "certain: name=Кравцова Юлия Андреевна; phone=+77016179044; email=yulia.k@example.kz"},
		{markKk, "Деректерімді жаңартып қойыңыздаршы:\nДерек\tЖаңасы\tЕскісі\nАты-жөні\tЖақсылық Әмина Бауыржанқызы\tОмарова Әмина Бауыржанқызы\nТелефон\t8 747 315 20 88\t8 707 315 20 88", "certain: name=Жақсылық Әмина Бауыржанқызы; phone=+77473152088"},
		{markEn, "Please update my details:\nField\tOld value\tNew value\nPhone\t8 705 120 77 31\t8 747 120 77 31\nE-mail\tmark.olsen@example.com\tmark.olsen@example.com", "certain: phone=+77471207731"},
		{markRu, "Прошу обновить запись обо мне.\n\n|          | как у вас | как нужно    |\n| Фамилия  | Щербакова | Щербакова-Ли |\n| Имя      | Ирина     | Ирина        |\n| Отчество | Олеговна  | Олеговна     |", "certain: name=Щербакова-Ли Ирина Олеговна"},
	})
}

func TestArrowsBack(t *testing.T) {
	checkValues(t, []valueCase{
		{markEn, "Please update my details (new <- old):\n\n  marat.n@mail.example.kz  <-  m.nurlan@mail.ru\n  8 771 236 05 48  <-  8 771 236 05 84", "certain: phone=+77712360548; email=marat.n@mail.example.kz"},
		{markEn, "new: +7 (727) 344-15-08  <-  old: +7 (727) 291-60-73", "certain: phone=+77273441508"},
		{markEn, "old: +7 (727) 344-15-08  ->  new: +7 (727) 291-60-73", "certain: phone=+77272916073"},
	})
}

func TestCorrectedAtOnce(t *testing.T) {
	checkValues(t, []valueCase{
		{"", "Здравствуйте, обновите, пожалуйста, мой телефон. Новый: 8 705 338 14 27 — нет, простите, это дочкин, я смотрела не в ту строчку. Мой: 8 705 338 41 72.\n\nТамара Климова", "certain: phone=+77053384172"},
		{"Жаңа нөмір", "Телефон нөмірім ауысты, жаңасы 8(705)612-40-18. Жоқ, кешіріңіздер, қате жазып жіберіппін: дұрысы 8(705)612-40-81. Соны тіркеп қойыңыздаршы.", "certain: phone=+77056124081"},
		{"Прошу обновить почту", "Обновите, пожалуйста, мой e-mail: новый адрес aliya.nurgaliyeva@example.kz — нет, простите, без первой «y»: aliya.nurgalieva@example.kz. Старый больше не читаю.", "certain: email=aliya.nurgalieva@example.kz"},
	})
	if got := outcome("", "My new phone: 8 707 913 04 26. Oops, typo, it ends in 62: 8 707 913 04 62."); !strings.HasSuffix(got, ": phone=+77079130462") {
		t.Error(got)
	}
	for _, text := range []string{ // what does not put it right
		"My new phone: 8 707 913 04 26. Sorry, I forgot my second one: 8 707 555 04 62.",
		"Новый телефон 8 707 913 04 26. Извините за беспокойство. Или 8 707 555 04 62.",
		"My new e-mail is harriet@brackenhall.example rather than h.okafor@brackenhall.example",
	} {
		if got := outcome("Update of personal data", text); strings.Contains(got, "+77075550462") && strings.HasPrefix(got, "certain") || strings.Contains(got, "okafor") {
			t.Errorf("%s: %s", text, got)
		}
	}
}

func TestBracketsBesideValues(t *testing.T) {
	checkValues(t, []valueCase{
		{markRu, "Вместо «Анна Сергеевна Петрова» запишите меня, пожалуйста, так:\n\nАнна Сергеевна Петрова-Жумабаева\n\nОстальные данные (телефон 8 702 333 81 05, почта) не изменились.", "certain: name=Анна Сергеевна Петрова-Жумабаева"},
		{markEn, "mobile: +7 775 902-13-67 (before: the one from the barracks)", "certain: phone=+77759021367"},
	})
	text := "Базаға енгізіп қойыңызшы:\n\nЕрмекова (бұрынғы тегі Сағынова) Назгүл Талғатқызы"
	if got := outcome("Тегімді жаңарту", text); strings.HasPrefix(got, "certain") && got != "certain: name=Ермекова Назгүл Талғатқызы" {
		t.Errorf("half of a name: %s", got)
	}
}

// Two names beside each other, of which Kazakh endings say which is which, are two.
func TestNamesSideBySide(t *testing.T) {
	got := outcome("Аты-жөнді өзгерту", "Менің аты-жөнімді Ибраева Сәуле Ержанқызынан Смағұлова Сәуле Ержанқызына өзгертуіңізді сұраймын.")
	if !strings.HasSuffix(got, "name=Смағұлова Сәуле Ержанқызы") {
		t.Error(got)
	}
}

func TestSignedWithTheFormerValue(t *testing.T) {
	checkValues(t, []valueCase{
		{markRu, "Раньше вы писали мне на m.esenov@mail.ru, а теперь мой адрес\nesenov-marat@post.example.kz.\n\nМарат Есенов\nm.esenov@mail.ru", "certain: email=esenov-marat@post.example.kz"},
	})
}
