package classifier

import (
	"testing"

	"medico-intech.kz/otinish/mailbox/message"
)

// What says who writes is no new value, also beside a mark.
func TestWhoWritesIsNoNewValue(t *testing.T) {
	checkValues(t, []valueCase{
		{markRu, "Имя: Римма Садыкова\nE-mail: aigerim.s@mail.kz\nСообщение: Здравствуйте! Прошу сменить номер телефона в моём кабинете на 87715559004.", "certain: phone=+77715559004"},
		{markKk, "Аты-жөні: Қызғалдақ Мәди\nЕскі телефон: 8 705 331 80 49\nЖаңа телефон: 8 705 331 80 94", "certain: phone=+77053318094"},
		{markRu, "ФИО: Римма Садыкова\nТелефон: 87715559004", "certain: name=Римма Садыкова; phone=+77715559004"},
		{"Электрондық поштаңыз", "Мекенжайымды ауыстыруды сұраймын: zhanel@sandyq.kz. Бұрынғысын қолданбаймын енді.\n\nЖәнел Болат\n+7 (727) 330-18-40", "certain: email=zhanel@sandyq.kz"},
		{"", "I finally got a local number: +7 776 503 71 08. Please put it into my file in place of what you have.\n\nDeborah Klein\nStudio phone (not for the file): +7 727 330 18 18", "certain: phone=+77765037108"},
	})
}

// Who writes from the new address gives it all the same where the other is given up.
// A name that a contract is held in, one behind a thanks and one inside an address are no names to be recorded; a wedding makes them such.
func TestNamesThatOnlySayWho(t *testing.T) {
	checkValues(t, []valueCase{
		{"", "здравствуйте у меня абонемент в ваш зал на имя дамир сулейменов номер сменился теперь +77056641890 поменяйте пожалуйста", "certain: phone=+77056641890"},
		{"", "саламатсыз ба дамир сапаров атындағы абонемент бар нөмірім ауысты енді 8 705 664 18 90 ауыстырып қойыңыздаршы", "certain: phone=+77056641890"},
		{"", "переоформите договор на имя Сулейменова Дана, я вышла замуж, и номер теперь +77056641890", "doubtful other-field: phone=+77056641890"},
		{"", "саламатсыздар ма мен номеримди ауыстырдым ескиси 87751112340 ендi истемейди жанасын жазып койыныздаршы 8 708 661 34 27 рахмет ерлан сапаров кешки топтан", "certain: phone=+77086613427"},
		{"", "сменил номер, теперь +7 (747) 908-15-53. исправьте у себя в базе плз, козлов михаил", "certain: phone=+77479081553"},
		{"", "запишите новый номер 8 705 999 30 16 и новую фамилию, Рау Тимофей", "certain: name=Рау Тимофей; phone=+77059993016"},
		{"New contact details", "Today is my last day with Altyn Mining, so both of the contacts you have for me stop working tonight (and the signature under this letter is history as well). Kindly put the following on file for my personal account instead:\n\ne-mail  james.whitcombe.79@gmail.com\nmobile  +7 705 883 10 46\n\nSincerely,\nJames Whitcombe", "certain: phone=+77058831046; email=james.whitcombe.79@gmail.com"},
		{"", "Кешіріңіз, телефон нөмірім бір ай бұрын 8 707 267 54 12 болып ауысқан, карточкама енгізіп қойыңыз", "certain: phone=+77072675412"},
		{"", "Внесите, пожалуйста, в мой профиль новый адрес почты: Zh.Kim.Studio@Mail.ru, чеки отправляйте уже на него.\nЖанна Ким", "certain: email=zh.kim.studio@mail.ru"},
		{"", "My Kazakh SIM card has been switched off, so kindly put my German number into your list in its place, 0049 1512 0894417.\nJürgen Haberland", "certain: phone=+4915120894417"},
	})
}

func TestSendersAddressInPlaceOfAnother(t *testing.T) {
	m := letter("Новый адрес почты", "Электронный ящик laptev_g@mail.kz закрываю. Прошу впредь указывать в моих данных адрес laptev@inbox.kz.")
	m.From = []message.Mailbox{{Address: "laptev@inbox.kz"}}
	if v := Classify(m); len(v) != 1 || values(v[0]) != "email=laptev@inbox.kz" {
		t.Errorf("%+v", v)
	}
	m = letter("", "Прошу изменить телефон на 8 701 555 22 33. Почта прежняя: laptev@inbox.kz")
	m.From = []message.Mailbox{{Address: "laptev@inbox.kz"}}
	if v := Classify(m); len(v) != 1 || values(v[0]) != "phone=+77015552233" {
		t.Errorf("%+v", v)
	}
}

// The heads of a table say which value is which, also of names.
func TestNamesUnderBeforeAndNow(t *testing.T) {
	checkValues(t, []valueCase{
		{"Name after marriage", "Please amend your records:\nBefore\tNow\nSurname\tKeller\tHartmann\nFull name\tOlivia Keller\tOlivia Hartmann", "certain: name=Olivia Hartmann"},
	})
}

// Of two things that a letter calls both, not one alone is changed.
func TestNotOneOfBoth(t *testing.T) {
	for _, text := range []string{
		"Я Шульц Эрика Вольдемаровна, телефон 8 771 226 49 03, исправьте, пожалуйста, оба",
		"Zarina Alimkhanova, guys, and the number on the ticket stub is 8 707 661 90 28, fix both in the members list please",
	} {
		if got := outcome("", text); got == "certain: phone=+77712264903" || got == "certain: phone=+77076619028" {
			t.Errorf("%s: %s", text, got)
		}
	}
}
