package classifier

import (
	"slices"
	"testing"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// A number that is said to be somebody's, in the genitive, is changed by a person only; the writer's own is not held up.
func TestWhoseValueItIs(t *testing.T) {
	for _, c := range []struct {
		text   string
		theirs bool
	}{
		{"Please note that Martin's new phone is 8 701 555 22 33, update it in your list.\n\nRegards,\nOlga Reed", true},
		{"Ержанның жаңа нөмірі 8 701 555 22 33, тізімге енгізіп қойыңыздар.\n\nҚұрметпен, Олжас", true},
		{"Көршінің телефоны 8 701 555 22 33 болды, өзгертіп қойыңыздаршы.", true},
		{"Здравствуйте, у Тимофея новый номер 8 701 555 22 33, впишите, пожалуйста.\n\nЛёша", true},
		{"Запишите 8 701 555 22 33. Это телефон Ерлана, он ошибся в анкете.\n\nЮлия", true},
		{"Қайратта енді 8 701 555 22 33, соны жазып қойыңыз.\n\nМөлдір", true},
		{"Телефон Сабитовой Гульмиры Кайратовны изменился: 8 701 555 22 33. Обновите в базе, пожалуйста.\n\nС уважением,\nАйнур Сабитова", true},
		{"Здравствуйте! Переехала, живу у вокзала, новый номер 8 701 555 22 33, запишите, пожалуйста.", false},
		{"У меня новый номер 8 701 555 22 33, впишите, пожалуйста.\n\nЛёша", false},
		{"У вас старый номер, мой новый 8 701 555 22 33, впишите, пожалуйста.", false},
		{"It's my new number: 8 701 555 22 33, please update it.", false},
		{"Olga Reed's new phone is 8 701 555 22 33, please update it.\n\nRegards,\nOlga Reed", false}, // says it of herself
		{"Менің жаңа нөмірім 8 701 555 22 33, өзгертіп қойыңыздаршы.", false},
		{"Байланыс телефонының нөмірін өзгертіңіздерші, жаңасы 8 701 555 22 33.", false},
	} {
		v := Classify(letter("", c.text))
		if len(v) == 0 {
			t.Errorf("%q: nothing is asked", c.text)
			continue
		}
		if got := slices.Contains(v[0].Doubts, DoubtThirdPerson); got != c.theirs || got && v[0].Certainty == privacy.Certain {
			t.Errorf("%q: somebody else's: %v, want %v: %s %v", c.text, got, c.theirs, v[0].Certainty, v[0].Doubts)
		}
	}
}

// Who asks to stop letters to another address than the one he writes from is not unsubscribed himself.
func TestAddressOfAnother(t *testing.T) {
	for _, c := range []struct {
		text string
		want privacy.Certainty
	}{
		{"Please unsubscribe tom.reid@mail.kz from your newsletter.", privacy.Doubtful},
		{"Please unsubscribe aigerim.s@mail.kz from your newsletter.", privacy.Certain},
		{"Уберите, пожалуйста, адрес tom.reid@mail.kz из рассылки.", privacy.Doubtful},
		{"Отпишите меня, пожалуйста, от рассылки.", privacy.Certain},
	} {
		m := letter("", c.text)
		m.From = []message.Mailbox{{Address: "aigerim.s@mail.kz"}}
		v := Classify(m)
		if len(v) != 1 || v[0].Kind != privacy.KindUnsubscribe || v[0].Certainty != c.want {
			t.Errorf("%q: %+v, want unsubscribe, %s", c.text, v, c.want)
		}
	}
}
