package store_test

import (
	"fmt"
	"testing"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/storetest"
)

func countEvents(t *testing.T, s *store.Store, scope, id string, window time.Duration) (n int) {
	t.Helper()
	view(t, s, func(tx *store.Tx) (err error) {
		n, err = tx.CountEvents(scope, id, tx.Now().Add(-window))
		return err
	})
	return n
}

func addEvents(t *testing.T, s *store.Store, scope, id string, n int) {
	t.Helper()
	update(t, s, func(tx *store.Tx) error {
		for range n {
			if err := tx.AddEvent(scope, id, time.Hour); err != nil {
				return err
			}
		}
		return nil
	})
}

// P5: the window slides; it does not begin anew on the hour.
func TestWindowSlides(t *testing.T) {
	dir, c := t.TempDir(), newClock()
	s := storetest.OpenAt(t, dir, c.now)
	addEvents(t, s, "address", "a@b.kz", 2)
	c.set(day.Add(40 * time.Minute))
	addEvents(t, s, "address", "a@b.kz", 3)
	addEvents(t, s, "domain", "a@b.kz", 1)
	addEvents(t, s, "address", "c@d.kz", 1)
	for after, want := range map[time.Duration]int{40: 5, 59: 5, 60: 3, 99: 3, 100: 0} {
		c.set(day.Add(after * time.Minute))
		if n := countEvents(t, s, "address", "a@b.kz", time.Hour); n != want {
			t.Errorf("after %d minutes: %d, want %d", after, n, want)
		}
	}
	s.Close()
	c.set(day.Add(70 * time.Minute))
	s = storetest.OpenAt(t, dir, c.now)
	if n := countEvents(t, s, "address", "a@b.kz", time.Hour); n != 3 {
		t.Error("after a restart:", n)
	}
	s.Close()
	if fileHolds(t, dir, "a@b.kz") {
		t.Error("the file holds the address itself")
	}
}

// A clock set back must neither shut a limit for long nor open it for ever.
func TestClockSetBackDoesNotLockUp(t *testing.T) {
	c := newClock()
	s := storetest.OpenAt(t, t.TempDir(), c.now)
	addEvents(t, s, "all", "", 5)
	c.set(day.Add(-10 * time.Second))
	if n := countEvents(t, s, "all", "", time.Hour); n != 5 {
		t.Error("corrected by moments:", n)
	}
	addEvents(t, s, "all", "", 1)
	c.set(day.AddDate(-1, 0, 0))
	if n := countEvents(t, s, "all", "", time.Hour); n != 0 {
		t.Error("set back by a year:", n)
	}
	addEvents(t, s, "all", "", 2)
	if n := countEvents(t, s, "all", "", time.Hour); n != 2 {
		t.Error("counting goes on:", n)
	}
}

func TestTimesOutsideTheWindowAreNotKept(t *testing.T) {
	c := newClock()
	s := storetest.OpenAt(t, t.TempDir(), c.now)
	addEvents(t, s, "all", "", 5)
	c.set(day.Add(2 * time.Hour))
	addEvents(t, s, "all", "", 1)
	view(t, s, func(tx *store.Tx) error {
		if n := tx.KeptEvents("all", ""); n != 1 {
			t.Error(n)
		}
		return nil
	})
}

func TestCountIsRightUpToItsBound(t *testing.T) {
	s := storetest.OpenAt(t, t.TempDir(), newClock().now)
	addEvents(t, s, "all", "", store.MaxEvents+10)
	if n := countEvents(t, s, "all", "", time.Hour); n != store.MaxEvents {
		t.Error(n)
	}
}

// P18: writers that never come back leave nothing behind.
func TestExpiredListsGo(t *testing.T) {
	c := newClock()
	s := storetest.OpenAt(t, t.TempDir(), c.now)
	lists := 0
	for round := range 20 {
		c.set(day.Add(time.Duration(round) * 2 * time.Hour))
		update(t, s, func(tx *store.Tx) error {
			for i := range 200 {
				if err := tx.AddEvent("address", fmt.Sprintf("%d-%d@b.kz", round, i), time.Hour); err != nil {
					return err
				}
			}
			lists = tx.CountEventLists()
			return nil
		})
	}
	if lists > 600 {
		t.Errorf("%d lists are kept for 200 live ones; 4000 writers came", lists)
	}
}
