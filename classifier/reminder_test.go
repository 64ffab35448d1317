package classifier

import (
	"slices"
	"testing"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// Who hears nothing sends the first letter once more, below other words: it is not lost.
func TestReminderWithTheFirstLetterBelow(t *testing.T) {
	const request = "> Здравствуйте! Прошу удалить мои персональные данные из картотеки\r\n> взрослого абонемента.\r\n> Вележева Тамара Антоновна\r\n"
	for name, c := range map[string]struct {
		head string
		asks bool
	}{
		"named":             {"12.11.2026 18:05, Тамара Вележева пишет:", true},
		"by the address":    {"чт, 12 нояб. 2026 г. в 18:05, <velezheva@ryabina.example>:", true},
		"somebody else's":   {"12.11.2026 18:05, Нэлла Саркисян пишет:", false},
		"of the house's":    {"12.11.2026 18:05, Библиотека <info@ulgi.example> пишет:", false},
		"a part of a name":  {"12.11.2026 18:05, Тамара пишет:", false},
		"to the writer":     {"От: Библиотека\r\nОтправлено: 12 ноября 2026 г. 18:05\r\nКому: Тамара Вележева\r\nТема: билет\r\n", false},
		"without any words": {"", false},
	} {
		raw := "From: Тамара Вележева <velezheva@ryabina.example>\r\nTo: info@ulgi.example\r\nSubject: Re: Читательский билет\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" +
			"Добрый вечер.\r\n\r\nУже девятый день жду ответа на письмо, которое ниже. Внучка теперь берёт бумагу из моего принтера, спасибо за журавлей. Всего вам доброго!\r\n\r\n" + c.head + "\r\n" + request
		verdicts := Classify(message.Parse([]byte(raw)))
		if asks := len(verdicts) > 0; asks != c.asks {
			t.Errorf("%s: %s", name, outline(verdicts))
		}
		for _, v := range verdicts {
			if v.Kind != privacy.KindErase || v.Certainty != privacy.Doubtful || !slices.Contains(v.Doubts, DoubtNoOwnText) {
				t.Errorf("%s: %s", name, outline(verdicts))
			}
		}
	}
}
