package classifier

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// FuzzClassify: whatever a stranger sends, reading it ends and its verdicts hold
// together.
func FuzzClassify(f *testing.F) {
	f.Add("Re: «Дербес деректерді жаңарту»", "Жаңа телефон: 8 701 123 45 67\n", 10, uint8(0))
	f.Add(withdrawMark, "> "+updateMark+"\n", 3, uint8(1))
	f.Add("Fwd: [SPAM] Updating personal data", "Name: Asel\nEmail: a@b.kz, 900101300123", 0, uint8(2))
	f.Add("\xff\xfeRe:", "не отзываю\u200b согл\xd0асие", -1, uint8(3))
	f.Add("\x00\x01", "\x1f\u0085\u2028\u3000x", 0, uint8(0))
	f.Fuzz(func(t *testing.T, subjectLine, text string, split int, origin uint8) {
		m := letter(subjectLine, text)
		if split > 0 && split < len(text) {
			origins := []message.Origin{message.Own, message.Quoted, message.Forwarded, message.Signature}
			m.Ranges = []message.Range{
				{Start: 0, End: split, Origin: message.Own},
				{Start: split, End: len(text), Origin: origins[origin%4]},
			}
		}
		verdicts := Classify(m)
		for _, v := range verdicts {
			checkVerdict(t, v)
			checkPlaces(t, m, v.Fields)
		}
		if len(verdicts) > 1 {
			for _, v := range verdicts {
				if !slices.Contains(v.Doubts, DoubtSeveralKinds) {
					t.Errorf("%s of several: %v", v.Kind, v.Doubts)
				}
			}
		}
	})
}

// FuzzExplain: what is explained agrees with the verdicts, its places lie in the
// letter, and masking what was masked changes nothing.
func FuzzExplain(f *testing.F) {
	for _, text := range []string{
		"Мой номер сменился, обновите: +7 701 555 77 88. ИИН 900101 300 123", "90 01 01\n30 01 23", "KZ86 125K ZT50 0410 0100, 4400 4301 2345 6789", "паспорт N 12345678\n1 2 3 4 5 6 7 8 9 0 1 2",
	} {
		f.Add("", text)
	}
	f.Fuzz(func(t *testing.T, subjectLine, text string) {
		m := letter(subjectLine, text)
		e := Explain(m)
		if !reflect.DeepEqual(e.Verdicts, Classify(m)) {
			t.Errorf("explained %+v", e.Verdicts)
		}
		for _, s := range e.Sentence {
			if s.Start < 0 || s.Start >= s.End || mask(s.Text) != s.Text {
				t.Errorf("%+v", s)
			}
		}
		for _, v := range e.Values {
			checkPlaces(t, m, []Value{v.Value})
		}
		if once := mask(text); mask(once) != once || utf8.RuneCountInString(once) != utf8.RuneCountInString(text) {
			t.Errorf("%q is shown as %q", text, once)
		}
		for _, v := range e.Verdicts {
			for _, o := range v.Objections() {
				if o.Doubt.Because() == string(o.Doubt) {
					t.Errorf("no words for %s", o.Doubt)
				}
			}
		}
	})
}

// FuzzFold: folding ends, gives only what the trie can look up, and one and the
// same skeleton however a word is composed or its letters are cased.
func FuzzFold(f *testing.F) {
	for _, w := range []string{"Дербес", "өңдеуге", "қaйтapып", "н-м3р3мд3", "жа4арту", "qaıtaryp", "Ýákil", "\u200bе\u0308лка", "Ё", "ﬁ", "\xff", "ЩЪ"} {
		f.Add(w)
	}
	f.Fuzz(func(t *testing.T, word string) {
		s := scriptOf(word)
		skeleton := appendSkeleton(nil, word, s)
		for _, b := range skeleton {
			if slot(b) < 0 {
				t.Errorf("%q: %q", word, skeleton)
			}
		}
		if len(skeleton) > 4*len(word) {
			t.Errorf("%q grows to %q", word, skeleton)
		}
		if key := exactKey(word); exactKey(norm.NFD.String(key)) != exactKey(key) {
			t.Errorf("%q: composition changes its key %q", word, key)
		}
	})
}

// FuzzFields: the values of an update stand where they say, pass their own check
// again, and hold no number of a document.
func FuzzFields(f *testing.F) {
	for _, text := range []string{
		"Телефон: 8 (701) 123-45-67, почта: a+b@post.example", "вместо +7 701 123 45 67 запишите +44 20 7946 0958",
		"была Иванова Мария Петровна, стала Смагулова Мария Петровна", "87019999999-дан 87011234567-ге", "ЖСН 900101 300123\nТел. ８７０１１２３４５６７",
		"Name: Jean-Luc de la Tour (old: J. Tour)", "a@b@c, @, +, 8 (, №87011234567, 12.10.2026 14:05", "ФИО:\n\nЛи А. Б.", "info@почта-қаз.example→new@б.example",
	} {
		f.Add(text, "x@post.example")
	}
	f.Fuzz(func(t *testing.T, text, from string) {
		m := letter(updateMark, text)
		m.From = []message.Mailbox{{Address: from}}
		for _, v := range Classify(m) {
			checkVerdict(t, v)
			checkPlaces(t, m, v.Fields)
		}
	})
}

// checkPlaces: a value lies inside the message, and a number or address reads the
// same when what stands there is read again.
func checkPlaces(t *testing.T, m *message.Message, values []Value) {
	t.Helper()
	for _, v := range values {
		text := m.Text
		if v.Part == PartSubjectLine {
			text = m.SubjectLine
		}
		if v.Start < 0 || v.Start > v.End || v.End > len(text) || (v.Line == 0) != (v.Part == PartSubjectLine) {
			t.Errorf("%s at [%d, %d) of %d, line %d, %s", v.Field, v.Start, v.End, len(text), v.Line, v.Part)
			continue
		}
		again := v
		switch {
		case !v.Valid:
			continue
		case v.Field == privacy.FieldPhone:
			again = phoneValue(text[v.Start:v.End])
		case v.Field == privacy.FieldEmail:
			again = emailValue(text[v.Start:v.End])
		}
		if again.Text != v.Text {
			t.Errorf("%s %q stands at a place that says %q", v.Field, v.Text, text[v.Start:v.End])
		}
	}
}

func checkVerdict(t *testing.T, v Verdict) {
	t.Helper()
	if !v.Kind.Valid() || !v.Language.Valid() || len(v.Evidence) == 0 {
		t.Errorf("incomplete: %+v", v)
	}
	if (v.Certainty == privacy.Certain) != (len(v.Doubts) == 0) {
		t.Errorf("%s with doubts %v", v.Certainty, v.Doubts)
	}
	for _, e := range v.Evidence {
		if utf8.RuneCountInString(e.Text) > maxEvidence+1 || e.Where == "" || e.Rule == "" {
			t.Errorf("evidence: %+v", e)
		}
	}
	for _, e := range v.Evidence {
		if mask(e.Text) != e.Text {
			t.Errorf("the number of a document: %q", e.Text)
		}
	}
	for _, f := range v.Fields {
		if mask(f.Raw) != f.Raw || f.Field != privacy.FieldPhone && mask(f.Text) != f.Text {
			t.Errorf("the number of a document: %+v", f)
		}
		if f.Valid != (f.Problem == "") || f.Valid != (f.Text != "") && f.Problem != problemPartName || f.Where == "" {
			t.Errorf("value: %+v", f)
		}
		if f.Field == privacy.FieldPhone && f.Valid && !strings.HasPrefix(f.Text, "+") {
			t.Errorf("phone: %q", f.Text)
		}
	}
}

// TestHostileLength: a letter made of nothing but words of the lexicon costs little,
// however long it is. A quadratic step would take minutes.
func TestHostileLength(t *testing.T) {
	for _, words := range []string{
		"мой номер ", "my data consent withdraw please new phone change ", "мой данные согласие отзываю не если номер новый ",
		"телефон: 8 701 123 45 67, ", "Была Иванова Мария, стала Петрова Анна. ", "стоп\n", "ФИО: \n", " \n", "не ", "a@b.kz ",
	} {
		start := time.Now()
		Classify(letter("", strings.Repeat(words, maxRead/len(words))))
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%q repeated: %s", words, took)
		}
	}
}
