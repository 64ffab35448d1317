package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// countLetters says how many letters count by an id within the last hour.
func countLetters(t *testing.T, s *store.Store, id string) (n int) {
	t.Helper()
	update(t, s, func(tx *store.Tx) (err error) {
		n, err = tx.CountLettersBy(tx.LimitKey("address", id), tx.Now().Add(-time.Hour))
		return err
	})
	return n
}

func limited(tx *store.Tx, ids ...string) store.Letter {
	l := letter(tx, "", tx.Now())
	l.QueuedAt = tx.Now()
	for _, id := range ids {
		l.Limits = append(l.Limits, tx.LimitKey("address", id))
	}
	return l
}

func queueLetters(t *testing.T, s *store.Store, n int, ids ...string) {
	t.Helper()
	update(t, s, func(tx *store.Tx) error {
		for range n {
			if err := tx.PutLetter(limited(tx, ids...)); err != nil {
				return err
			}
		}
		return nil
	})
}

// P5: the window slides; it does not begin anew on the hour or after a restart.
func TestWindowSlides(t *testing.T) {
	dir, c := t.TempDir(), newClock()
	s := storetest.OpenAt(t, dir, c.now)
	queueLetters(t, s, 2, "a@b.kz")
	c.set(day.Add(40 * time.Minute))
	queueLetters(t, s, 3, "a@b.kz", "c@d.kz")
	queueLetters(t, s, 1, "e@f.kz")
	for _, at := range []struct{ after, want int }{{40, 5}, {59, 5}, {60, 3}, {99, 3}} {
		c.set(day.Add(time.Duration(at.after) * time.Minute))
		if n := countLetters(t, s, "a@b.kz"); n != at.want {
			t.Errorf("after %d minutes: %d, want %d", at.after, n, at.want)
		}
	}
	c.set(day.Add(70 * time.Minute))
	s.Close()
	s = storetest.OpenAt(t, dir, c.now)
	for id, want := range map[string]int{"a@b.kz": 3, "c@d.kz": 3, "e@f.kz": 1, "g@h.kz": 0} {
		if n := countLetters(t, s, id); n != want {
			t.Errorf("after a restart: %d letters, want %d", n, want)
		}
	}
	c.set(day.Add(100 * time.Minute))
	if n := countLetters(t, s, "a@b.kz"); n != 0 {
		t.Error("after all:", n)
	}
	s.Close()
	if fileHolds(t, dir, "a@b.kz") {
		t.Error("the file holds the address itself")
	}
}

// A longer window looks further back than what was looked at before.
func TestALongerWindowIsCountedToo(t *testing.T) {
	c := newClock()
	s := storetest.OpenAt(t, t.TempDir(), c.now)
	queueLetters(t, s, 2, "a@b.kz")
	c.set(day.Add(2 * time.Hour))
	queueLetters(t, s, 1, "a@b.kz")
	if n := countLetters(t, s, "a@b.kz"); n != 1 {
		t.Error("an hour:", n)
	}
	update(t, s, func(tx *store.Tx) error {
		n, err := tx.CountLettersBy(tx.LimitKey("address", "a@b.kz"), day.Add(-time.Minute))
		if n != 3 {
			t.Error("three hours:", n)
		}
		return err
	})
}

// A letter counts once, from the transaction that queues it on, and not if that fails.
func TestALetterCountsOnceAndOnlyIfItIsQueued(t *testing.T) {
	for _, asked := range []bool{false, true} { // before anything was asked, and after
		s := storetest.OpenAt(t, t.TempDir(), newClock().now)
		if asked {
			countLetters(t, s, "a@b.kz")
		}
		err := s.Update(context.Background(), func(tx *store.Tx) error {
			l := limited(tx, "a@b.kz")
			err := first(tx.PutLetter(l), tx.PutLetter(l))
			n, err2 := tx.CountLettersBy(tx.LimitKey("address", "a@b.kz"), tx.Now().Add(-time.Hour))
			if n != 1 {
				t.Error("in its own transaction:", n)
			}
			return first(err, err2, errMine)
		})
		if n := countLetters(t, s, "a@b.kz"); n != 0 || !errors.Is(err, errMine) {
			t.Error("of a transaction that failed:", n, err)
		}
		var l store.Letter
		update(t, s, func(tx *store.Tx) error { l = limited(tx, "a@b.kz"); return tx.PutLetter(l) })
		update(t, s, func(tx *store.Tx) error { l.State = store.LetterSent; return tx.PutLetter(l) })
		if n := countLetters(t, s, "a@b.kz"); n != 1 {
			t.Error("queued, then sent:", n)
		}
	}
}

// After trouble with the disk nobody knows what was kept: the letters say it.
func TestLimitsAreReadAgainAfterTroubleWithTheDisk(t *testing.T) {
	var fail error
	s := storetest.OpenWith(t, t.TempDir(), store.Options{Now: newClock().now, Fault: func(op string) error {
		if op == "sync" {
			return fail
		}
		return nil
	}})
	queueLetters(t, s, 1, "a@b.kz")
	countLetters(t, s, "a@b.kz")
	fail = errMine
	err := s.Update(context.Background(), func(tx *store.Tx) error { return tx.PutLetter(limited(tx, "a@b.kz")) })
	fail = nil
	if n := countLetters(t, s, "a@b.kz"); n != 2 || !errors.Is(err, privacy.ErrUnavailable) {
		t.Errorf("%d letters count, two are on record (%v)", n, err)
	}
}

// A clock set back must neither shut a limit for long nor open it for ever.
func TestClockSetBackDoesNotLockUp(t *testing.T) {
	c := newClock()
	s := storetest.OpenAt(t, t.TempDir(), c.now)
	queueLetters(t, s, 5, "a@b.kz")
	c.set(day.Add(-10 * time.Second))
	if n := countLetters(t, s, "a@b.kz"); n != 5 {
		t.Error("corrected by moments:", n)
	}
	queueLetters(t, s, 1, "a@b.kz")
	c.set(day.AddDate(-1, 0, 0))
	if n := countLetters(t, s, "a@b.kz"); n != 0 {
		t.Error("set back by a year:", n)
	}
	queueLetters(t, s, 2, "a@b.kz")
	if n := countLetters(t, s, "a@b.kz"); n != 2 {
		t.Error("counting goes on:", n)
	}
}

// Memory holds the window, not all letters that ever were.
func TestLettersOutsideTheWindowAreNotHeld(t *testing.T) {
	c := newClock()
	s := storetest.OpenAt(t, t.TempDir(), c.now)
	held := 0
	for hour := range 30 {
		c.set(day.Add(time.Duration(hour) * time.Hour))
		countLetters(t, s, "all")
		update(t, s, func(tx *store.Tx) error {
			for i := range 500 {
				if err := tx.PutLetter(limited(tx, "all", fmt.Sprintf("%d-%d@b.kz", hour, i))); err != nil {
					return err
				}
			}
			held = max(held, tx.RecentTimes())
			return nil
		})
	}
	if held > 6000 {
		t.Errorf("%d times are held for 1000 in the window; 30000 came", held)
	}
	if n := countLetters(t, s, "all"); n != 500 {
		t.Error("in the last hour:", n)
	}
}

func TestReadersDoNotCount(t *testing.T) {
	s := storetest.Open(t)
	view(t, s, func(tx *store.Tx) error {
		if _, err := tx.CountLettersBy(store.LimitKey{}, day); !errors.Is(err, privacy.ErrBadInput) {
			t.Error(err)
		}
		return nil
	})
}
