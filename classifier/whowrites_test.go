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
