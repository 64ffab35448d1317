package intake

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// What is asked anew in other words, or came late because a mail server went on
// trying, is carried out without asking.
func TestHonestLettersAreNotTakenForOldOnes(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	for _, c := range []struct{ body, date, phone string }{
		{"Телефон: 8 701 555 77 88", "", "+77015557788"},
		{"Телефон: 8 701 555 99 99", "", "+77015559999"},
		{"Бұрынғы нөмірім қайтты.\r\nТелефон: 8 701 555 77 88", "", "+77015557788"},
		{"Телефон: 8 701 555 66 66", "Date: Thu, 19 Nov 2026 12:00:00 +0000", "+77015556666"},
		{"Телефон: 8 701 555 55 55", "Date: Wed, 25 Nov 2026 08:00:00 +0000", "+77015555555"},
		{"Телефон: 8 701 555 44 44", "Date: once upon a time", "+77015554444"},
	} {
		m := mail{from: aigul, results: proven(aigul), subject: markUpdate, body: c.body}
		if c.date != "" {
			m.header = []string{c.date}
		}
		o.gets(m)
		if got := o.subject(id).Phone.Reveal(); got != c.phone {
			t.Errorf("%s: phone %q, want %q", c.body, got, c.phone)
		}
	}
}

// The answer to the question about a repeated letter carries it out: it was hers.
func TestARepeatedLetterIsCarriedOutOnceConfirmed(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	o.gets(update(aigul, proven(aigul)))
	o.gets(mail{from: aigul, results: proven(aigul), subject: markUpdate, body: "Телефон: 8 701 555 99 99"})
	d := o.gets(update(aigul, proven(aigul)))
	if r := o.request(d); r.State != privacy.StateAwaiting || o.subject(id).Phone.Reveal() != "+77015559999" {
		t.Fatalf("state %s, phone %q", r.State, o.subject(id).Phone.Reveal())
	}
	o.now = o.now.Add(time.Hour)
	o.gets(reply(o.last(aigul, question), aigul, "Иә"))
	if got := o.subject(id).Phone.Reveal(); got != "+77015557788" {
		t.Errorf("phone %q", got)
	}
}

// Addresses of ours that the configuration names are ours, among others in To, in any
// case and with any name.
func TestOurAliasesAreOurs(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	o.in.Aliases = []privacy.Address{o.address("privacy@mysal.example")}
	for i, to := range []string{"Privacy@Mysal.example", "boss@other.example, \"Mysal\" <privacy@mysal.example>", strings.ToUpper(ours)} {
		m := mail{from: aigul, results: proven(aigul), subject: markUpdate, body: fmt.Sprintf("Телефон: 8 701 555 77 8%d", i)}
		o.getsRaw([]byte(strings.Replace(string(m.raw(o.uid+1)), "To: "+ours, "To: "+to, 1)))
		if got := o.subject(id).Phone.Reveal(); got != fmt.Sprintf("+7701555778%d", i) {
			t.Errorf("to %s: phone %q", to, got)
		}
	}
}
