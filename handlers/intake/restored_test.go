package intake

import (
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// restored marks the store as one put back, and opens the mailbox with next messages.
func (o *office) restored(next uint32) {
	o.t.Helper()
	o.must(o.store.Update(o.t.Context(), func(tx *store.Tx) error {
		if err := tx.MarkRestored(o.now); err != nil {
			return err
		}
		_, err := o.in.Office.Restored(tx)
		return err
	}))
	_, err := o.in.Open(o.t.Context(), mailbox.Position{Mailbox: "INBOX", UIDValidity: 1, UIDNext: next})
	o.must(err)
}

// What came between the backup and the restore is asked again, and answered by
// nobody but a person; what comes later is answered as ever.
func TestMailOfTheGapIsAnsweredByAPersonOnly(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	o.restored(5) // four messages lie there
	update := mail{from: aigul, results: proven(aigul), subject: markUpdate, body: "Телефон: 8 701 555 77 88"}
	for what, m := range map[string]mail{
		"update":   update,
		"unproven": {from: "olga@pochta.example", subject: markWithdraw},
		"access":   {from: aigul, results: proven(aigul), subject: "Какие мои персональные данные вы храните?", body: "Прошу сообщить."},
	} {
		r := o.request(o.gets(m))
		if r.State != privacy.StateInReview || r.Quiet != quietRestored {
			t.Errorf("%s: state %s, quiet %q", what, r.State, r.Quiet)
		}
	}
	if s := o.subject(id); s.Phone.Reveal() != "+77015550001" {
		t.Error("the record changed by itself")
	}
	o.gets(mail{from: aigul, results: proven(aigul), subject: markWithdraw})
	if o.processing(id) {
		t.Error("a withdrawal of the gap does not stop the processing (P8)")
	}
	if n := len(o.letters("")); n != 0 {
		t.Errorf("%d letters left about the gap", n)
	}
	later := update
	later.body = "Телефон: 8 701 555 99 00"
	if r := o.request(o.gets(later)); r.Quiet != "" || r.State != privacy.StateClosed {
		t.Errorf("later mail: state %s, quiet %q", r.State, r.Quiet)
	}
}

// A person may still answer what no rule answers.
func TestAPersonAnswersMailOfTheGap(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "+77015550001")
	o.restored(2)
	r := o.request(o.gets(mail{from: aigul, results: proven(aigul), subject: markUpdate, body: "Телефон: 8 701 555 77 88"}))
	o.must(o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{}))
	if n := len(o.letters(aigul)); n != 1 {
		t.Errorf("%d letters after the decision", n)
	}
}

// Letters that waited, questions that were open: their outcome was lost.
func TestWhatWasUnderWayIsHeldAfterARestore(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "+77015550001")
	applied := o.request(o.gets(mail{from: aigul, results: proven(aigul), subject: markUpdate, body: "Телефон: 8 701 555 77 88"}))
	asked := o.request(o.gets(mail{from: aigul, subject: markWithdraw}))
	token := handlers.Tokens(o.letters(aigul)[1].SubjectLine, "")[0]
	o.restored(4)
	o.view(func(tx *store.Tx) error {
		if n := tx.CountLetters(store.LetterQueued); n != 0 {
			t.Errorf("%d letters would leave again", n)
		}
		return nil
	})
	for _, want := range []struct {
		id  privacy.RequestID
		why string
	}{{applied.ID, "letter-restored"}, {asked.ID, "restored"}} {
		o.view(func(tx *store.Tx) error {
			item, err := tx.ReviewItem(want.id)
			if item.Why != want.why || !item.DecidedAt.IsZero() {
				t.Errorf("want %s before a person, is %+v", want.why, item)
			}
			return err
		})
	}
	for range 9 { // reminders and expiry say nothing any more
		o.now = o.now.Add(day)
		o.must(o.desk.Tend(t.Context()))
	}
	if n := len(o.letters("")); n != 2 {
		t.Errorf("%d letters, want the two of before", n)
	}
	o.now = o.now.Add(-9 * day)
	d := o.gets(mail{from: aigul, subject: "Re: [" + string(asked.Number) + " " + token + "]", body: "ИӘ"})
	if d.What != store.DisposedReply || d.Reason != quietRestored {
		t.Errorf("an answer of the gap: %+v", d)
	}
	o.view(func(tx *store.Tx) error {
		r, err := tx.Request(asked.ID)
		if r.State != privacy.StateInReview || len(r.Notes) != 2 {
			t.Errorf("state %s, %d notes", r.State, len(r.Notes))
		}
		return err
	})
	o.must(o.store.Update(t.Context(), func(tx *store.Tx) error {
		n, err := o.in.Office.Restored(tx)
		if n != 0 {
			t.Errorf("%d requests seen to a second time", n)
		}
		return err
	}))
}

// A reply to a question that was lost quotes a number nobody knows now.
func TestReplyToALostQuestionGoesToAPerson(t *testing.T) {
	for _, lost := range []bool{true, false} {
		o := newOffice(t)
		if lost {
			o.restored(2)
		}
		d := o.gets(mail{from: aigul, subject: "Re: Өтінішті растаңыз [OT-7F3K-92QT K7QM-2X9D-HF4T-8WZC]", body: "ИӘ"})
		if (d.What == store.DisposedRequest) != lost {
			t.Errorf("lost %v: %+v", lost, d)
		}
	}
}

// The keyword tells of itself that a message was handled, whatever the store knows.
func TestMessageWithTheKeywordIsNotAnsweredAgain(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	d := o.delivery(mail{from: aigul, results: proven(aigul), subject: markUpdate, body: "Телефон: 8 701 555 77 88"}.raw(1))
	d.Handled = true
	o.must(o.in.Process(t.Context(), []mailbox.Delivery{d}))
	if r := o.request(o.disposition(d.Key)); r.Quiet != quietHandled || r.State != privacy.StateInReview {
		t.Errorf("state %s, quiet %q", r.State, r.Quiet)
	}
	if len(o.letters("")) != 0 || o.subject(id).Phone.Reveal() != "+77015550001" {
		t.Error("it was carried out again")
	}
}

// UIDVALIDITY changes before the gap was read: nothing tells its mail apart then.
func TestGapSurvivesNewNumbers(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "+77015550001")
	o.restored(3)
	o.renumber("INBOX", 2, 3)
	d := o.delivery(mail{from: aigul, results: proven(aigul), subject: markUpdate, body: "Телефон: 8 701 555 77 88"}.raw(1))
	d.Key = mailbox.Key{Mailbox: "INBOX", UIDValidity: 2, UID: 2}
	o.must(o.in.Process(t.Context(), []mailbox.Delivery{d}))
	if r := o.request(o.disposition(d.Key)); r.Quiet != quietRestored {
		t.Errorf("quiet %q", r.Quiet)
	}
	o.renumber("INBOX", 3, 4)
	d = o.delivery(mail{from: aigul, results: proven(aigul), subject: markUpdate, body: "Телефон: 8 701 555 99 00"}.raw(3))
	d.Key = mailbox.Key{Mailbox: "INBOX", UIDValidity: 3, UID: 3}
	o.must(o.in.Process(t.Context(), []mailbox.Delivery{d}))
	if r := o.request(o.disposition(d.Key)); r.Quiet != "" {
		t.Errorf("after the gap: quiet %q", r.Quiet)
	}
}

// P9: the letters of somebody destroyed lie in the mailbox still.
func TestGapDoesNotReviveTheDestroyed(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	before := o.delivery(mail{from: aigul, results: proven(aigul), subject: markWithdraw}.raw(1))
	o.now = o.now.Add(day)
	_, err := o.store.Destroy(t.Context(), store.Destruction{Subject: id, Ground: "withdrawn", By: privacy.ActorSystem},
		func(*store.Tx, store.Doomed) error { return nil })
	o.must(err)
	o.now = o.now.Add(day)
	o.restored(3)
	o.must(o.in.Process(t.Context(), []mailbox.Delivery{before}))
	if d := o.disposition(before.Key); d.What != store.DisposedOrdinary || len(d.Requests) != 0 {
		t.Errorf("of before: %+v", d)
	}
	after := o.gets(mail{from: aigul, results: proven(aigul), subject: markUpdate, body: "Телефон: 8 701 555 77 88"})
	if after.What != store.DisposedRequest {
		t.Errorf("of after: %+v", after)
	}
}

// P5: a machine's letter of the gap is not answered, whatever a person decides.
func TestAMachineOfTheGapIsNotAnswered(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "+77015550001")
	o.restored(3)
	r := o.request(o.gets(mail{from: aigul, results: proven(aigul), subject: markUpdate, body: "Телефон: 8 701 555 77 88", header: []string{"Precedence: list"}}))
	o.must(o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{}))
	if n := len(o.letters("")); n != 0 || r.Quiet != "automatic" {
		t.Errorf("quiet %q, %d letters", r.Quiet, n)
	}
}

// Letters stop once more, in silence.
func TestAnUnsubscriptionOfTheGapIsCarriedOutInSilence(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	o.restored(2)
	r := o.request(o.gets(mail{from: aigul, results: proven(aigul), subject: "Отписаться от рассылки", body: "Прошу отписать меня от рассылки."}))
	if !o.subject(id).NoLetters || len(o.letters("")) != 0 {
		t.Errorf("state %s, quiet %q: no letters %v, %d letters left", r.State, r.Quiet, o.subject(id).NoLetters, len(o.letters("")))
	}
}

// A proof that was awaited when the backup was taken came meanwhile, and its letter
// was answered: now a person looks, and the name server is not asked again.
func TestAProofThatWasAwaitedIsNotWaitedForAfterARestore(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	dns := o.mute()
	d := o.gets(update(aigul, proven(aigul)))
	o.restored(2)
	dns.back = true
	asked := dns.asked.Load()
	o.sweeps(5 * time.Hour)
	r := o.request(d)
	if r.State != privacy.StateInReview || !r.ProofNextAt.IsZero() || dns.asked.Load() != asked || len(o.letters("")) != 0 || o.subject(id).Phone.Reveal() != "+77015550001" {
		t.Errorf("%s, asked %d times more, %d letters", r.State, dns.asked.Load()-asked, len(o.letters("")))
	}
	if c, err := o.desk.Case(t.Context(), r.Number); err != nil || len(c.Raw) == 0 {
		t.Errorf("the person has no letter to read: %v", err)
	}
}
