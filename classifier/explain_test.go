package classifier

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// What is explained is what is decided, and every place holds the words it is said to.
func TestExplanationsAgreeWithVerdicts(t *testing.T) {
	samples := oneIn(3, readCorpus(t, corpusWork)) // under the race detector all of them take minutes
	for _, l := range readAllLabelled(t)[:600] {
		samples = append(samples, l.sample)
	}
	values, objections := 0, 0
	for _, s := range samples {
		e := Explain(s.message)
		if got := Classify(s.message); !reflect.DeepEqual(got, e.Verdicts) {
			t.Errorf("%s: explained %+v, decided %+v", s.name, e.Verdicts, got)
			continue
		}
		for i, v := range e.Verdicts {
			if a := e.Acts[i]; a.Kind != v.Kind || v.Certainty == privacy.Certain && !a.Yes || a.Level > 0 && a.Yes != (a.Chance >= a.Level) {
				t.Errorf("%s: %+v for a verdict that is %s", s.name, a, v.Certainty)
			}
			for _, seen := range v.Evidence {
				if strings.HasPrefix(seen.Rule, "unread:") { // it stands in no part
					continue
				}
				checkPlace(t, s, seen.Place, seen.Text)
			}
			for _, f := range v.Fields {
				if !slices.ContainsFunc(e.Values, func(s Seen) bool { return s.Taken && s.Field == f.Field && overlap(s.Place, f.Place) }) {
					t.Errorf("%s: the value of %s is not explained", s.name, f.Field)
				}
			}
			objections += len(v.Objections())
		}
		for _, seen := range e.Values {
			values++
			if seen.Taken == (seen.Why != "") {
				t.Errorf("%s: %s taken %t, because %q", s.name, seen.Field, seen.Taken, seen.Why)
			}
			checkPlace(t, s, seen.Place, seen.Raw)
		}
	}
	if values < 200 || objections < 100 {
		t.Errorf("%d values, %d objections", values, objections)
	}
}

// checkPlace compares the letters and digits at a place with what is shown of them.
func checkPlace(t *testing.T, s sample, p Place, shown string) {
	t.Helper()
	text := s.message.Text
	if p.Part == PartSubjectLine {
		text = s.message.SubjectLine
	}
	plain := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return r
			}
			return -1
		}, s)
	}
	if p.Part == "" || p.Start >= p.End || p.End > len(text) || p.Line != 0 && p.Line != 1+strings.Count(text[:p.Start], "\n") {
		t.Errorf("%s: place %+v of %q", s.name, p, shown)
		return
	}
	words := plain(mask(text[p.Start:p.End]))
	if shown = plain(strings.TrimSuffix(shown, "…")); !strings.HasPrefix(words, shown) && !strings.HasPrefix(shown, words) {
		t.Errorf("%s: %q stands where %q should", s.name, words, shown)
	}
}

// Every doubt that words raise is told with them.
func TestObjectionsHaveTheirWords(t *testing.T) {
	whole := []Doubt{DoubtDamaged, DoubtAttachment, DoubtSense} // the letter raises them, or what is attached
	for _, l := range readAllLabelled(t)[:1500] {
		for _, v := range Classify(l.message) {
			for _, o := range v.Objections() {
				if len(o.Evidence) == 0 && !slices.Contains(whole, o.Doubt) {
					t.Errorf("%s: nothing raises %s", l.name, o.Doubt)
				}
			}
		}
	}
}

// The figures that are weighed have names, each its own.
func TestFiguresHaveNames(t *testing.T) {
	seen := map[string]bool{}
	for i := range heedSize {
		seen[heedName(i)] = true
	}
	if len(heedNames) != heedSize || len(seen) != heedSize {
		t.Errorf("%d names, %d of them different, for %d figures: name those that were added", len(heedNames), len(seen), heedSize)
	}
}

// What is shown of a letter holds no number of a document, however it was folded or
// wrapped.
func TestExplanationsStarDocuments(t *testing.T) {
	for _, number := range []string{"900101300123", "900101 300 123", "900101-300123", "9001 0130 0126", "900101\n300126", "９００１０１３００１２３", "иин900101300123"} {
		m := letter("ИИН "+strings.ReplaceAll(number, "\n", " "), "Мой номер сменился, обновите: +7 701 555 77 88. ИИН "+number+"\nМой ИИН "+number+", спасибо")
		e := Explain(m)
		var shown []string
		for _, l := range e.Lines {
			shown = append(shown, l.Text, l.Folded)
		}
		for _, s := range e.Sentence {
			shown = append(shown, s.Text)
		}
		for _, v := range e.Values {
			shown = append(shown, v.Raw, v.Text)
		}
		for _, s := range shown {
			for _, part := range []string{"900101", "300123", "300126", "013001", "0130", "９００"} {
				if strings.Contains(s, part) {
					t.Errorf("%q: %q", number, s)
				}
			}
		}
		if !slices.ContainsFunc(e.Values, func(v Seen) bool { return v.Taken && v.Text == "+77015557788" }) {
			t.Errorf("%q: the phone is lost", number)
		}
	}
}

// Where the writer's own words ask nothing, the explanation is of those that were read.
func TestExplanationOfAForwardedLetter(t *testing.T) {
	m := message.Parse([]byte("Content-Type: text/plain; charset=utf-8\r\nSubject: Fwd: x\r\n\r\nFYI\r\n\r\n---------- Forwarded message ---------\r\nFrom: a@posta.example\r\nSubject: y\r\n\r\nОтзываю согласие на обработку моих персональных данных.\r\n"))
	e := Explain(m)
	if e.Read != message.Forwarded || len(e.Verdicts) != 1 || len(e.Acts) != 1 || !slices.ContainsFunc(e.Sentence, func(s Sentence) bool { return strings.HasPrefix(s.Text, "Отзываю") }) {
		t.Errorf("%+v", e)
	}
	if e := Explain(nil); len(e.Verdicts) > 0 {
		t.Errorf("%+v", e)
	}
}

// The sentence that disturbs is listed beside the guards, and what weighs by being absent
// is told so.
func TestExplainsWhatIsNoGuard(t *testing.T) {
	e := Explain(letter(withdrawMark, "Уже не актуально"))
	at := slices.IndexFunc(e.Guards, func(g Guard) bool { return g.Topic == guardSense })
	if at < 0 || len(e.Guards[at].Seen) != 1 || e.Guards[at].Seen[0].Text != "Уже не актуально" || len(e.Guards[at].Holds) != 1 {
		t.Errorf("%+v", e.Guards)
	}
	if !slices.ContainsFunc(e.HeedFor, func(f Figure) bool { return strings.HasPrefix(f.Name, hardly) }) {
		t.Errorf("%+v", e.HeedFor)
	}
	for _, s := range Explain(letter("", "Прошу обновить. 8 701 555 22 33")).Sentence {
		if strings.HasSuffix(s.Text, "8") {
			t.Errorf("%q", s.Text)
		}
	}
}

// What speaks against the values is told with the decision that it held up.
func TestExplainsWhatSpeaksAgainstValues(t *testing.T) {
	e := Explain(letter("", "Мой новый номер 8 701 664 31 87, впишите.\n\nЕщё раз, чтобы не спутать: 8 701 664 31 78."))
	if len(e.Acts) != 1 || e.Acts[0].Yes || !slices.Contains(e.Acts[0].Against, "another differs in a digit or a letter") {
		t.Errorf("%+v", e.Acts)
	}
	if e = Explain(letter("", "Мой новый номер 8 701 664 31 87, впишите.")); len(e.Acts) != 1 || len(e.Acts[0].Against) > 0 {
		t.Errorf("%+v", e.Acts)
	}
}
