package classifier

import (
	"testing"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// What shall be done on a day to come is not done today: the day is held against the letter's own.
func TestDaysToCome(t *testing.T) {
	for text, want := range map[string]bool{
		"I withdraw my consent to the processing of my personal data from 1 January 2030.":                true,
		"I withdraw my consent to the processing of my personal data as of January 1st, 2030.":            true,
		"I withdraw my consent to the processing of my personal data, effective 2030-01-01.":              true,
		"Отзываю согласие на обработку моих персональных данных с 01.01.2030.":                            true,
		"Отзываю согласие на обработку моих персональных данных начиная с 1-го января 2030 года.":         true,
		"2030 жылғы 1 қаңтардан бастап дербес деректерімді өңдеуге келісімімді қайтарып аламын.":          true,
		"Дербес деректерімді өңдеуге келісімімді 01.01.2030 күнінен бастап қайтарып аламын.":              true,
		"I withdraw my consent to the processing of my personal data that I gave on 1 March 2024.":        false,
		"I withdraw my consent to the processing of my personal data that I gave on 3 May 2019.":          false,
		"Отзываю согласие на обработку моих персональных данных с 24.11.2026.":                            false,
		"Отзываю согласие на обработку моих персональных данных, данное в договоре от 12.05.2024 № 2030.": false,
		"Дербес деректерімді өңдеуге келісімімді бүгіннен бастап қайтарып аламын.":                        false,
		// Without its year a day is the next such one where that is soon, and else one that was.
		"As agreed, I withdraw my consent to the processing of my personal data from 1 January.":                  true,
		"I withdraw my consent to the processing of my personal data, as we agreed, from 1 January.":              true,
		"I withdraw the consent to the processing of my personal data that I signed on 3 January.":                false,
		"Отзываю согласие на обработку моих персональных данных, которое подписала у вас 14 января, с уважением.": false,
		"I withdraw my consent to the processing of my data from 1 January.":                                      true,
		"Отзываю согласие на обработку моих персональных данных с 1 декабря.":                                     true,
		"1 қаңтардан бастап дербес деректерімді өңдеуге келісімімді қайтарып аламын.":                             true,
		"Отзываю согласие на обработку моих персональных данных, которое действует с 1 сентября.":                 false,
		"I withdraw my consent to the processing of my personal data, with effect from 24 November, today.":       false,
	} {
		m := letter("", text)
		m.Date = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
		verdicts := Classify(m)
		if len(verdicts) != 1 || verdicts[0].Kind != privacy.KindWithdraw {
			t.Errorf("%s: %+v", text, verdicts)
			continue
		}
		if certain := verdicts[0].Certainty == privacy.Certain; certain == want {
			t.Errorf("%s: %s", text, verdicts[0].Certainty)
		}
	}
}
