package intake

import (
	"testing"

	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// What own words mean can be misread: however sure the reading and the sender are,
// nothing is changed before the writer has confirmed it. Processing pauses at once.
func TestOwnWordsAreAskedAbout(t *testing.T) {
	for name, c := range map[string]struct {
		words   string
		on      bool
		phone   string
		request mail
	}{
		"withdrawal, yes": {"Иә", false, "+77015550001", mail{subject: "Келісім", body: "Келісімімді қайтарып аламын."}},
		"withdrawal, no":  {"ЖОҚ", true, "+77015550001", mail{subject: "Келісім", body: "Келісімімді қайтарып аламын."}},
		"update, yes":     {"Да", true, "+77015557788", mail{subject: "Номер", body: "Мой номер сменился, обновите: +7 701 555 77 88"}},
		"update, no":      {"Нет", true, "+77015550001", mail{subject: "Номер", body: "Мой номер сменился, обновите: +7 701 555 77 88"}},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			id := o.person(aigul, "Айгүл", "+77015550001")
			m := c.request
			m.from, m.results = aigul, proven(aigul)
			d := o.gets(m)
			r := o.request(d)
			if r.State != privacy.StateAwaiting || r.Certainty != privacy.Certain || r.Proof != privacy.Proven {
				t.Fatalf("state %s, %s, %s", r.State, r.Certainty, r.Proof)
			}
			if s := o.subject(id); s.Phone.Reveal() != "+77015550001" || !s.DestructionDueAt.IsZero() || r.Kind == privacy.KindWithdraw && o.processing(id) {
				t.Fatal("the record is changed before an answer, or processing goes on")
			}
			o.gets(reply(o.last(aigul, templates.ConfirmationQuestion), aigul, c.words))
			if s := o.subject(id); s.Phone.Reveal() != c.phone || o.processing(id) != c.on || o.request(d).State != privacy.StateClosed {
				t.Errorf("processing %v, state %s, the phone is another: %v", o.processing(id), o.request(d).State, s.Phone.Reveal() != c.phone)
			}
		})
	}
}
