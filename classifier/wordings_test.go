package classifier

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// letter makes a message whose whole text is the writer's own.
func letter(subjectLine, text string) *message.Message {
	m := &message.Message{SubjectLine: subjectLine, Text: text, TextType: "text/plain"}
	if text != "" {
		m.Ranges = []message.Range{{Start: 0, End: len(text), Origin: message.Own}}
	}
	return m
}

// notActedUpon fails for each letter, of this text and without a subject line, of which a verdict is certain.
func notActedUpon(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		for _, v := range Classify(letter("", text)) {
			if v.Certainty == privacy.Certain {
				t.Errorf("%q: %s", text, describe([]Verdict{v}))
			}
		}
	}
}

func kinds(verdicts []Verdict) (list []privacy.Kind) {
	for _, v := range verdicts {
		list = append(list, v.Kind)
	}
	return list
}

// wording is a line of testdata/wordings.txt: kind, language, words.
type wording struct {
	kinds    string // parted by a blank
	language privacy.Language
	text     string
}

func readWordings(t *testing.T) (list []wording) {
	t.Helper()
	content, err := os.ReadFile("testdata/wordings.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(content)) {
		if f := strings.Split(strings.TrimSpace(line), "\t"); len(f) == 3 {
			list = append(list, wording{f[0], privacy.Language(f[1]), f[2]})
		}
	}
	if len(list) < 200 {
		t.Fatalf("only %d wordings read", len(list))
	}
	return list
}

// The ways people ask for the nine things, in three languages, misspelt, mixed and
// in the wrong alphabet: each is seen, and hardly any as something else besides.
func TestWordings(t *testing.T) {
	exact := share{}
	for _, w := range readWordings(t) {
		for where, m := range map[string]*message.Message{
			"subject line": letter(w.text, ""),
			"text":         letter("", w.text+"\n"),
			"between":      letter("Өтініш", "Сәлеметсіз бе!\n\n"+w.text+".\n\nАсқар\n"),
		} {
			got := Classify(m)
			k := kinds(got)
			exact.count(fmt.Sprint(k) == "["+w.kinds+"]")
			if !slices.ContainsFunc(k, func(k privacy.Kind) bool { return strings.Contains(w.kinds, string(k)) }) {
				t.Errorf("%s: %s %s %q: kinds %v", where, w.kinds, w.language, w.text, k)
			}
			checkCertainty(t, w, got)
		}
	}
	if exact.percent() < 97 {
		t.Errorf("seen as its own kind alone: %s", exact)
	}
}

// checkCertainty: without a value an update is never certain, and everything has
// words to show for it.
func checkCertainty(t *testing.T, w wording, got []Verdict) {
	t.Helper()
	for _, v := range got {
		if v.Kind == privacy.KindUpdate && (v.Certainty == privacy.Certain || !slices.Contains(v.Doubts, DoubtNoValue) && !slices.Contains(v.Doubts, DoubtInvalidValue)) {
			t.Errorf("%q: %s %v", w.text, v.Certainty, v.Doubts)
		}
		if len(v.Evidence) == 0 || v.Evidence[0].Text == "" {
			t.Errorf("%q: no evidence: %v", w.text, v.Evidence)
		}
	}
}
