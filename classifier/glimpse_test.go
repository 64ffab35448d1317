package classifier

import (
	"slices"
	"strings"
	"testing"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// A further wish is told to the person who reads the letter, as a request or beside each of
// them, also where the lexicon has no plain words for it, and where something clearer in the
// same sentence hides it. Where there is none, none is told.
func TestAFurtherWishIsTold(t *testing.T) {
	for body, want := range map[string][]privacy.Kind{
		"Здравствуйте! Прошу обновить мой номер телефона: 8 701 555 77 88. Какие данные обо мне у вас есть? Пока не пользуйтесь ими, идёт спор.": {privacy.KindUpdate, privacy.KindAccess, privacy.KindBlock},
		"Удалите мои данные и пришлите мне их копию. Откуда у вас мой номер, на каком основании вы звоните?":                                     {privacy.KindQuestion, privacy.KindErase, privacy.KindAccess},
		"Сәлеметсіз бе! Телефонымды 8 701 555 77 88 деп жаңартыңыз. Келісімімді қайтарып аламын. Мен туралы не жиналғанын көргім де келеді.":     {privacy.KindWithdraw, privacy.KindUpdate, privacy.KindAccess},
		"Прошу обновить мой номер телефона: 8 701 555 77 88. Спасибо, хорошего дня!":                                                             {privacy.KindUpdate},
	} {
		m := message.Parse([]byte("From: a@posta.example\r\nSubject: Hello\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + body))
		verdicts := Classify(m)
		asked := kinds(verdicts)
		for _, v := range verdicts {
			told := slices.Clone(asked)
			for _, e := range v.Evidence {
				if parts := strings.Split(e.Rule, ":"); (parts[0] == "sense" || parts[0] == "wording") && !slices.Contains(told, privacy.Kind(parts[1])) {
					told = append(told, privacy.Kind(parts[1]))
				}
			}
			slices.Sort(told)
			if slices.Sort(want); !slices.Equal(told, want) {
				t.Errorf("%s: with %s is told of %v, want %v", body, v.Kind, told, want)
			}
		}
		if len(verdicts) == 0 {
			t.Errorf("%s: nothing", body)
		}
	}
}
