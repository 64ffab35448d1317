package classifier

import (
	"strings"
	"testing"
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
