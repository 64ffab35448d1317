package intake

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.etcd.io/bbolt"

	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/mailbox/senderauth"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
	"medico-intech.kz/otinish/templates"
)

// muted is a verifier whose name servers do not answer until they are back.
type muted struct {
	Verifier
	back  bool
	asked atomic.Int32
}

func (v *muted) Verify(ctx context.Context, m *message.Message, b senderauth.Bytes) senderauth.Finding {
	v.asked.Add(1)
	if v.back {
		return v.Verifier.Verify(ctx, m, b)
	}
	return senderauth.Finding{Proof: privacy.Unproven, Reason: senderauth.ReasonDNS, Temporary: true, Clues: []privacy.Clue{{Code: "policy-unanswered", Args: []privacy.Arg{privacy.Plain("posta.example")}}}}
}

func (o *office) mute() *muted {
	v := &muted{Verifier: o.in.Verifier}
	o.in.Verifier = v
	return v
}

// sweeps lets time pass, with all that is done again and again meanwhile.
func (o *office) sweeps(d time.Duration) {
	o.t.Helper()
	for end := o.now.Add(d); o.now.Before(end); {
		o.passes(min(d/10, 5*time.Minute))
		o.must(o.in.ProveAgain(o.t.Context()))
		o.must(o.desk.Tend(o.t.Context()))
	}
}

func (o *office) filedUIDs() []uint32 {
	o.t.Helper()
	uids, err := o.in.ToFile(o.t.Context(), "INBOX", 1, 10)
	o.must(err)
	return uids
}

func TestSilentNameServersMakeNobodyAnswerAQuestion(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	dns := o.mute()
	d := o.gets(update(aigul, proven(aigul)))
	o.sweeps(90 * time.Minute)
	if r := o.request(d); r.State != privacy.StateReceived || r.ProofWhy != senderauth.ReasonDNS || len(o.letters("")) != 0 || len(o.filedUIDs()) != 0 {
		t.Fatalf("%s, %s, %d letters, filed %v", r.State, r.ProofWhy, len(o.letters("")), o.filedUIDs())
	}
	if sum, err := o.desk.Summary(t.Context()); err != nil || sum.Unproven != 1 || sum.Waiting != 0 {
		t.Errorf("%d wait for a name server, %d for a person, %v", sum.Unproven, sum.Waiting, err)
	}
	tries := dns.asked.Load()
	o.in.inHand = inHand{}
	o.wire() // the process dies and starts again
	o.in.Verifier = dns
	dns.back = true
	o.sweeps(time.Hour)
	r := o.request(d)
	if r.State != privacy.StateClosed || r.Proof != privacy.Proven || r.ProofBy != "dmarc" || !r.ProofNextAt.IsZero() || o.subject(id).Phone.Reveal() != "+77015557788" {
		t.Errorf("%s, %s by %q, next %v", r.State, r.Proof, r.ProofBy, r.ProofNextAt)
	}
	if o.last(aigul, templates.Updated); len(o.letters("")) != 1 || len(o.filedUIDs()) != 1 {
		t.Errorf("%d letters, filed %v", len(o.letters("")), o.filedUIDs())
	}
	if dns.asked.Load() != tries+1 || tries > 10 {
		t.Errorf("asked %d times, then %d", tries, dns.asked.Load()-tries)
	}
	if c, err := o.desk.Case(t.Context(), r.Number); err != nil || len(c.Raw) != 0 {
		t.Errorf("%d octets of the letter are kept for nothing, %v", len(c.Raw), err)
	}
}

// A zone that never answers costs a few hours and a dozen questions; then the letter
// is what it is without proof.
func TestDeadNameServersAreGivenUp(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	dns := o.mute()
	d := o.gets(update(aigul, proven(aigul)))
	o.sweeps(proofPatience - 10*time.Minute)
	if len(o.letters("")) != 0 {
		t.Fatal("asked too early")
	}
	o.sweeps(time.Hour)
	if r := o.request(d); r.State != privacy.StateAwaiting || len(o.letters("")) != 1 || dns.asked.Load() > 15 {
		t.Errorf("%s, %d letters, asked %d times", r.State, len(o.letters("")), dns.asked.Load())
	}
	asked := dns.asked.Load()
	o.sweeps(10 * time.Hour)
	if dns.asked.Load() != asked || len(o.letters("")) != 1 {
		t.Errorf("it goes on: asked %d times more, %d letters", dns.asked.Load()-asked, len(o.letters("")))
	}
	o.gets(reply(o.last(aigul, question), aigul, "Иә"))
	if got := o.subject(id).Phone.Reveal(); got != "+77015557788" {
		t.Errorf("phone %q", got)
	}
}

// P8: a withdrawal bites at once, proof or not; if the proof then speaks against the
// letter, processing goes on and a person looks.
func TestWithdrawalWaitsForItsProofSuspended(t *testing.T) {
	for results, want := range map[string]struct {
		state      privacy.State
		processing bool
		letters    int
	}{
		proven(aigul): {privacy.StateClosed, false, 1},
		"":            {privacy.StateAwaiting, false, 1},
		"dmarc=fail (p=reject) header.from=posta.example": {privacy.StateInReview, true, 0},
	} {
		o := newOffice(t)
		id := o.person(aigul, "Айгүл", "")
		dns := o.mute()
		d := o.gets(mail{from: aigul, subject: markWithdraw, results: results})
		if o.processing(id) || len(o.letters("")) != 0 {
			t.Errorf("%s: processing %v, %d letters", results, o.processing(id), len(o.letters("")))
		}
		dns.back = true
		o.sweeps(time.Hour)
		if r := o.request(d); r.State != want.state || o.processing(id) != want.processing || len(o.letters("")) != want.letters {
			t.Errorf("%q: %s, processing %v, %d letters", results, r.State, o.processing(id), len(o.letters("")))
		}
	}
}

// One letter that asks two things is proven once, and answered once.
func TestSeveralRequestsWaitTogether(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	dns := o.mute()
	d := o.gets(mail{from: aigul, results: proven(aigul), subject: markUpdate, body: markWithdraw + "\r\nТелефон: 8 701 555 77 88"})
	if len(d.Requests) < 2 || len(o.waiting()) != 0 || len(o.letters("")) != 0 {
		t.Fatalf("%d requests, %d wait, %d letters", len(d.Requests), len(o.waiting()), len(o.letters("")))
	}
	dns.back = true
	o.sweeps(10 * time.Minute)
	for _, c := range o.waiting() {
		if c.Request.Proof != privacy.Proven || c.Item.Why != "several" {
			t.Errorf("%s %s", c.Request.Proof, c.Item.Why)
		}
	}
	if len(o.waiting()) != len(d.Requests) || len(o.letters("")) != 1 || dns.asked.Load() != 2 {
		t.Errorf("%d wait, %d letters, asked %d times", len(o.waiting()), len(o.letters("")), dns.asked.Load())
	}
}

// Copies of a letter that waits, and a mailbox numbered anew, change nothing (P2).
func TestCopiesOfAWaitingLetterAreDuplicates(t *testing.T) {
	s := &scene{office: newOffice(t)}
	id := s.person(aigul, "Айгүл", "+77015550001")
	dns := s.mute()
	s.take(update(aigul, proven(aigul)).raw(1))
	first := s.key
	again(s)
	renumbered(s)
	dns.back = true
	s.sweeps(10 * time.Minute)
	r := s.request(s.disposition(first))
	if r.State != privacy.StateClosed || len(s.letters("")) != 1 || s.subject(id).Phone.Reveal() != "+77015557788" {
		t.Errorf("%s, %d letters", r.State, len(s.letters("")))
	}
	uids, err := s.in.ToFile(t.Context(), "INBOX", 2, 10)
	if err != nil || len(uids) != 1 {
		t.Errorf("to file %v, %v", uids, err)
	}
}

// A flood that waits leaves no more letters than one that does not (P5).
func TestWaitingLettersCountWhenTheyLeave(t *testing.T) {
	o := newOffice(t)
	o.mute()
	for i := range 30 {
		o.gets(mail{from: aigul, subject: markUpdate, body: newPhone + "\r\n" + strings.Repeat("а", i+1)})
	}
	o.sweeps(5 * time.Hour)
	if n := len(o.letters("")); n != 10 {
		t.Errorf("%d letters", n)
	}
	if n := len(o.waiting()); n != 20 {
		t.Errorf("%d wait for a person", n)
	}
}

// What gets no letter does not wait: a person sees it at once.
func TestWhatIsSilentDoesNotWait(t *testing.T) {
	o := newOffice(t)
	o.mute()
	for name, m := range map[string]mail{
		"authority": {from: "info@prokuror.gov.example", subject: "Запрос прокуратуры", body: "Прокуратура требует предоставить персональные данные гражданина."},
		"list":      update(aigul, "", "List-Id: <talk.posta.example>"),
	} {
		if r := o.request(o.gets(m)); r.State != privacy.StateInReview {
			t.Errorf("%s: %s", name, r.State)
		}
	}
}

// deaf is a verifier whose name servers take all the time they are given.
type deaf struct{}

func (deaf) Verify(ctx context.Context, _ *message.Message, _ senderauth.Bytes) senderauth.Finding {
	<-ctx.Done()
	return senderauth.Finding{Proof: privacy.Unproven, Reason: senderauth.ReasonDNS, Temporary: true}
}

// A batch of letters from silent domains holds up what comes behind it for seconds,
// whatever their number; one of them for less.
func TestSilentNameServersHoldUpNobodyForLong(t *testing.T) {
	for n, most := range map[int]time.Duration{1: letterPatience, 100: batchPatience} {
		synctest.Test(t, func(t *testing.T) {
			in := &Intake{Config: Config{Verifier: deaf{}}}
			batch := make([]mailbox.Delivery, n)
			for i := range batch {
				batch[i] = mailbox.Delivery{Raw: update(aigul, "").raw(uint32(i + 1))}
			}
			began := time.Now()
			for _, r := range in.readAll(t.Context(), batch) {
				if !r.finding.Temporary {
					t.Fatal("not read")
				}
			}
			if took := time.Since(began); took > most {
				t.Errorf("%d letters took %v", n, took)
			}
		})
	}
}

// What cannot be gone on with comes before a person, once.
func TestWaitingLetterThatIsLostComesBeforeAPerson(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	o.mute()
	d := o.gets(update(aigul, proven(aigul)))
	o.must(o.store.Update(t.Context(), func(tx *store.Tx) error { return tx.DeleteMessageBytes(d.Requests[0]) }))
	o.sweeps(time.Hour)
	if r := o.request(d); r.State != privacy.StateInReview || len(o.waiting()) != 1 || o.waiting()[0].Item.Why != "recording-failed" || o.waiting()[0].Item.Version != 1 {
		t.Errorf("%s, %+v", r.State, o.waiting())
	}
}

// A kept message that does not open any more is for a person as well: nobody else would
// ever hear of the request, whose proof cannot be tried again.
func TestWaitingLetterThatDoesNotOpenComesBeforeAPerson(t *testing.T) {
	o, dir := newOffice(t), t.TempDir()
	open := func() {
		o.store = storetest.OpenAt(t, dir, o.clock)
		o.wire()
	}
	open()
	_, err := o.in.Open(t.Context(), mailbox.Position{Mailbox: "INBOX", UIDValidity: 1, UIDNext: 1})
	o.must(err)
	o.mute()
	d := o.gets(update(aigul, proven(aigul)))
	o.must(o.store.Close())
	db, err := bbolt.Open(filepath.Join(dir, store.FileName), 0o600, nil)
	o.must(err)
	o.must(db.Update(func(tx *bbolt.Tx) error {
		b := tx.Bucket([]byte("message"))
		k, v := b.Cursor().First()
		bad := bytes.Clone(v)
		bad[len(bad)-1] ^= 1
		return b.Put(bytes.Clone(k), bad)
	}))
	o.must(db.Close())
	open()
	defer o.store.Close() // it could not be verified
	o.sweeps(time.Hour)
	if r := o.request(d); r.State != privacy.StateInReview || len(o.letters("")) != 0 {
		t.Errorf("%s, %d letters", r.State, len(o.letters("")))
	}
	w := o.waiting()
	if len(w) != 1 || w[0].Item.Why != "unreadable" || w[0].Item.Version != 1 {
		t.Errorf("%+v", w)
	}
}

// P4: what waits leaves the same letters whether somebody is on record or not.
func TestWaitingTellsNothing(t *testing.T) {
	letters := func(onRecord bool) (all string) {
		o := newOffice(t)
		if onRecord {
			o.person(aigul, "Айгүл", "")
		}
		o.mute()
		o.gets(mail{from: aigul, subject: markWithdraw})
		o.sweeps(5 * time.Hour)
		for _, l := range o.letters("") {
			all += l.Template + " " + l.QueuedAt.String() + "\n"
		}
		return all
	}
	if known, unknown := letters(true), letters(false); known != unknown || known == "" {
		t.Errorf("%s\n%s", known, unknown)
	}
}
