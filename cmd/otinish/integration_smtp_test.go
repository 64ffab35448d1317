//go:build integration

package main

import (
	"fmt"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/handlers/outbox"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// untilLetter waits until the only letter about a request is in a state, after so many
// attempts.
func (s *site) untilLetter(d store.Disposition, state store.LetterState, attempts int) adminapi.Request {
	s.t.Helper()
	var r adminapi.Request
	s.until("the letter is "+string(state), func() bool {
		r = s.request(d)
		return len(r.Letters) == 1 && r.Letters[0].State == string(state) && r.Letters[0].Attempts >= attempts
	})
	if got := r.Letters[0].Attempts; got != attempts {
		s.t.Errorf("%d attempts, want %d", got, attempts)
	}
	return r
}

// turnAway makes Postfix answer a recipient with this text; "" takes it back.
func (s *site) turnAway(answer string, addresses ...string) {
	s.t.Helper()
	var table string
	for _, a := range addresses {
		if answer != "" {
			table += a + " " + answer + "\n"
		}
	}
	s.write("recipients", table, 0o644)
	s.postfix.Restart()
}

// A recipient is turned away for now, then welcome: the letter waits and leaves once.
// Another is refused for good: the letter is given up and its request lies before a
// person. Neither holds up anybody else.
func TestIntegrationPostfixTurnsLettersAway(t *testing.T) {
	s := newSite(t)
	s.up()
	s.register(aigul, olga)
	s.turnAway("451 4.3.2 otinish-synaq kezekpen", aigul.email)
	s.secret("otinish-synaq")
	later := s.take(aigulPhone)
	s.untilLetter(later, store.LetterQueued, 1)
	s.take(maryPhone)
	s.letter("confirmation-question", mary.email)
	s.until("only the one turned away is queued", func() bool { return s.status().Letters.Queued == 1 })
	s.pass(2 * time.Minute)
	s.untilLetter(later, store.LetterQueued, 2)
	s.turnAway("")
	s.pass(10 * time.Minute)
	s.letter("updated", aigul.email)
	s.untilLetter(later, store.LetterSent, 3)

	s.turnAway("550 5.1.1 otinish-synaq nobody of this name", olga.email)
	never := s.take(olgaWithdraws)
	r := s.untilLetter(never, store.LetterFailed, 1)
	if r.State != privacy.StateInReview || r.Waiting == nil || r.Waiting.Why != "letter-"+outbox.WhyRefused || r.Letters[0].Last != "refused" {
		t.Errorf("after the refusal: %s, %+v, %+v", r.State, r.Waiting, r.Letters)
	}
	if got := s.status().Letters; got.Failed != 1 || got.Queued != 0 {
		t.Errorf("status: %+v", got)
	}
	s.pass(24 * time.Hour)
	s.sentinel()
	if got := len(s.mailTo(aigul.email)); got != 1 {
		t.Errorf("%d letters to the one turned away at first", got)
	}
	if got := len(s.mailTo(olga.email)); got != 0 {
		t.Errorf("%d letters to the one refused", got)
	}
	if got := s.record(olga.email); got.Consents[0].WithdrawnAt == nil {
		t.Error("the withdrawal was not applied because its letter could not leave (P8)")
	}
	s.accounted()
}

// Postfix is down: status says so and what to do, letters wait and leave by themselves.
func TestIntegrationPostfixIsDown(t *testing.T) {
	s := newSite(t)
	s.up()
	s.register(aigul)
	s.postfix.Stop()
	s.drop("INBOX", aigulPhone, "dmarc=pass header.from=posta.test")
	s.untilAlarm("smtp", "network")
	if got := s.status().Letters.Queued; got != 1 {
		t.Errorf("%d letters queued", got)
	}
	s.postfix.Start()
	s.pass(time.Minute)
	s.letter("updated", aigul.email)
	s.until("the alarm is over", func() bool { return len(s.status().Alarms) == 0 })
	s.accounted()
}

// The connection breaks at the worst moments. Before the dot the letter has not left;
// after it nobody knows: it leaves once more, the same under the same Message-ID, and
// a second lost answer is enough for a person to be told (P2).
func TestIntegrationConnectionBreaksWhileSending(t *testing.T) {
	s := newSite(t, clearSubmission...)
	s.conf.SMTPTLS, s.conf.SMTPCA, s.conf.SMTPUser = "none", "", ""
	b := &breaker{}
	s.seams.SMTPDial = b.dial
	s.up()
	s.register(aigul)
	for i, c := range []struct {
		at           string
		breaks       int
		first, final store.LetterState // after the first break, and in the end
		copies       int
		why          string
	}{
		{"DATA\r\n", 1, store.LetterQueued, store.LetterSent, 1, ""},
		{"\r\n.\r\n", 1, store.LetterQueued, store.LetterSent, 2, ""},
		{"\r\n.\r\n", 2, store.LetterQueued, store.LetterFailed, 2, "letter-" + outbox.WhyUnknown},
	} {
		before := len(s.mailTo(aigul.email))
		b.arm(c.at, c.breaks)
		m := aigulPhone
		m.body += fmt.Sprintf("\n-- \n%d", i) // the same letter again would be asked about
		d := s.take(m)
		s.untilLetter(d, c.first, 1)
		s.pass(2 * time.Minute)
		r := s.untilLetter(d, c.final, 2)
		s.pass(2 * time.Hour)
		s.sentinel()
		ids := make(map[string]int)
		for _, m := range s.mailTo(aigul.email) {
			ids[m.MessageID]++
		}
		id := s.letterID("updated", aigul.email)
		if got := len(s.mailTo(aigul.email)) - before; got != c.copies || ids[id] != c.copies {
			t.Errorf("%d breaks after %q: %d copies arrived, %d of them under the letter's Message-ID; want %d", c.breaks, c.at, got, ids[id], c.copies)
		}
		if c.why != "" && (r.State != privacy.StateInReview || r.Waiting.Why != c.why) {
			t.Errorf("%d breaks after %q: %s, %+v", c.breaks, c.at, r.State, r.Waiting)
		}
	}
	s.accounted()
}
