package classifier

import (
	"strings"
	"testing"
)

// Where values stand in a letter says which is new: rows and columns, arrows, brackets, and what is put right at once.

func TestTables(t *testing.T) {
	for _, rows := range []string{
		"Бұрынғы аты-жөнім\tЕсенова Ақбота Маратқызы\nЖаңа аты-жөнім\tЖұмабекова Ақбота Маратқызы",
		"Бұрынғы аты-жөнім\tЖаңа аты-жөнім\nЕсенова Ақбота Маратқызы\tЖұмабекова Ақбота Маратқызы",
	} { // a row that gives the name is no row without a field
		if got := outcome("", "Тұрмысқа шығуыма байланысты тегім өзгерді. Деректерімді жаңартуларыңызды өтінемін:\n"+rows+"\nРақмет"); got != "certain: name=Жұмабекова Ақбота Маратқызы" {
			t.Errorf("%s: %s", rows, got)
		}
	}
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
		{"Контакты", "Добрый день! У меня новый номер, запишите его, пожалуйста: 8 701 224 18 09 – нет, простите, ошиблась: 8 701 224 18 90.\n\nЕлена Цой", "certain: phone=+77012241890"},
		{"Контакты", "Прошу изменить мой номер телефона на 8 776 340 58 12.\n\nЛариса Чен\n\nP.S. Простите, ошиблась в одной цифре. Правильный номер: 8 776 340 58 21.", "certain: phone=+77763405821"},
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

// Of the values that are on record the one called right is meant.
func TestTheRightOne(t *testing.T) {
	for text, want := range map[string]string{
		"Сіздерде менің екі нөмірім жазулы тұр екен: 8 702 315 60 44 және 8 747 616 28 09. Дұрысы екіншісі, яғни 8 747 616 28 09, біріншісі ескі. Деректерімді осыған сай жаңартып қойыңыздар.": "phone=+77476162809",
		"You have three numbers for me: 8 701 442 09 73, 8 705 816 34 20 and 8 771 350 28 64. Only the last one, 8 771 350 28 64, is correct. Please update my details.":                        "phone=+77713502864",
	} {
		if got := outcome("", text); !strings.HasSuffix(got, ": "+want) {
			t.Errorf("%s:\n %s, want %s", text, got, want)
		}
	}
	for _, text := range []string{ // not right, and asked
		"У вас два моих номера: 8 702 315 60 44 и 8 747 616 28 09. Какой из них правильный, 8 747 616 28 09? Обновите.",
		"У вас два моих номера: 8 702 315 60 44 и 8 747 616 28 09. 8 747 616 28 09 не правильный, обновите.",
		"У вас записаны 8 702 315 60 44 и 8 747 616 28 09. Номер 8 747 616 28 09 был правильным до мая. Обновите мои данные.",
		"You have two numbers on my file: 8 702 315 60 44 and 8 747 616 28 09. I was right to worry: 8 747 616 28 09 is dead. Please update my details.",
		"You have two numbers on my file: 8 702 315 60 44 and 8 747 616 28 09. Only 8 747 616 28 09 needs to be put right. Please update my details.",
		"You have two numbers on my file: 8 702 315 60 44 and 8 747 616 28 09. Both are fine; 8 747 616 28 09 is right for texts. Please update my details.",
	} {
		if got := outcome("", text); strings.HasPrefix(got, "certain") && strings.Contains(got, "+77476162809") {
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

// What the fields of a form hold says who writes, where the message gives the value or points to another field.
func TestForms(t *testing.T) {
	const head = "Имя: Анна Ли\nТелефон: 8 701 111 22 33\nE-mail: anna@mail.example\n"
	for text, want := range map[string]string{
		head + "Сообщение: Здравствуйте! Смените мой номер в карточке на 8 705 999 88 77, пожалуйста.":                                                                                                                "phone=+77059998877",
		head + "Текст обращения:\nЗдравствуйте! У меня сменился номер телефона. Запишите в карточку тот, что указан выше в поле «Телефон». Почта прежняя.":                                                            "phone=+77011112233",
		head + "Сообщение: Телефон выше – мой новый номер, старый я отключила. Поменяйте его, пожалуйста, в моей карточке.":                                                                                           "phone=+77011112233",
		"Name\n  Anna Lee\nEmail\n  anna@mail.example\nPhone\n  8 701 111 22 33\nMessage\n  I have moved, so the phone number given above is new. Please change it in my record.":                                     "phone=+77011112233",
		"Full name\tAnna Lee\nEmail\tanna@mail.example\nCurrent phone\t8 701 111 22 33\nNew phone\t8 705 999 88 77\nYour message\tPlease replace my phone with the new one.\nConsent\tI agree to the privacy policy.": "phone=+77059998877",
		"New ticket\nContact: Anna Lee\nPhone: 8 701 111 22 33\nEmail: anna@mail.example\nHi, I lost the SIM, please change my phone number to 8 705 999 88 77, thanks.":                                              "phone=+77059998877",
	} {
		if got := outcome("Сообщение с сайта", text); !strings.HasSuffix(got, ": "+want) {
			t.Errorf("%s:\n %s, want %s", text, got, want)
		}
	}
	form := "Форма: Изменение контактных данных\nФИО*: Кравцов Сергей Николаевич\nПрежний телефон: +7 (707) 611-48-02\nНовый телефон*: 8 705 999 88 77\nE-mail: kravtsov.sn@mail.ru\nКомментарий: Прошу внести новый телефон в мою карточку, прежним больше не пользуюсь.\nСогласен с политикой конфиденциальности: Да\n\nОтправлено 18.02.2026 15:22, IP 198.51.100.140"
	if got := outcome("Заявка с сайта: изменение контактных данных", form); got != "certain: phone=+77059998877" { // the address only says who writes
		t.Error(got)
	}
	if got := outcome("Сообщение с сайта", head+"Сообщение: В поле выше мой старый номер, иначе форма не уходит. Новый сообщу позже."); strings.Contains(got, "phone=") {
		t.Errorf("what stands in the form is the old number: %s", got)
	}
	if got := outcome("Чат", "Чат на сайте\nКлиент: Анна Ли\n\n[19:43] Анна Ли: у меня сменился номер\n[19:44] Анна Ли: новый 8 705 999 88 77, поменяйте его, пожалуйста, в договоре"); !strings.HasSuffix(got, ": phone=+77059998877") {
		t.Errorf("who speaks in a chat: %s", got)
	}
	for text, want := range map[string]string{ // what the labels of fields say
		"Новая заявка\nИмя: Анна Ли\nТелефон: 8 701 111 22 33\nТекущий e-mail: old@mail.example\nНовый e-mail: anna@mail.example\nЧто изменить: адрес для чеков и уведомлений":                                                           "email=anna@mail.example",
		"New entry\n\nName\nAnna Lee\n\nEmail\nanna@mail.example\n\nComment or Message\nPlease update my contact phone number to 8 705 999 88 77 so that reminders reach me.\n\nPrivacy\nI agree to the processing of my personal data.": "phone=+77059998877",
	} {
		if got := outcome("", text); !strings.HasSuffix(got, ": "+want) {
			t.Errorf("%s:\n %s, want %s", text, got, want)
		}
	}
	if got := outcome("Өтініш", "Өтініш түрі: деректерді жаңарту\nАты-жөніңіз: Әсем Құдайберген\nЕскі телефон: 8 705 448 13 60\nЖаңа телефон: 8 771 209 57 34\nХабарлама: Анамның телефон нөмірін жаңасына ауыстыруларыңызды сұраймын."); strings.HasPrefix(got, "certain") {
		t.Errorf("the mother's number: %s", got)
	}
	for _, text := range []string{ // somebody else's
		"Name: Anna Lee\nNew emergency contact phone: 8 777 444 55 66\nMessage: Please update the emergency contact.",
		"Имя: Анна Ли\nНовый телефон экстренного контакта: 8 777 444 55 66\nСообщение: Прошу обновить контакт.",
	} {
		if got := outcome("", text); strings.HasPrefix(got, "certain") {
			t.Errorf("%s: %s", text, got)
		}
	}
	for _, text := range []string{ // no forms
		"Здравствуйте! Прошу обновить мои контактные данные в карточке.\nТелефон: 8 701 111 22 33\nПочта: anna.new@mail.example\nКомментарий: прежний телефон у меня украли вместе с сумкой.",
		"Hello, please update my contact details.\nPhone: 8 701 111 22 33\nEmail: anna.new@mail.example\nComment: the old phone was stolen with my bag.",
	} {
		if got := outcome("Обновите данные", text); !strings.Contains(got, "phone=") || !strings.Contains(got, "email=") {
			t.Errorf("%s: %s", text, got)
		}
	}
}

func TestBlocksAndCaptions(t *testing.T) {
	checkValues(t, []valueCase{
		{markRu, "Прошу изменить мои данные.\n\nМои старые данные:\nБелоусова Ксения Павловна\n8 777 340 16 22\nksu@mail.example\n\nМои новые данные:\nМельник Ксения Павловна\n8 702 917 44 05\nk.melnik@example.kz", "certain: name=Мельник Ксения Павловна; phone=+77029174405; email=k.melnik@example.kz"},
		{markRu, "Замените мои старые данные:\nФИО: Сидорова Анна Сергеевна\nНовый телефон: 8 702 917 44 05", "certain: name=Сидорова Анна Сергеевна; phone=+77029174405"},
		{markRu, "8 (701) 222-19-43\n_______________\n(прежний телефон)\n\n8 (705) 662-14-09\n_______________\n(новый телефон)", "certain: phone=+77056621409"},
		{markEn, "Old details:\nEmail: anna.old@mail.example\n\nNew details:\nEmail: anna.new@mail.example\n\nAnna Lee\nPhone: +7 701 111 22 33", "certain: email=anna.new@mail.example"},
	})
}

func TestRowsFarFromTheirHead(t *testing.T) {
	table := "Поле | Было | Стало\n№ карты | 1234 | 1234\nФамилия | Щербакова | Цой\nИмя | Анна | Анна\nДата рождения | 01.02.1990 | 01.02.1990\nОтчество | Петровна | Петровна"
	checkValues(t, []valueCase{{markRu, "Прошу изменить мои данные:\n\n" + table, "certain: name=Цой Анна Петровна"}})
	for _, row := range []string{"Должность | бухгалтер | директор", "Отчество | Петровна | нет"} {
		if got := outcome("Актуализация персональных данных", "Прошу изменить мои данные:\n\nПоле | Было | Стало\nТелефон | 8 701 111 22 33 | 8 705 999 88 77\nФамилия | Щербакова | Цой\nИмя | Анна | Анна\n"+row); strings.HasPrefix(got, "certain") {
			t.Errorf("%s: %s", row, got)
		}
	}
}

// Columns that a writer set with blanks are read by their head.
func TestColumnsOfBlanks(t *testing.T) {
	checkValues(t, []valueCase{
		{markRu, "              Было                      Стало\nТелефон       8 701 760 33 81           8 771 415 08 29\nПочта         shtein_o@mail.ru          oleg.shtein@example.kz", "certain: phone=+77714150829; email=oleg.shtein@example.kz"},
		{markEn, "              Now                           Before\nMobile        8 776 480 29 16               8 708 127 55 03", "certain: phone=+77764802916"},
	})
	if got := outcome("Updating personal data", "           Old                       New\nPhone                                8 705 338 14 27\nE-mail     w.stone@mail.example      q.stone@mail.example"); got == "certain: email=q.stone@mail.example" {
		t.Errorf("an empty cell: %s", got)
	}
}
