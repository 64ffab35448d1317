package classifier

import (
	"slices"
	"testing"

	"medico-intech.kz/otinish/store/privacy"
)

// That somebody else is named where the change is asked counts among the signs; the writer's own name, and words with a capital, do not.
func TestNamesOfOthersBesideAValue(t *testing.T) {
	const beside, asking = "another person's name beside the value", "another person's name in a sentence that asks"
	for _, c := range []struct{ text, sign string }{
		{"У водителя Жумабекова Т. поставьте телефон 8 702 414 90 36, пожалуйста.", beside},
		{"Досановқа енді 87029410635 жазылсын, телефоны ауысқан.", ""}, // the head of a sentence has a capital anyway
		{"Галя апайдың телефонын 8 771 354 90 68 деп өзгертіп қойыңыздар.", beside},
		{"Please change the telephone of Arsen Kaliyev to 8 776 159 40 82.", beside},
		{"Мой новый телефон 8 701 555 22 33, запишите, пожалуйста.\n\nС уважением,\nЖумабеков Тимур", ""},
		{"Запишите мой новый телефон, пожалуйста: 8 701 555 22 33. В Алматы буду в среду.", ""},
	} {
		var got []string
		r := new(room).read(letter("", c.text), lexiconIndex(), "own")
		r.model = senseModel()
		r.tap = func(v Verdict, s signs) {
			for _, g := range s {
				if v.Kind == privacy.KindUpdate && (g.words[0] == beside || g.words[0] == asking) {
					got = append(got, g.words[0])
				}
			}
		}
		r.classify(lexiconIndex(), letter("", c.text), nil)
		if c.sign == "" && len(got) > 0 || c.sign != "" && !slices.Contains(got, c.sign) {
			t.Errorf("%s: %v, want %q", c.text, got, c.sign)
		}
	}
}
