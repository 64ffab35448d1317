package intake

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// leave marks every queued letter as sent.
func (o *office) leave() {
	o.t.Helper()
	var queued []store.Letter
	o.view(func(tx *store.Tx) (err error) { queued, err = tx.DueLetters(o.now, 1000); return err })
	o.must(o.store.Update(o.t.Context(), func(tx *store.Tx) error {
		for _, l := range queued {
			l.State, l.SentAt = store.LetterSent, tx.Now()
			if err := tx.PutLetter(l); err != nil {
				return err
			}
		}
		return nil
	}))
}

func (o *office) destroyed(id privacy.SubjectID) bool {
	o.t.Helper()
	gone := false
	o.view(func(tx *store.Tx) error {
		_, err := tx.Subject(id)
		gone = errors.Is(err, privacy.ErrDestroyed)
		return nil
	})
	return gone
}

// sweepAt runs the sweep of destructions at a time.
func (o *office) sweepAt(at time.Time) {
	o.t.Helper()
	o.now = at
	o.must(o.desk.TendDestruction(o.t.Context()))
}

// withdrawn is a person whose proven withdrawal was applied and answered.
func withdrawn(t *testing.T) (o *office, id privacy.SubjectID, due time.Time) {
	t.Helper()
	o = newOffice(t)
	id = o.person(aigul, "Айгүл", "+77015550001")
	o.gets(mail{from: aigul, results: proven(aigul), subject: markWithdraw})
	o.leave()
	due = o.subject(id).DestructionDueAt
	if due.IsZero() {
		t.Fatal("no date")
	}
	return o, id, due
}

// P9, P12: when the period of a proven withdrawal is nearly over the sweep destroys,
// not before, and only once.
func TestSweepDestroysWhenThePeriodEnds(t *testing.T) {
	o, id, due := withdrawn(t)
	other := o.person("bolat@posta.example", "Болат", "")
	o.sweepAt(due.Add(-handlers.DestroyAhead - time.Minute))
	if o.destroyed(id) {
		t.Fatal("destroyed too early")
	}
	o.sweepAt(due.Add(-handlers.DestroyAhead))
	if !o.destroyed(id) || o.destroyed(other) {
		t.Fatal("not destroyed in time, or somebody else was")
	}
	o.sweepAt(due.Add(time.Hour))
	acts := ""
	o.view(func(tx *store.Tx) error {
		tomb, err := tx.TombstoneByAddress(o.address(aigul))
		if tomb.Ground != handlers.GroundWithdrawn || tomb.By != privacy.ActorSystem || tomb.Number == "" || len(tomb.Consents) != 1 {
			t.Errorf("%+v", tomb)
		}
		_ = tx.EachEntry(func(e store.AuditEntry) bool { acts += e.Act.Act + " "; return true })
		return err
	})
	if !strings.HasSuffix(acts, " letter/destroyed destroyed subject-destroyed letter failed ") {
		t.Error(acts)
	}
	if s, err := o.desk.Summary(t.Context()); err != nil || s.Destroyed != 1 || s.ToDestroy != 0 || s.DestroyHeld != 0 || !s.Final.After(due) {
		t.Errorf("%+v %v", s, err)
	}
}

// P9: the same letter in the mailbox under another number revives nobody, and an
// ordinary new one finds nobody on record.
func TestALetterReadAgainRevivesNobody(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	raw := mail{from: aigul, results: proven(aigul), subject: markWithdraw}.raw(1)
	o.getsRaw(raw)
	o.leave()
	o.sweepAt(o.subject(id).DestructionDueAt)
	if !o.destroyed(id) {
		t.Fatal("not destroyed")
	}
	before := len(o.letters(""))
	o.renumber("INBOX", 2, 2)
	d := o.delivery(raw)
	d.Key.UIDValidity, d.Key.UID = 2, 1
	o.must(o.in.Process(t.Context(), []mailbox.Delivery{d}))
	if got := o.disposition(d.Key); got.What != store.DisposedDuplicate || len(o.letters("")) != before || len(o.waiting()) != 0 {
		t.Errorf("%+v, %d new letters", got, len(o.letters(""))-before)
	}
	r := o.request(o.gets(mail{from: aigul, results: proven(aigul), subject: markWithdraw, body: "Once more."}))
	if r.SubjectID != "" {
		t.Error("somebody is on record")
	}
}

// What stands against a destruction holds it up and is named; what strangers ask in
// the person's name does not.
func TestDestructionIsHeldUp(t *testing.T) {
	update := func(o *office, id privacy.SubjectID, fn func(tx *store.Tx, s *store.Subject) error) {
		o.must(o.store.Update(o.t.Context(), func(tx *store.Tx) error {
			s, err := tx.Subject(id)
			if err == nil {
				err = fn(tx, &s)
			}
			if err == nil {
				err = tx.PutSubject(s)
			}
			return err
		}))
	}
	for name, c := range map[string]struct {
		do   func(o *office, id privacy.SubjectID)
		held string
	}{
		"blocked": {func(o *office, id privacy.SubjectID) {
			update(o, id, func(_ *store.Tx, s *store.Subject) error { s.Blocked = true; return nil })
		}, "blocked"},
		"a consent in force": {func(o *office, id privacy.SubjectID) {
			update(o, id, func(tx *store.Tx, _ *store.Subject) error {
				return tx.PutConsent(store.Consent{ID: tx.NewConsentID(), SubjectID: id, Purpose: "care", GivenAt: tx.Now()})
			})
		}, "consent"},
		"an undecided request": {func(o *office, _ privacy.SubjectID) {
			o.gets(mail{from: aigul, results: proven(aigul), subject: "Дербез деректерди жанарту", body: "Телефон: 8 701 555 77 88"})
			o.leave()
		}, "not decided"},
		"a stranger's request": {func(o *office, _ privacy.SubjectID) {
			o.gets(mail{from: aigul, subject: "Дербез деректерди жанарту", body: "Телефон: 8 701 555 77 88"})
		}, ""},
		"a letter that cannot leave": {func(o *office, _ privacy.SubjectID) {
			o.gets(mail{from: aigul, results: proven(aigul), subject: "Unsubscribe"})
		}, "?"}, // known only to the transaction
	} {
		t.Run(name, func(t *testing.T) {
			o, id, due := withdrawn(t)
			c.do(o, id)
			list, err := o.desk.DueDestructions(t.Context(), due, 10)
			if err != nil || len(list) != 1 || c.held != "?" && (c.held == "") != (list[0].Held == "") || c.held != "?" && !strings.Contains(list[0].Held, c.held) {
				t.Errorf("%+v %v", list, err)
			}
			o.sweepAt(due)
			if o.destroyed(id) != (c.held == "") {
				t.Error("destroyed:", o.destroyed(id))
			}
			if c.held == "" {
				if len(o.waiting()) != 0 {
					t.Error("its request still lies in the queue")
				}
				return
			}
			o.now = due.Add(24 * time.Hour)
			if s, err := o.desk.Summary(t.Context()); err != nil || s.DestroyHeld != 1 {
				t.Errorf("nobody is told: %+v %v", s, err)
			}
			if _, err := o.desk.Destroy(t.Context(), aidos, id, "court-order"); !errors.Is(err, privacy.ErrNotAllowed) || o.destroyed(id) {
				t.Error("an operator:", err)
			}
		})
	}
}

// P12: before the period ends, or without a withdrawal, only a named operator
// destroys, with a ground.
func TestOperatorDestroys(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "")
	o.must(o.store.Update(t.Context(), func(tx *store.Tx) error {
		consents, err := tx.Consents(id)
		consents[0].WithdrawnAt = tx.Now()
		return errors.Join(err, tx.PutConsent(consents[0]))
	}))
	for name, c := range map[string]struct {
		by     privacy.Actor
		ground string
		want   error
	}{
		"nobody":    {"", "court-order", privacy.ErrNotAllowed},
		"by rule":   {privacy.ActorSystem, "court-order", privacy.ErrNotAllowed},
		"no ground": {aidos, "", privacy.ErrBadInput},
		"text":      {aidos, "айғақ", privacy.ErrBadInput},
	} {
		if _, err := o.desk.Destroy(t.Context(), c.by, id, c.ground); !errors.Is(err, c.want) || o.destroyed(id) {
			t.Errorf("%s: %v", name, err)
		}
	}
	o.sweepAt(o.now.AddDate(1, 0, 0))
	if o.destroyed(id) {
		t.Error("the sweep destroyed somebody who asked for nothing")
	}
	tomb, err := o.desk.Destroy(t.Context(), aidos, id, "court-order")
	if err != nil || tomb.By != aidos || !o.destroyed(id) {
		t.Errorf("%+v %v", tomb, err)
	}
}

// An old list brings nobody back; a list of those who came back does.
func TestImportAfterDestruction(t *testing.T) {
	o, id, due := withdrawn(t)
	o.sweepAt(due)
	list := "email,name\n" + aigul + ",Айгүл\nnew@posta.example,Жаңа\n"
	none := func(int) {}
	got, err := o.desk.EnterImport(t.Context(), aidos, strings.NewReader(list), none)
	if err != nil || got.Added != 1 || got.Destroyed != 1 || got.Known != 0 {
		t.Fatalf("%+v %v", got, err)
	}
	got, err = o.desk.EnterImportAgain(t.Context(), aidos, strings.NewReader(list), none)
	if err != nil || got.Added != 1 || got.Destroyed != 0 || got.Known != 1 {
		t.Fatalf("%+v %v", got, err)
	}
	o.view(func(tx *store.Tx) error {
		s, err := tx.SubjectByAddress(o.address(aigul))
		if s.ID == id {
			t.Error("the destroyed record came back")
		}
		return err
	})
}

// The originals go where the configuration says so: the letter, its copy, the answer
// to a question; nobody else's, and under a new number too.
func TestOriginalsOfTheDestroyed(t *testing.T) {
	for name, wanted := range map[string]bool{"asked for": true, "not asked for": false} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			o.desk.Originals = wanted
			o.person("bolat@posta.example", "Болат", "")
			id := o.person(aigul, "Айгүл", "")
			o.gets(mail{from: "bolat@posta.example", results: proven("bolat@posta.example"), subject: "Unsubscribe"}) // 1
			raw := mail{from: aigul, subject: markWithdraw}.raw(9)
			o.getsRaw(raw)                                                                         // 2: unproven, a question leaves
			o.gets(reply(o.letters(aigul)[0], aigul, "Иә"))                                        // 3
			o.getsRaw(raw)                                                                         // 4: a copy
			o.gets(mail{from: "bolat@posta.example", subject: "Сәлем", body: "Бұл жай ғана хат."}) // 5
			o.leave()
			due := o.subject(id).DestructionDueAt
			if due.IsZero() {
				t.Fatal("the withdrawal was not confirmed")
			}
			o.sweepAt(due)
			var want []uint32
			if wanted {
				want = []uint32{2, 3, 4}
			}
			got, err := o.in.ToErase(t.Context(), "INBOX", 1, 10)
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("to erase: %v, want %v (%v)", got, want, err)
			}
			o.must(o.in.Erased(t.Context(), "INBOX", 1, got))
			if got, err := o.in.ToErase(t.Context(), "INBOX", 1, 10); err != nil || len(got) > 0 {
				t.Errorf("again: %v %v", got, err)
			}
			o.renumber("INBOX", 2, 9)
			d := o.delivery(raw)
			d.Key.UIDValidity, d.Key.UID = 2, 8
			o.must(o.in.Process(t.Context(), []mailbox.Delivery{d}))
			if got, err := o.in.ToErase(t.Context(), "INBOX", 2, 10); err != nil || (len(got) == 1) != wanted {
				t.Errorf("under a new number: %v %v", got, err)
			}
		})
	}
}
