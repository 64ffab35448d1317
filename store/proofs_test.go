package store_test

import (
	"errors"
	"testing"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// A proof that has ended goes with all that leads to it, others stay; a commit that
// fails in between leaves a store that is whole, and the next try ends it.
func TestForgettingProofs(t *testing.T) {
	dir, c, failing := t.TempDir(), newClock(), ""
	open := func() *store.Store {
		return storetest.OpenWith(t, dir, store.Options{Now: c.now, Fault: func(op string) error {
			if op == failing {
				return errMine
			}
			return nil
		}})
	}
	s := open()
	destroy := func(n int) (store.Subject, store.Request) {
		sub, r := newPerson(n).enter(t, s, uint32(n+1))
		if _, err := s.Destroy(t.Context(), destructionOf(sub, r), allow); err != nil {
			t.Fatal(err)
		}
		return sub, r
	}
	old, oldRequest := destroy(0)
	c.set(day.AddDate(1, 0, 0))
	young, youngRequest := destroy(1)
	c.set(day.AddDate(3, 0, 0))
	ended := func(at time.Time) bool { return !at.AddDate(3, 0, 0).After(c.now()) }

	if _, err := s.ForgetProofs(t.Context(), func(time.Time) bool { return true }); !errors.Is(err, privacy.ErrBadInput) {
		t.Errorf("as young as a backup: %v", err)
	}
	failing = "ledger"
	if n, err := s.ForgetProofs(t.Context(), ended); n != 0 || !errors.Is(err, privacy.ErrUnavailable) {
		t.Errorf("%d %v", n, err)
	}
	failing = "commit"
	if n, err := s.ForgetProofs(t.Context(), ended); n != 0 || !errors.Is(err, privacy.ErrUnavailable) {
		t.Errorf("%d %v", n, err)
	}
	failing = ""
	if lines, err := s.Erasures(); err != nil || len(lines) != 1 || lines[0].Subject != young.ID {
		t.Fatalf("%+v %v", lines, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open()
	storetest.Verify(t, s)
	if n, err := s.ForgetProofs(t.Context(), ended); n != 2 || err != nil {
		t.Errorf("%d %v", n, err)
	}
	if n, err := s.ForgetProofs(t.Context(), ended); n != 0 || err != nil {
		t.Errorf("again: %d %v", n, err)
	}
	view(t, s, func(tx *store.Tx) error {
		_, err := tx.TombstoneByAddress(old.Address)
		_, numberErr := tx.RequestByNumber(oldRequest.Number)
		for _, err := range []error{err, numberErr} {
			if !errors.Is(err, privacy.ErrNotFound) || errors.Is(err, privacy.ErrDestroyed) {
				t.Error(err)
			}
		}
		if n, _ := tx.Destroyed(); n != 1 {
			t.Errorf("%d destroyed", n)
		}
		_, err = tx.TombstoneByAddress(young.Address)
		_, caseErr := tx.CaseTombstone(youngRequest.Number)
		stats, statsErr := tx.Statistics()
		destroyed := 0
		for _, one := range stats {
			destroyed += one.Destroyed
		}
		if destroyed != 2 {
			t.Errorf("%+v", stats)
		}
		return first(err, caseErr, statsErr)
	})
}
