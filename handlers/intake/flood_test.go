package intake

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// P5: two answering machines. The other one answers each of our letters, keeps the
// mark in its subject line, and does not say what it is.
func TestTwoAnsweringMachinesFallSilent(t *testing.T) {
	o := newOffice(t)
	const machine = "robot@corp.example"
	o.gets(mail{from: machine, results: proven(machine), subject: markWithdraw, body: "Мен демалыстамын."})
	for range 100 {
		o.now = o.now.Add(time.Minute)
		list := o.letters(machine)
		answer := reply(list[len(list)-1], machine, "Мен демалыстамын.")
		answer.subject = "Re: " + markWithdraw
		o.gets(answer)
	}
	if n := len(o.letters(machine)); n > handlers.DefaultLimits.PerAddress {
		t.Errorf("%d letters to a machine", n)
	}
}

// The machine changes its address each time; its words stay.
func TestAMachineThatChangesItsAddressFallsSilent(t *testing.T) {
	limits := handlers.DefaultLimits
	limits.PerDomain, limits.PerFingerprint = 10, 5
	o := openOffice(t, limits)
	for i := range 60 {
		from := fmt.Sprintf("robot%d@corp%d.example", i, i%30)
		o.gets(mail{from: from, results: proven(from), subject: "Дербез деректерди жанарту", body: "Автоматты жауап."})
	}
	if n := len(o.letters("")); n != limits.PerFingerprint {
		t.Errorf("%d letters caused by the same words, want %d", n, limits.PerFingerprint)
	}
	if n := len(o.waiting()); n != 60 {
		t.Errorf("%d requests wait, want all 60: a limit silences us, never a request", n)
	}
}

// A stranger writes in a victim's name to have us write to them.
func TestMailBombThroughUsIsLimited(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "")
	for i := range 50 {
		o.gets(mail{from: aigul, subject: markWithdraw, body: "Рақмет " + strings.Repeat("и", i)})
	}
	if n := len(o.letters(aigul)); n != handlers.DefaultLimits.PerAddress {
		t.Errorf("%d letters", n)
	}
	if o.subject(id).NoLetters {
		t.Error("an unproven letter changed the record")
	}
	o.now = o.now.Add(25 * time.Hour) // the window slides
	o.gets(mail{from: aigul, subject: markWithdraw})
	if n := len(o.letters(aigul)); n != handlers.DefaultLimits.PerAddress+1 {
		t.Errorf("%d letters after a day", n)
	}
}

// P8: what silences us stops no withdrawal. A stranger can use the limits up in a
// person's name, and a list or a forwarder adds fields.
func TestSilenceKeepsNoWithdrawalFromBiting(t *testing.T) {
	forged := func(o *office) {
		for i := range handlers.DefaultLimits.PerAddress + 2 {
			o.gets(mail{from: aigul, subject: markUpdate, body: newPhone + "\r\n\r\nРақмет " + strings.Repeat("и", i)})
		}
	}
	none := handlers.DefaultLimits
	none.InAll = 0
	for name, c := range map[string]struct {
		limits handlers.Limits
		before func(*office)
		header string
		quiet  string
	}{
		"limit of the address": {handlers.DefaultLimits, forged, "", "over-limit"},
		"limit in all":         {none, func(*office) {}, "", "over-limit"},
		"sign of a machine":    {handlers.DefaultLimits, func(*office) {}, "Precedence: bulk", "automatic"},
	} {
		for _, results := range []string{proven(aigul), ""} {
			o := openOffice(t, c.limits)
			id := o.person(aigul, "Айгүл", "")
			c.before(o)
			letters := len(o.letters(""))
			m := mail{from: aigul, results: results, subject: markWithdraw, body: "x"}
			if c.header != "" {
				m.header = []string{c.header}
			}
			r := o.request(o.gets(m))
			if o.processing(id) || r.State != privacy.StateInReview || r.Quiet != c.quiet || len(o.letters("")) != letters {
				t.Errorf("%s, %q: processing %v, %s, quiet %q", name, results, o.processing(id), r.State, r.Quiet)
			}
			if results == "" {
				continue
			}
			o.must(o.desk.Approve(t.Context(), r.Number, privacy.Operator("aidos"), 0, review.Approval{}))
			if !o.subject(id).NoLetters || o.processing(id) {
				t.Errorf("%s: approving withdraws nothing", name)
			}
		}
	}
}

func TestAutomaticMailIsNeverAnswered(t *testing.T) {
	o := newOffice(t)
	for _, h := range []string{
		"Auto-Submitted: auto-replied", "Auto-Submitted: Auto-Generated", "Return-Path: <>",
		"Precedence: bulk", "Precedence: list", "List-Id: <l.example>", "List-Unsubscribe: <mailto:x@y.example>",
		"X-Auto-Response-Suppress: All", "Content-Type: multipart/report; boundary=x",
	} {
		o.gets(mail{from: aigul, results: proven(aigul), subject: markWithdraw, header: []string{h}})
	}
	if n := len(o.letters("")); n != 0 {
		t.Errorf("%d letters to machines", n)
	}
	found := 0
	for _, c := range o.waiting() {
		if c.Request.Quiet == "automatic" {
			found++
		}
	}
	if found < 4 {
		t.Errorf("%d requests with weak signs wait; a weak sign silences us, never the request", found)
	}
}

// P16: what cannot be read is laid before a person, and the next message is taken.
func TestUnreadableMailWaitsForAPerson(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "")
	broken := o.delivery([]byte("\xff\xfe not mail"))
	broken.Unreadable = "the server broke off"
	good := o.delivery(mail{from: aigul, results: proven(aigul), subject: markWithdraw}.raw(9))
	o.must(o.in.Process(t.Context(), []mailbox.Delivery{broken, good}))
	waiting := o.waiting()
	if len(waiting) != 1 || waiting[0].Request.Kind != privacy.KindNone {
		t.Fatalf("%d wait", len(waiting))
	}
	c, err := o.desk.Case(t.Context(), waiting[0].Request.Number)
	if err != nil || string(c.Raw) != "\xff\xfe not mail" {
		t.Errorf("raw bytes %q, %v", c.Raw, err)
	}
	if !o.subject(id).NoLetters {
		t.Error("the next message was not taken")
	}
}

// A message during whose work the process died three times is set aside unread.
func TestMessageThatKillsTheProcessIsSetAside(t *testing.T) {
	o := newOffice(t)
	raw := mail{from: aigul, subject: markUpdate}.raw(1)
	d := o.delivery(raw)
	for range maxAttempts {
		o.must(o.store.MarkWorking(storeKey(d.Key), d.Key.UID)) // what a process leaves that dies here
		o.must(o.store.Update(t.Context(), func(tx *store.Tx) error { return tx.CountAttempt(storeKey(d.Key)) }))
	}
	o.wire()
	next := o.delivery(mail{from: aigul, subject: "Шот"}.raw(2))
	o.must(o.in.Process(t.Context(), []mailbox.Delivery{d, next}))
	if r := o.request(o.disposition(d.Key)); r.Kind != privacy.KindNone || r.Quiet != "kills-the-reader" {
		t.Errorf("kind %s, quiet %q", r.Kind, r.Quiet)
	}
	if got := o.disposition(next.Key); got.What != store.DisposedOrdinary {
		t.Errorf("the next message: %+v", got)
	}
}

// While one batch is recorded the next one is read: if the process dies, all of them
// are suspect, and none once they are on record.
func TestAllMessagesInHandAreSuspects(t *testing.T) {
	o := newOffice(t)
	var batches [][]mailbox.Delivery
	for i := range 3 {
		batches = append(batches, []mailbox.Delivery{
			o.delivery(mail{from: aigul, subject: "Шот"}.raw(uint32(10*i + 1))), o.delivery(mail{from: aigul, subject: "Шот"}.raw(uint32(10*i + 2))),
		})
	}
	marked := func(first, last uint32) {
		t.Helper()
		from, to, some := o.store.Working()
		if some != (last > 0) || from.UID != first || to != last {
			t.Errorf("in hand are %d to %d (%v), want %d to %d", from.UID, to, some, first, last)
		}
	}
	first := batches[0][0].Key.UID
	one := o.in.Prepare(t.Context(), batches[0])
	marked(first, first+1)
	two := o.in.Prepare(t.Context(), batches[1])
	marked(first, first+3)
	o.must(one(t.Context()))
	marked(first+2, first+3)
	three := o.in.Prepare(t.Context(), batches[2])
	o.must(two(t.Context()))
	o.must(three(t.Context()))
	marked(0, 0)
	o.in.Prepare(t.Context(), batches[2]) // dropped: the connection broke
	_, err := o.in.Open(t.Context(), mailbox.Position{Mailbox: "INBOX", UIDValidity: 1, UIDNext: first + 6})
	o.must(err)
	o.must(o.in.Process(t.Context(), batches[2]))
	marked(0, 0)
}

// Suspects are read alone, with nothing beside them that could be blamed, until all
// of them are on record.
func TestSuspectsAreReadWithNothingBesideThem(t *testing.T) {
	o := newOffice(t)
	d, next := o.delivery(mail{from: aigul, subject: "Шот"}.raw(1)), o.delivery(mail{from: aigul, subject: "Шот"}.raw(2))
	o.must(o.store.MarkWorking(storeKey(d.Key), d.Key.UID))
	o.wire()
	one := o.in.Prepare(t.Context(), []mailbox.Delivery{d})
	two := o.in.Prepare(t.Context(), []mailbox.Delivery{next})
	if from, _, some := o.store.Working(); !some || from.UID != d.Key.UID {
		t.Errorf("the mark of the suspect is gone: %d", from.UID)
	}
	o.must(one(t.Context()))
	o.must(two(t.Context()))
	if got := o.disposition(next.Key); got.What != store.DisposedOrdinary {
		t.Errorf("the message behind the suspect: %+v", got)
	}
	if o.in.suspects.some.Load() {
		t.Error("suspects are still looked for")
	}
}

// P6: only what is a request for certain is filed without a person.
func TestOnlyHandledRequestsAreFiled(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	o.gets(mail{from: aigul, results: proven(aigul), subject: markWithdraw})  // 1: handled
	o.gets(mail{from: aigul, results: proven(aigul), subject: "Шот-фактура"}) // 2: ordinary
	o.gets(mail{from: aigul, results: proven(aigul), subject: "Дербез деректерди жанарту", body: "Ескі нөмірім тұрса, жаңасын жазып қоюға бола ма?\r\nТелефон: 8 701 555 77 88"})
	uids, err := o.in.ToFile(t.Context(), "INBOX", 1, 10)
	if err != nil || len(uids) != 1 || uids[0] != 1 {
		t.Fatalf("to file: %v, %v", uids, err)
	}
	o.must(o.in.Filed(t.Context(), "INBOX", 1, uids))
	if uids, _ = o.in.ToFile(t.Context(), "INBOX", 1, 10); len(uids) != 0 {
		t.Errorf("filed mail comes again: %v", uids)
	}
	o.must(o.in.Flush(t.Context()))
	o.wire()
	if uids, _ = o.in.ToFile(t.Context(), "INBOX", 1, 10); len(uids) != 0 {
		t.Errorf("filed mail comes again after a restart: %v", uids)
	}
	o.must(o.desk.Approve(t.Context(), o.waiting()[0].Request.Number, privacy.Operator("aidos"), 0, review.Approval{}))
	if uids, _ = o.in.ToFile(t.Context(), "INBOX", 1, 10); len(uids) != 1 || uids[0] != 3 {
		t.Errorf("what a person decided is not filed: %v", uids)
	}
}

// What is written in answer to our letters never gets lost among ordinary mail.
func TestAnswerToOurLetterReachesAPerson(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "+77015550001")
	o.gets(mail{from: aigul, results: proven(aigul), subject: markUpdate, body: "Телефон: 8 701 555 77 88"})
	letters := len(o.letters(""))
	r := o.request(o.gets(reply(o.letters(aigul)[0], aigul, "А когда вы мне перезвоните?")))
	if r.State != privacy.StateInReview {
		t.Errorf("state %s", r.State)
	}
	if n := len(o.letters("")); n > letters+1 {
		t.Errorf("%d letters about one answer", n-letters)
	}
}

func TestSeveralThingsInOneLetterGetOneLetterBack(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	d := o.gets(mail{from: aigul, results: proven(aigul), subject: markUpdate, body: markWithdraw + "\r\nТелефон: 8 701 555 77 88"})
	if len(d.Requests) != 2 || len(o.waiting()) != 2 || len(o.letters("")) != 1 {
		t.Errorf("%d requests, %d wait, %d letters", len(d.Requests), len(o.waiting()), len(o.letters("")))
	}
	if r := o.request(d); r.Kind != privacy.KindWithdraw {
		t.Errorf("%s leads", r.Kind)
	}
}

// Of what the mail server filed as junk only an exact mark is taken, by a person.
func TestJunk(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "")
	_, err := o.in.Open(t.Context(), mailbox.Position{Mailbox: "[Gmail]/Spam", UIDValidity: 3, UIDNext: 1})
	o.must(err)
	lies := func(uid uint32, m mail) store.Disposition {
		d := o.delivery(m.raw(uid))
		d.Key = mailbox.Key{Mailbox: "[Gmail]/Spam", UIDValidity: 3, UID: uid}
		o.must(o.in.Process(t.Context(), []mailbox.Delivery{d}))
		return o.disposition(d.Key)
	}
	r := o.request(lies(1, mail{from: aigul, results: proven(aigul), subject: markWithdraw}))
	if r.State != privacy.StateInReview || r.Quiet != "junk" || !o.processing(id) {
		t.Errorf("state %s, quiet %q", r.State, r.Quiet)
	}
	if d := lies(2, mail{from: aigul, subject: "Unsubscribe now! Отпишите меня от рассылки"}); d.What != store.DisposedOrdinary {
		t.Errorf("%+v", d)
	}
	if n := len(o.letters("")); n != 0 {
		t.Errorf("%d letters about junk", n)
	}
}

// Our letters ask people to quote the number; who does reaches a person, even from a
// mail program that drops In-Reply-To.
func TestLetterThatQuotesANumberReachesAPerson(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "+77015550001")
	done := o.request(o.gets(mail{from: aigul, results: proven(aigul), subject: markUpdate, body: "Телефон: 8 701 555 77 88"}))
	r := o.request(o.gets(mail{from: aigul, results: proven(aigul), subject: "Re: ваше письмо [" + string(done.Number) + "]", body: "Это ошибка, верните старый номер!"}))
	if r.State != privacy.StateInReview || r.Proof != privacy.Proven {
		t.Errorf("state %s, proof %s", r.State, r.Proof)
	}
	if d := o.gets(mail{from: aigul, subject: "Re: [OT-7F3K-92QT]", body: "?"}); d.What != store.DisposedOrdinary {
		t.Errorf("a number that is not ours: %+v", d)
	}
}

// Whoever decides about an unclear answer sees what was answered, and from where.
func TestUnclearAnswerIsShown(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	d := o.gets(mail{from: aigul, subject: markWithdraw})
	question := o.last(aigul, templates.ConfirmationQuestion)
	o.gets(reply(question, "work@posta.example", "Иә, бұл менмін"))
	notes := o.request(d).Notes
	if len(notes) != 1 || !strings.Contains(notes[0].Text.Reveal(), "work@posta.example: Иә, бұл менмін") {
		t.Errorf("%d notes", len(notes))
	}
}
