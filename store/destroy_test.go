package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

func allow(*store.Tx, store.Doomed) error { return nil }

func destroy(t testing.TB, s *store.Store, sub store.Subject, r store.Request) store.Tombstone {
	t.Helper()
	tomb, err := s.Destroy(t.Context(), destructionOf(sub, r), allow)
	if err != nil {
		t.Fatal(err)
	}
	return tomb
}

func destructionOf(sub store.Subject, r store.Request) store.Destruction {
	return store.Destruction{Subject: sub.ID, Number: r.Number, Ground: "withdrawn", By: privacy.ActorSystem}
}

// copyDir copies the files of a store as a crash would leave them.
func copyDir(t testing.TB, from string) string {
	t.Helper()
	to := t.TempDir()
	entries, err := os.ReadDir(from)
	for _, e := range entries {
		content, readErr := os.ReadFile(filepath.Join(from, e.Name()))
		err = first(err, readErr, os.WriteFile(filepath.Join(to, e.Name()), content, 0o600))
	}
	if err != nil {
		t.Fatal(err)
	}
	return to
}

// wantGone checks everything through which a destroyed person could be met.
func wantGone(t testing.TB, s *store.Store, p person, sub store.Subject, r store.Request) {
	t.Helper()
	storetest.Verify(t, s)
	if _, err := s.CheckSealed(nil); err != nil {
		t.Error(err)
	}
	view(t, s, func(tx *store.Tx) error {
		if _, err := tx.Subject(sub.ID); !errors.Is(err, privacy.ErrDestroyed) || !errors.Is(err, privacy.ErrNotFound) {
			t.Error("subject:", err)
		}
		if _, err := tx.SubjectByAddress(sub.Address); !errors.Is(err, privacy.ErrNotFound) {
			t.Error("by address:", err)
		}
		for _, err := range []error{second(tx.Request(r.ID)), second(tx.RequestByNumber(r.Number))} {
			if !errors.Is(err, privacy.ErrDestroyed) || !errors.Is(err, privacy.ErrNotFound) {
				t.Error("request:", err)
			}
		}
		if _, err := tx.MessageBytes(r.ID); !errors.Is(err, privacy.ErrNotFound) {
			t.Error("message:", err)
		}
		if answers, err := tx.AnswerBytes(r.ID); len(answers) > 0 || err != nil {
			t.Error("answers:", len(answers), err)
		}
		letters, err := tx.LettersOf(r.ID)
		consents, err2 := tx.Consents(sub.ID)
		questions, err3 := tx.ConfirmationsOf(r.ID)
		if len(letters)+len(consents)+len(questions) > 0 || first(err, err2, err3) != nil {
			t.Error("left:", letters, consents, questions, err, err2, err3)
		}
		for _, a := range []string{p.address, p.former} {
			tomb, err := tx.TombstoneByAddress(address(t, a))
			if err != nil || tomb.SubjectID != sub.ID || tomb.Number != r.Number || tomb.Ground != "withdrawn" || !tomb.FinalAt.Equal(tomb.DestroyedAt.Add(store.KeyBackupMaxAge)) {
				t.Errorf("tombstone: %+v %v", tomb, err)
			}
			if len(tomb.Consents) != 1 || tomb.Consents[0].Purpose != "letters" || tomb.Consents[0].WithdrawnBy != r.Number {
				t.Errorf("the facts of the consent: %+v", tomb.Consents)
			}
		}
		c, err := tx.CaseTombstone(r.Number)
		if err != nil || c.Fact.Kind != r.Kind || c.Fact.State != r.State || !c.Fact.ReceivedAt.Equal(r.ReceivedAt) {
			t.Errorf("tombstone of the request: %+v %v", c, err)
		}
		if _, known, err := tx.DispositionByFingerprint([32]byte{1, byte(r.Message.UID)}); !known || err != nil {
			t.Error("the message would be read again as new:", err)
		}
		if _, known, err := tx.Suppressed(sub.Address); !known || err != nil {
			t.Error("the suppression list forgot the address:", err)
		}
		return nil
	})
}

// heldUp lets calls gather behind a writer that is held up, in order, and go together.
func heldUp(t *testing.T, s *store.Store, calls ...func() error) {
	t.Helper()
	hold, held := make(chan struct{}), make(chan struct{})
	done := make(chan error, len(calls)+1)
	go func() {
		done <- s.Update(context.Background(), func(*store.Tx) error { close(held); <-hold; return nil })
	}()
	<-held
	for n, call := range calls {
		go func() { done <- call() }()
		for s.Waiting() <= n {
			runtime.Gosched()
		}
	}
	close(hold)
	for range len(calls) + 1 {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func ignore(err error) error {
	if errors.Is(err, errMine) {
		return nil
	}
	return err
}

func TestDestroyLeavesTheProofAndNothingElse(t *testing.T) {
	dir := t.TempDir()
	s := storetest.OpenAt(t, dir, nil)
	p, other := newPerson(1), newPerson(2)
	sub, r := p.enter(t, s, 1)
	other.enter(t, s, 2)
	tomb := destroy(t, s, sub, r)
	if tomb.SubjectID != sub.ID || tomb.DestroyedAt.IsZero() || len(tomb.Cases) != 1 {
		t.Errorf("%+v", tomb)
	}
	wantGone(t, s, p, sub, r)
	if _, err := s.Destroy(t.Context(), destructionOf(sub, r), allow); !errors.Is(err, privacy.ErrDestroyed) {
		t.Error("again:", err)
	}
	wantActs(t, s, "applied applied destroyed subject-destroyed")
	s.Close()
	s = storetest.OpenAt(t, dir, nil)
	wantGone(t, s, p, sub, r)
	wantActs(t, s, "applied applied destroyed subject-destroyed")
	view(t, s, func(tx *store.Tx) error {
		kept, err := tx.SubjectByAddress(address(t, other.address))
		if kept.Name.Reveal() != other.name || tx.CountSubjects() != 1 {
			t.Error("the other person is not as before")
		}
		return err
	})
}

// What was asked from the address while nobody was on record under it goes too, and
// what another subject asked from there does not.
func TestDestroyFindsRequestsByAddress(t *testing.T) {
	s := storetest.Open(t)
	p := newPerson(1)
	var before, former, foreign store.Request
	update(t, s, func(tx *store.Tx) error {
		var errs [3]error
		before, errs[0] = request(tx, privacy.StateClosed)
		before.From = address(t, p.address)
		former, errs[1] = request(tx, privacy.StateClosed)
		former.From = address(t, p.former)
		foreign, errs[2] = request(tx, privacy.StateClosed)
		other := subject(tx, address(t, "other@b.kz"))
		foreign.From, foreign.SubjectID = address(t, p.address), other.ID
		return first(tx.PutSubject(other), errs[0], errs[1], errs[2], tx.PutRequest(before), tx.PutRequest(former), tx.PutRequest(foreign))
	})
	sub, r := p.enter(t, s, 1)
	var after store.Request
	tomb, err := s.Destroy(t.Context(), destructionOf(sub, r), func(tx *store.Tx, d store.Doomed) error {
		after = d.Requests[0]
		return nil
	})
	if err != nil || len(tomb.Cases) != 3 || after.ID == "" {
		t.Fatalf("%+v %v", tomb, err)
	}
	view(t, s, func(tx *store.Tx) error {
		for _, gone := range []store.Request{before, former, r} {
			if _, err := tx.Request(gone.ID); !errors.Is(err, privacy.ErrDestroyed) {
				t.Error(err)
			}
		}
		_, err := tx.Request(foreign.ID)
		return err
	})
}

// A request that is recorded, or given to the person, between the walk and the
// transaction is not missed.
func TestDestroyMissesNoRequestMeanwhile(t *testing.T) {
	for name, arrive := range map[string]func(tx *store.Tx, sub store.Subject, old store.Request) (store.Request, error){
		"recorded": func(tx *store.Tx, sub store.Subject, _ store.Request) (store.Request, error) {
			r, err := request(tx, privacy.StateClosed)
			r.From = sub.Address
			return r, err
		},
		"linked": func(_ *store.Tx, sub store.Subject, old store.Request) (store.Request, error) {
			old.SubjectID = sub.ID
			return old, nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := storetest.Open(t)
			var old, late store.Request
			update(t, s, func(tx *store.Tx) (err error) {
				old, err = request(tx, privacy.StateClosed)
				return first(err, tx.PutRequest(old))
			})
			sub, r := newPerson(1).enter(t, s, 1)
			heldUp(t, s, func() error {
				return s.Update(context.Background(), func(tx *store.Tx) (err error) {
					late, err = arrive(tx, sub, old)
					return first(err, tx.PutRequest(late))
				})
			}, func() error { return second(s.Destroy(context.Background(), destructionOf(sub, r), allow)) })
			view(t, s, func(tx *store.Tx) error {
				if _, err := tx.Request(late.ID); !errors.Is(err, privacy.ErrDestroyed) {
					t.Error("it survived:", err)
				}
				return nil
			})
		})
	}
}

func TestDestroyIsRefused(t *testing.T) {
	dir := t.TempDir()
	s := storetest.OpenAt(t, dir, nil)
	sub, r := newPerson(1).enter(t, s, 1)
	if _, err := s.Destroy(t.Context(), destructionOf(sub, r), func(*store.Tx, store.Doomed) error { return errMine }); !errors.Is(err, errMine) {
		t.Error("a rule:", err)
	}
	update(t, s, func(tx *store.Tx) error { sub.Blocked = true; return tx.PutSubject(sub) })
	if _, err := s.Destroy(t.Context(), destructionOf(sub, r), allow); !errors.Is(err, privacy.ErrNotAllowed) {
		t.Error("blocked:", err)
	}
	d := destructionOf(sub, r)
	d.Subject = "018f0000-0000-7000-8000-000000000000"
	if _, err := s.Destroy(t.Context(), d, allow); !errors.Is(err, privacy.ErrNotFound) {
		t.Error("unknown:", err)
	}
	if lines, err := s.Erasures(); len(lines) != 0 || err != nil {
		t.Error("the ledger has lines of what was refused:", lines, err)
	}
	s.Close()
	view(t, storetest.OpenAt(t, dir, nil), func(tx *store.Tx) error { _, err := tx.Subject(sub.ID); return err })
}

func TestSingleRequestsAreDestroyed(t *testing.T) {
	s := storetest.Open(t)
	sub, r := newPerson(1).enter(t, s, 1)
	_, err := s.Destroy(t.Context(), store.Destruction{Cases: []privacy.RequestID{r.ID}, Ground: "retention-ended", By: privacy.ActorSystem}, allow)
	if err != nil {
		t.Fatal(err)
	}
	view(t, s, func(tx *store.Tx) error {
		if _, err := tx.RequestByNumber(r.Number); !errors.Is(err, privacy.ErrDestroyed) {
			t.Error(err)
		}
		_, err := tx.Subject(sub.ID)
		return err
	})
	if _, err := s.CheckSealed(nil); err != nil {
		t.Error(err)
	}
}

func TestFullDiskUnderTheLedgerDestroysNothing(t *testing.T) {
	full := errors.New("no space left")
	s := storetest.OpenWith(t, t.TempDir(), store.Options{Fault: func(op string) error {
		if op == "ledger" {
			return full
		}
		return nil
	}})
	sub, r := newPerson(1).enter(t, s, 1)
	if _, err := s.Destroy(t.Context(), destructionOf(sub, r), allow); !errors.Is(err, full) || !errors.Is(err, privacy.ErrUnavailable) {
		t.Fatal(err)
	}
	view(t, s, func(tx *store.Tx) error { _, err := tx.Subject(sub.ID); return err })
}

// An old list must not bring anybody back; a person who comes back may be entered.
func TestTheDestroyedAreNotEnteredAgainUnasked(t *testing.T) {
	s := storetest.Open(t)
	p := newPerson(1)
	sub, r := p.enter(t, s, 1)
	destroy(t, s, sub, r)
	enter := func(tx *store.Tx) error { return tx.PutSubject(subject(tx, address(t, p.address))) }
	if err := s.Update(t.Context(), enter); !errors.Is(err, privacy.ErrDestroyed) {
		t.Fatal(err)
	}
	update(t, s, func(tx *store.Tx) error { return first(tx.LiftTombstone(address(t, p.address)), enter(tx)) })
	view(t, s, func(tx *store.Tx) error {
		tomb, err := tx.TombstoneByAddress(address(t, p.address))
		if tomb.LiftedAt.IsZero() || tomb.SubjectID != sub.ID {
			t.Errorf("the proof is gone: %+v", tomb)
		}
		return err
	})
	// Nor does a record that somebody still held in memory.
	if err := s.Update(t.Context(), func(tx *store.Tx) error { return tx.PutRequest(r) }); !errors.Is(err, privacy.ErrDestroyed) {
		t.Error("request:", err)
	}
}

func TestStatisticsOutliveTheirPeople(t *testing.T) {
	s := storetest.OpenAt(t, t.TempDir(), newClock().now)
	sub, r := newPerson(1).enter(t, s, 1)
	newPerson(2).enter(t, s, 2)
	count := func() (list []store.Statistic) {
		view(t, s, func(tx *store.Tx) (err error) { list, err = tx.Statistics(); return err })
		return list
	}
	want := store.Statistic{Month: "2026-03", Kind: privacy.KindWithdraw, Outcome: privacy.StateApplied, Requests: 2}
	if got := count(); !slices.Equal(got, []store.Statistic{want}) {
		t.Errorf("%+v", got)
	}
	destroy(t, s, sub, r)
	want.Destroyed = 1
	if got := count(); !slices.Equal(got, []store.Statistic{want}) {
		t.Errorf("%+v", got)
	}
}

// Two requests that were merged are one, before and after their destruction.
func TestMergedRequestsCountOnce(t *testing.T) {
	s := storetest.OpenAt(t, t.TempDir(), newClock().now)
	sub, r := newPerson(1).enter(t, s, 1)
	twice := r
	update(t, s, func(tx *store.Tx) error {
		number, err := tx.NewNumber()
		twice.ID, twice.Number, twice.MergedInto, twice.State = tx.NewRequestID(), number, r.Number, privacy.StateClosed
		return first(err, tx.PutRequest(twice))
	})
	want := store.Statistic{Month: "2026-03", Kind: privacy.KindWithdraw, Outcome: privacy.StateApplied, Requests: 1}
	for destroyed := range 2 {
		want.Destroyed = destroyed
		view(t, s, func(tx *store.Tx) error {
			got, err := tx.Statistics()
			if !slices.Equal(got, []store.Statistic{want}) {
				t.Errorf("%d destroyed: %+v", destroyed, got)
			}
			return err
		})
		if destroyed == 0 {
			destroy(t, s, sub, r)
		}
	}
}

func TestDueDestructionsInOrder(t *testing.T) {
	s := storetest.OpenAt(t, t.TempDir(), newClock().now)
	var ids []privacy.SubjectID
	update(t, s, func(tx *store.Tx) error {
		for n, days := range []int{9, 3, 6} {
			sub := subject(tx, address(t, fmt.Sprintf("p%d@b.kz", n)))
			sub.DestructionDueAt = day.AddDate(0, 0, days)
			ids = append(ids, sub.ID)
			if err := tx.PutSubject(sub); err != nil {
				return err
			}
		}
		kept, err := tx.Subject(ids[2])
		kept.DestructionDueAt = time.Time{}
		return first(err, tx.PutSubject(kept))
	})
	view(t, s, func(tx *store.Tx) error {
		due, err := tx.DueDestructions(day.AddDate(0, 0, 9), 10)
		next, n, err2 := tx.NextDestruction()
		if !slices.Equal(due, []privacy.SubjectID{ids[1], ids[0]}) || !next.Equal(day.AddDate(0, 0, 3)) || n != 2 {
			t.Error(due, next, n)
		}
		early, err3 := tx.DueDestructions(day.AddDate(0, 0, 2), 10)
		if len(early) != 0 {
			t.Error("early:", early)
		}
		return first(err, err2, err3)
	})
}
