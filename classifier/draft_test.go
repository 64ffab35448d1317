package classifier

import (
	"slices"
	"testing"

	"medico-intech.kz/otinish/store/privacy"
)

// A draft sent round and a form with its blanks ask nothing for whoever sends them. The
// blanks for date and signature below a request do not make it a draft.
func TestDrafts(t *testing.T) {
	for _, text := range []string{
		"Dear Legal,\nDraft text: \"I, [full name], hereby withdraw my consent to the processing of my personal data.\"\nIs the wording right?",
		"«Мен, ____________________ (Т. А. Ә.), дербес деректерімді өңдеуге берген келісімімді кері қайтарып аламын.»\nБланктің үлгісі дұрыс па?",
		"Я, ........................., отзываю согласие на обработку персональных данных.",
	} {
		if v := Classify(letter("", text)); len(v) == 0 || !slices.Contains(v[0].Doubts, DoubtForwarded) {
			t.Errorf("%s: %+v", text, v)
		}
	}
	for _, text := range []string{"Delete my personal data. <script>document.title</script>", "Please delete [image] my personal data"} {
		if v := Classify(letter("", text)); len(v) == 0 || slices.Contains(v[0].Doubts, DoubtForwarded) {
			t.Errorf("%s: %+v", text, v)
		}
	}
	v := Classify(letter("", "Я, Иванова Анна, отзываю согласие на обработку персональных данных.\nДата: ____ Подпись: ____"))
	if len(v) != 1 || v[0].Kind != privacy.KindWithdraw || v[0].Certainty != privacy.Certain {
		t.Errorf("%+v", v)
	}
}
