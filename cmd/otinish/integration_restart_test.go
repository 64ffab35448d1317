//go:build integration

package main

import (
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"medico-intech.kz/otinish/store"
)

// Dovecot restarts under a watcher that idles: the next letter is answered.
func TestIntegrationServerRestartsWhileIdle(t *testing.T) {
	s := newSite(t)
	s.up()
	s.register(aigul)
	s.take(aigulPhone)
	s.letter("updated", aigul.email)
	s.untilFlags("INBOX", map[string]string{"1": handledFlags})
	s.dovecot.Restart()
	again := aigulPhone
	again.body = "Жаңа телефон нөмірім: 8 701 555 99 00"
	s.take(again)
	s.until("the phone is on record", func() bool { return s.record(aigul.email).Phone == "+77015559900" })
	s.sentinel()
	if got := len(s.mailTo(aigul.email)); got != 2 {
		t.Errorf("%d letters, want 2", got)
	}
	s.accounted()
}

// many lays n letters into the INBOX, every tenth a request of its own person, and
// returns who they are.
func (s *site) many(n int) (people []person) {
	s.t.Helper()
	filler := strings.Repeat("Тауар мен бағалар туралы ұзақ мәтін. ", 150)
	for i := range n {
		if i%10 != 0 {
			s.drop("INBOX", incoming{from: fmt.Sprintf("firma%d@snab.test", i), name: "Фирма", subject: fmt.Sprintf("Прайс-лист № %d", i), body: filler}, "")
			continue
		}
		p := person{"Тұрғын " + word(i), fmt.Sprintf("+7701555%04d", i), fmt.Sprintf("turgyn%d@posta.test", i), "kk"}
		people = append(people, p)
		s.drop("INBOX", incoming{
			from: p.email, name: p.name, subject: "Дербес деректерді жаңарту",
			body: fmt.Sprintf("Жаңа телефон нөмірім: +7 702 555 %02d %02d\n\nҚұрметпен, %s", i/100, i%100, p.name),
		}, "dmarc=pass header.from=posta.test")
	}
	return people
}

// word spells a number in letters: the same words from many would be a flood (P5).
func word(n int) string {
	var b strings.Builder
	for _, digit := range strconv.Itoa(n) {
		b.WriteString([]string{"нөл", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз"}[digit-'0'])
	}
	return b.String()
}

// once checks that each person's request took effect once and was answered once.
func (s *site) once(people []person) {
	s.t.Helper()
	for _, p := range people {
		s.letter("updated", p.email)
	}
	s.sentinel()
	count := make(map[string]int)
	for _, r := range s.requests() {
		count[r.From]++
	}
	letters := make(map[string]int)
	for _, m := range s.postfix.Arrived() {
		letters[m.To]++
	}
	for _, p := range people {
		if count[p.email] != 1 || letters[p.email] != 1 {
			s.t.Errorf("%s: %d requests, %d letters; want one of each", p.email, count[p.email], letters[p.email])
		}
		if r := s.record(p.email); !strings.HasPrefix(r.Phone, "+7702") {
			s.t.Errorf("%s: the phone on record is still %s", p.email, r.Phone)
		}
	}
}

// Dovecot restarts twice in the middle of a catch-up of some hundred messages.
func TestIntegrationServerRestartsDuringCatchUp(t *testing.T) {
	const messages = 400
	s := newSite(t)
	s.up() // the first run sets the baseline
	s.stop()
	people := s.many(messages)
	var restarts atomic.Int32
	m := &meter{at: []int{300_000, 2_000_000}, then: func() { restarts.Add(1); s.dovecot.Restart() }}
	s.seams.IMAPDial = m.dial
	s.start()
	s.register(people...)
	s.until("all is caught up", func() bool { return s.taken() >= messages && s.scanned() })
	if restarts.Load() != 2 || m.dialled() < 3 {
		t.Errorf("%d restarts in the middle, %d connections; want 2 and 3", restarts.Load(), m.dialled())
	}
	s.once(people)
	a := s.accounted()[0]
	if a.Messages != messages+1 || a.Dispositions[store.DisposedRequest] != len(people)+1 || a.Dispositions[store.DisposedDuplicate] != 0 {
		t.Errorf("account: %+v", a)
	}
}

// Every message gets another UID, while otinish runs and while it is stopped: no
// second effect, no second letter, and new letters are answered as ever.
func TestIntegrationUIDValidityChanges(t *testing.T) {
	s := newSite(t)
	s.up()
	s.register(aigul, olga)
	s.drop("INBOX", priceList, "")
	s.take(aigulPhone)
	s.take(incoming{from: olga.email, name: olga.name, subject: "Вопрос", body: "Какие мои персональные данные у вас хранятся?"})
	s.letter("acknowledgement", olga.email)
	s.letter("updated", aigul.email)
	before := s.accounted()[0]

	s.dovecot.ResetUIDValidity("INBOX")
	s.sentinel() // Dovecot sees the change, and ends the session, when a message comes
	if a := s.accounted()[0]; a.UIDValidity == before.UIDValidity || a.Messages != before.Messages+1 {
		t.Errorf("account before %+v, after %+v", before, a)
	}
	s.stop()
	s.dovecot.ResetUIDValidity("INBOX")
	s.up()
	after := s.accounted()[0]
	if after.UIDValidity == before.UIDValidity || after.Dispositions[store.DisposedDuplicate] == 0 {
		t.Errorf("account before %+v, after %+v", before, after)
	}
	s.sentinel()
	if got := len(s.mailTo(aigul.email)) + len(s.mailTo(olga.email)); got != 2 {
		t.Errorf("%d letters, want one for each", got)
	}
	if got := len(s.requests()); got != 4 {
		t.Errorf("%d requests, want those of two writers and two of the sentinel", got)
	}
	// The copy that lies in the mailbox now is the one that is marked after the decision.
	for _, r := range s.requests() {
		if r.From == olga.email {
			s.verb("", "queue", "approve", "--by-hand", string(r.Number))
		}
	}
	s.until("the copy is marked", func() bool {
		marked := 0
		for _, f := range s.flags("INBOX") {
			if strings.Contains(f, handledFlags) {
				marked++
			}
		}
		return marked == 2
	})
}
