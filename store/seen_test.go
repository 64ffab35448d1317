package store_test

import (
	"testing"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

func TestLettersPutOffByAWrongClockLeave(t *testing.T) {
	c := newClock()
	s := storetest.OpenAt(t, t.TempDir(), c.now)
	update(t, s, func(tx *store.Tx) error {
		r, err := request(tx, privacy.StateReceived)
		return first(err, tx.PutRequest(r), tx.PutLetter(letter(tx, r.ID, day.Add(time.Hour))), tx.PutLetter(letter(tx, r.ID, day.AddDate(1, 0, 0))))
	})
	update(t, s, func(tx *store.Tx) error {
		n, err := tx.HastenLetters(24 * time.Hour)
		if n != 1 {
			t.Errorf("%d letters hastened", n)
		}
		due, err2 := tx.DueLetterIDs(day, 10)
		if len(due) != 1 {
			t.Errorf("%d letters are due", len(due))
		}
		return first(err, err2)
	})
}

func TestLastSeen(t *testing.T) {
	c, dir := newClock(), t.TempDir()
	s := storetest.OpenAt(t, dir, c.now)
	if at, err := s.LastSeen(); !at.IsZero() || err != nil {
		t.Error("a new store:", at, err)
	}
	update(t, s, appendAct("act"))
	c.set(day.Add(50 * time.Hour))
	if err := first(s.MarkSeen(), s.Close()); err != nil {
		t.Fatal(err)
	}
	if at, err := storetest.OpenAt(t, dir, c.now).LastSeen(); err != nil || at.Sub(day).Round(time.Hour) != 50*time.Hour {
		t.Error(at, err)
	}
}
