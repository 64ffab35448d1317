package intake

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// retain is the sweep at a time, after the notice that a pause before it calls for.
func (o *office) retain(at time.Time) review.RetentionSummary {
	o.t.Helper()
	o.now = at
	first, err := o.desk.TendRetention(o.t.Context())
	o.must(err)
	o.now = o.desk.Retention.Notice.End(at)
	s, err := o.desk.TendRetention(o.t.Context())
	o.must(err)
	s.Gone += first.Gone
	return s
}

func (o *office) ending(by time.Time) (list []review.Ending) {
	o.t.Helper()
	o.must(o.desk.Endings(o.t.Context(), by, func(e review.Ending) bool { list = append(list, e); return true }))
	return list
}

func (o *office) acts() (acts string) {
	o.t.Helper()
	o.view(func(tx *store.Tx) error {
		return tx.EachEntry(func(e store.AuditEntry) bool { acts += e.Act.Act + " "; return true })
	})
	return acts
}

// updated is a proven person with a request that was applied, answered and closed.
func updated(t *testing.T) (o *office, id privacy.SubjectID, r store.Request, raw []byte) {
	t.Helper()
	o = newOffice(t)
	o.desk.Retention = handlers.DefaultRetention()
	id = o.person(aigul, "Айгүл", "+77015550001")
	raw = mail{from: aigul, results: proven(aigul), subject: markUnsubscribe}.raw(1)
	r = o.request(o.getsRaw(raw))
	o.leave()
	if r.State.Open() {
		t.Fatalf("%+v", r)
	}
	o.must(o.store.Update(t.Context(), func(tx *store.Tx) error { return tx.PutMessageBytes(r.ID, raw) })) // as if a person had looked at it
	return o, id, r, raw
}

const markUnsubscribe = "Unsubscribe me from the newsletter"

// A request ends in steps: its texts, itself, the proof of it. The person stays, the
// statistics stay, and whatever is read again revives nothing (policy 5.7, 8.8).
func TestARequestEndsInSteps(t *testing.T) {
	o, id, r, raw := updated(t)
	o.desk.Retention.Audit = period(t, "9y")
	closed := o.now
	if s := o.retain(closed.AddDate(1, 0, -9)); s.Gone != 0 {
		t.Fatalf("too early: %+v", s)
	}
	if s := o.retain(closed.AddDate(1, 0, 0)); s.Gone != 2 || s.Held != 0 {
		t.Fatalf("texts: %+v", s)
	}
	o.view(func(tx *store.Tx) error {
		_, err := tx.MessageBytes(r.ID)
		letters, lettersErr := tx.LettersOf(r.ID)
		if !errors.Is(err, privacy.ErrNotFound) || lettersErr != nil || len(letters) != 1 || len(letters[0].Bytes) != 0 || letters[0].State != store.LetterSent {
			t.Errorf("%v %v %+v", err, lettersErr, letters)
		}
		_, err = tx.Request(r.ID)
		return err
	})
	if s := o.retain(closed.AddDate(1, 0, 30)); s.Gone != 0 {
		t.Fatalf("twice: %+v", s)
	}
	if s := o.retain(closed.AddDate(3, 0, 0)); s.Gone != 1 {
		t.Fatalf("request: %+v", s)
	}
	destroyed := o.now
	o.view(func(tx *store.Tx) error {
		tomb, err := tx.CaseTombstone(r.Number)
		if tomb.Ground != handlers.GroundRetention || tomb.By != privacy.ActorSystem || tomb.Fact.Kind != r.Kind {
			t.Errorf("%+v", tomb)
		}
		return err
	})
	if s := o.retain(destroyed.AddDate(3, 0, 0)); s.Gone != 1 {
		t.Fatalf("proof: %+v", s)
	}
	lines, err := o.store.Erasures()
	o.must(err)
	o.view(func(tx *store.Tx) error {
		_, err := tx.RequestByNumber(r.Number)
		stats, statsErr := tx.Statistics()
		if !errors.Is(err, privacy.ErrNotFound) || errors.Is(err, privacy.ErrDamaged) || len(lines) != 0 || len(stats) != 1 || stats[0].Destroyed != 1 {
			t.Errorf("%v %d %+v", err, len(lines), stats)
		}
		return statsErr
	})
	o.renumber("INBOX", 2, 2)
	d := o.delivery(raw)
	d.Key.UIDValidity, d.Key.UID = 2, 1
	o.must(o.in.Process(t.Context(), []mailbox.Delivery{d}))
	if got := o.disposition(d.Key); got.What != store.DisposedDuplicate || o.subject(id).ID != id {
		t.Errorf("%+v", got)
	}
	acts := o.acts()
	for _, act := range []string{"message-removed letters-removed ", "destroyed ", "proofs-forgotten "} {
		if strings.Count(acts, act) != 1 {
			t.Errorf("%s: %s", act, acts)
		}
	}
}

// What is listed is what goes, with rule and source, and listing changes nothing.
func TestWhatEndsIsListedBefore(t *testing.T) {
	o, _, r, _ := updated(t)
	closed := o.now
	o.now = closed.AddDate(0, 11, 20)
	before := o.acts()
	if list := o.ending(o.now); len(list) != 0 {
		t.Fatalf("%+v", list)
	}
	list := o.ending(o.now.AddDate(0, 1, 0))
	if len(list) != 2 || list[0].What != review.EndsMessage || list[1].What != review.EndsLetters || list[0].Number != r.Number ||
		list[0].Rule != "messages = 1y" || list[0].Source == "" || !list[0].EndsAt.Equal(closed.AddDate(1, 0, 0)) || list[0].Held != "" {
		t.Errorf("%+v", list)
	}
	if o.acts() != before {
		t.Error("listing is no act")
	}
	// After a long pause nothing goes before it was listed for the time of notice.
	o.now = closed.AddDate(2, 0, 0)
	list = o.ending(o.now.AddDate(0, 1, 0))
	if len(list) != 2 || !list[0].EndsAt.Equal(o.now.AddDate(0, 0, 7)) {
		t.Errorf("%+v", list)
	}
	s, err := o.desk.TendRetention(t.Context())
	if err != nil || s.Gone != 0 || s.Soon != 2 || !s.NextAt.Equal(list[0].EndsAt) {
		t.Errorf("%+v %v", s, err)
	}
	// Other periods begin with their own notice.
	o.now = o.now.AddDate(0, 0, 7)
	o.desk.Retention.Messages, _ = handlers.ParsePeriod("18m")
	if s, err := o.desk.TendRetention(t.Context()); err != nil || s.Gone != 0 {
		t.Errorf("%+v %v", s, err)
	}
	// A clock that jumps a year ahead destroys nothing.
	o.now = o.now.AddDate(1, 0, 0)
	if s, err := o.desk.TendRetention(t.Context()); err != nil || s.Gone != 0 {
		t.Errorf("%+v %v", s, err)
	}
}

// P12, P13: a block holds everything about a person, an open request itself.
func TestBlocksAndOpenRequestsHold(t *testing.T) {
	o, id, r, _ := updated(t)
	closed := o.now
	block := func(on bool) {
		s := o.subject(id)
		s.Blocked = on
		o.must(o.store.Update(t.Context(), func(tx *store.Tx) error { return tx.PutSubject(s) }))
	}
	open := o.request(o.gets(mail{from: "bolat@posta.example", results: proven("bolat@posta.example"), subject: "Сұрақ", body: "Что вы обо мне храните?"}))
	if !open.State.Open() {
		t.Fatal(open.State)
	}
	o.leave()
	block(true)
	if s := o.retain(closed.AddDate(4, 0, 0)); s.Gone != 0 || s.Held != 1 {
		t.Fatalf("%+v", s)
	}
	list := o.ending(o.now)
	if len(list) != 1 || list[0].Held != "the record is blocked" || list[0].Number != r.Number {
		t.Fatalf("%+v", list)
	}
	block(false)
	if s := o.retain(o.now.AddDate(0, 0, 1)); s.Gone != 1 || s.Held != 0 {
		t.Fatalf("%+v", s)
	}
	o.view(func(tx *store.Tx) error { _, err := tx.Request(open.ID); return err })
}

// Policy 8.9: the term of a consent ends it; then the person's own period runs.
func TestATermEndsTheConsentAndThenThePerson(t *testing.T) {
	o := newOffice(t)
	o.desk.Retention = handlers.DefaultRetention()
	term, err := handlers.ParsePeriod("2y")
	o.must(err)
	o.desk.Retention.Purposes = map[string]handlers.Period{"letters": term}
	id, given := o.person(aigul, "Айгүл", ""), o.now
	other := o.person("bolat@posta.example", "Болат", "")
	o.must(o.store.Update(t.Context(), func(tx *store.Tx) error {
		return tx.PutConsent(store.Consent{ID: tx.NewConsentID(), SubjectID: other, Purpose: "events", GivenAt: o.now})
	}))
	without := o.now
	o.must(o.store.Update(t.Context(), func(tx *store.Tx) error {
		return tx.PutSubject(store.Subject{ID: tx.NewSubjectID(), Address: o.address("ivan@posta.example"), AddedAt: without})
	}))
	if s := o.retain(given.AddDate(2, 0, 0)); s.Gone != 2 || o.processing(id) {
		t.Fatalf("%+v", s)
	}
	if o.destroyed(id) {
		t.Fatal("destroyed with its consent")
	}
	ended := o.now
	if list := o.ending(ended.AddDate(0, 0, 15)); len(list) != 1 || list[0].What != review.EndsSubject || list[0].Subject != id {
		t.Errorf("%+v", list)
	}
	if s := o.retain(ended.AddDate(0, 0, 14)); s.Gone != 1 || !o.destroyed(id) || o.destroyed(other) || !o.processing(other) {
		t.Fatalf("%+v", s)
	}
	o.desk.Retention.WithoutConsent = term
	if list := o.ending(o.now.AddDate(0, 0, 8)); len(list) != 1 || list[0].Rule != "subjects_without_consent = 2y" {
		t.Errorf("%+v", list)
	}
	if !slices.Contains(strings.Fields(o.acts()), "consent-ended") {
		t.Error(o.acts())
	}
}
