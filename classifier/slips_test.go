package classifier

import (
	"testing"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// Of two values that differ in a slip of the pen one is wrong, and only the writer knows which.
func TestSlipsOfThePen(t *testing.T) {
	checkValues(t, []valueCase{
		{"Updating personal data: new number +7 701 622 48 15", "Please put down +7 701 622 84 15.", "doubtful contradictory near-mark: phone=+77016224815"},
		{"Updating personal data: new e-mail max@orlenko.example", "Please change my e-mail to mac@orlenko.example", "doubtful contradictory: email=max@orlenko.example"},
		{"", "Сменил оператора, поменяйте мой номер на 8 701 555 22 33. Ой, или 8 701 555 22 38, это с наклейки на планшете.", "doubtful contradictory: phone=+77015552233"},
	})
}

// A number that is free for the caller, or dear, is a hotline's.
func TestHotlineIsNobodys(t *testing.T) {
	checkValues(t, []valueCase{
		{"", "Звонила на горячую линию 8 800 080 12 34. Прошу заменить мой номер на 8 701 555 22 33.", "certain: phone=+77015552233"},
		{markRu, "Прошу обновить мои данные. 8 800 080 12 34", "doubtful no-value:"},
	})
	if !isService("+78000801234") || isService("+77015552233") || isService("+77272501122") {
		t.Error("hotlines are not told from other numbers")
	}
}

// The address that a letter comes from is the new one where the letter says so, and none
// where it only says who writes.
func TestAddressOfTheSenderMeant(t *testing.T) {
	for text, want := range map[string]string{
		"My card was opened with office@anna.example, which is my son's now. Mine is anna@home.example, and that is what I want to see in the card.": "anna@home.example",
		"My e-mail has changed, please put anna@home.example in my card from now on, the one that this letter comes from.":                           "anna@home.example",
		"Прошу сменить номер телефона на 8 701 555 22 33.\nE-mail: anna@home.example":                                                                "",
	} {
		m := letter("My card", text)
		m.From = []message.Mailbox{{Address: "anna@home.example"}}
		v := Classify(m)
		if len(v) != 1 || v[0].Kind != privacy.KindUpdate {
			t.Errorf("%q: %+v", text, v)
			continue
		}
		got := ""
		for _, f := range v[0].Fields {
			if f.Field == privacy.FieldEmail {
				got = f.Text
			}
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// Short words are told by their letters, and months are no surnames.
func TestWordsThatLookAlike(t *testing.T) {
	checkValues(t, []valueCase{
		{"Смена номера", "Старая симка 8 747 610 33 18 выброшена. Поставьте в карточке вместо неё 8 747 902 55 71.", "certain: phone=+77479025571"},
		{markRu, "Был Ниязов Рустам Бахтиёрович, стал Юлдашев Рустам Бахтиёрович.", "certain: name=Юлдашев Рустам Бахтиёрович"},
		{markRu, "Была Ахметова Юлия Петровна, стала Мартынова Юлия Петровна.", "certain: name=Мартынова Юлия Петровна"},
	})
	if got := Language(letter("Вопрос", "Здравствуйте, это Жанна, когда вы открыты?")); got != privacy.Russian {
		t.Errorf("Жанна: %s", got)
	}
}
