package classifier

import (
	"slices"
	"strings"
	"testing"

	"medico-intech.kz/otinish/store/privacy"
)

// Evidence reads like a sentence, also what speaks against acting.
func TestEvidenceReadsLikeASentence(t *testing.T) {
	for _, c := range []struct {
		subjectLine, text string
		want              []string
	}{
		{withdrawMark, "", []string{
			`The mark of the policy for withdrawing consent stands there word for word: “Отзыв согласия на обработку персональных данных” (subject line).`,
		}},
		{"", "Если не ответите, отзываю согласие на обработку моих данных.", []string{
			`The writer takes consent back: “отзываю согласие`, `Not acted upon by itself, because a condition is set: “Если” (text, line 1).`,
		}},
	} {
		got := Classify(letter(c.subjectLine, c.text))
		var all strings.Builder
		for _, v := range got {
			for _, e := range v.Evidence {
				all.WriteString(e.String() + "\n")
			}
		}
		for _, want := range c.want {
			if !strings.Contains(all.String(), want) {
				t.Errorf("%q: %q is not in\n%s", c.text, want, all.String())
			}
		}
	}
}

// Every doubt has words for an operator.
func TestEveryDoubtHasWords(t *testing.T) {
	for _, g := range guards {
		if g.doubt != "" && doubtTexts[g.doubt] == "" {
			t.Errorf("%s", g.doubt)
		}
	}
	if got := DoubtCondition.Because(); got != "a condition is set" {
		t.Error(got)
	}
}

// The subject line of an answer to a letter of ours is ours: «Re: Электрондық
// мекенжайды растаңыз [OT-…]» asks nothing.
func TestOurOwnSubjectLineAsksNothing(t *testing.T) {
	const title = "Re: Дербес деректерді жаңарту туралы өтінішті растаңыз [OT-7F3K-92QT AB2CD-EFGHJ-KMNPQ-RSTVW]"
	for _, text := range []string{"Бұл не?", "Иә", "Спасибо"} {
		if got := Classify(letter(title, text)); len(got) > 0 {
			t.Errorf("%q: %+v", text, got)
		}
	}
	if got := Classify(letter(title, "Дербес деректерімді түгел өшіріңіздер.")); len(got) == 0 {
		t.Error("a request in an answer is not seen")
	}
}

// What is acted upon leaves nothing open: another value than the one that was taken would be recorded too.
func TestCertainLeavesNothingOpen(t *testing.T) {
	certain := 0
	for _, l := range slices.Concat(readLabelled(t, "testdata/labelled/values-1.txt"), readLabelled(t, "testdata/labelled/laconic-updates-1.txt"), readLabelled(t, "testdata/labelled/updates-ru-1.txt")) {
		for _, v := range Classify(l.message) {
			if v.Certainty != privacy.Certain {
				continue
			}
			certain++
			if len(v.Rivals) > 0 || len(v.Doubts) > 0 || givesTwo(v.Fields) || slices.ContainsFunc(v.Evidence, Evidence.Against) {
				t.Errorf("%s: rivals %d, doubts %v, %s", l.name, len(v.Rivals), v.Doubts, outline([]Verdict{v}))
			}
		}
	}
	if certain < 300 {
		t.Errorf("only %d were certain", certain)
	}
}
