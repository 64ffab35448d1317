package classifier

import (
	"slices"
	"strings"
	"testing"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// A further wish is told to the person who reads the letter, also where the lexicon has
// no plain words for it, and where something clearer in the same sentence hides it. It
// makes no request and no doubt of its own.
func TestAFurtherWishIsTold(t *testing.T) {
	for body, want := range map[string]struct {
		asked  []privacy.Kind
		beside []privacy.Kind
	}{
		"Здравствуйте! Прошу обновить мой номер телефона: 8 701 555 77 88. Какие данные обо мне у вас есть? Пока не пользуйтесь ими, идёт спор.": {[]privacy.Kind{privacy.KindUpdate, privacy.KindAccess}, []privacy.Kind{privacy.KindBlock}},
		"Прошу удалить мои данные и сообщить, какие данные у вас есть. Откуда у вас мой номер, на каком основании вы звоните?":                   {[]privacy.Kind{privacy.KindQuestion}, []privacy.Kind{privacy.KindErase, privacy.KindAccess}},
		"Сәлеметсіз бе! Телефонымды 8 701 555 77 88 деп жаңартыңыз. Келісімімді қайтарып аламын. Мен туралы не жиналғанын көргім де келеді.":     {[]privacy.Kind{privacy.KindWithdraw, privacy.KindUpdate}, []privacy.Kind{privacy.KindAccess}},
		"Прошу обновить мой номер телефона: 8 701 555 77 88. Спасибо, хорошего дня!":                                                             {[]privacy.Kind{privacy.KindUpdate}, nil},
	} {
		m := message.Parse([]byte("From: a@posta.example\r\nSubject: Hello\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + body))
		var kinds []privacy.Kind
		for _, v := range Classify(m) {
			kinds = append(kinds, v.Kind)
			var beside []privacy.Kind
			for _, e := range v.Evidence {
				if parts := strings.Split(e.Rule, ":"); (parts[0] == "sense" || parts[0] == "wording") && !slices.Contains(want.asked, privacy.Kind(parts[1])) {
					beside = append(beside, privacy.Kind(parts[1]))
				}
			}
			if !slices.Equal(beside, want.beside) {
				t.Errorf("%s: beside %s stands %v, want %v", body, v.Kind, beside, want.beside)
			}
		}
		if !slices.Equal(kinds, want.asked) {
			t.Errorf("%s: %v", body, kinds)
		}
	}
}
