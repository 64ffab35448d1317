package classifier

import (
	"testing"

	"medico-intech.kz/otinish/store/privacy"
)

// Of a list with boxes only what is ticked is asked; without a tick it is a form that nobody filled in.
func TestTickedBoxes(t *testing.T) {
	for _, text := range []string{
		"Субъект: Назаренко Юлия\n[ ] Обновление персональных данных\n[X] Отзыв согласия на обработку персональных данных\n[ ] Уничтожение персональных данных",
		"☐ Дербес деректерді жаңарту\n☑ Дербес деректерді өңдеуге келісімді қайтарып алу\n☐ Бұғаттау\nТолтырған: Ысқақ Аружан",
		"Type of request: [ ] update of personal data\nType of request: [x] withdrawal of consent to personal data processing",
	} {
		v := Classify(letter(withdrawMark, text))
		if len(v) != 1 || v[0].Kind != privacy.KindWithdraw || v[0].Certainty != privacy.Certain {
			t.Errorf("%q: %s", text, describe(v))
		}
	}
	const form = "[ ] Обновление персональных данных\n[ ] Отзыв согласия на обработку персональных данных"
	for _, v := range Classify(letter("", form)) {
		if v.Certainty == privacy.Certain {
			t.Errorf("an empty form: %s", describe([]Verdict{v}))
		}
	}
}
