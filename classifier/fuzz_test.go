package classifier

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

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
	for _, f := range v.Fields {
		if f.Valid != (f.Problem == "") || f.Valid != (f.Text != "") || f.Where == "" {
			t.Errorf("value: %+v", f)
		}
		if f.Field == privacy.FieldPhone && f.Valid && !strings.HasPrefix(f.Text, "+") {
			t.Errorf("phone: %q", f.Text)
		}
	}
}
