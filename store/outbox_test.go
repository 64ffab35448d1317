package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

func TestLettersComeWhenDue(t *testing.T) {
	s := storetest.Open(t)
	var now, soon, later store.Letter
	var of privacy.RequestID
	update(t, s, func(tx *store.Tx) error {
		r, err := request(tx, privacy.StateReceived)
		of = r.ID
		later, soon, now = letter(tx, of, day.Add(2*time.Hour)), letter(tx, of, day.Add(time.Hour)), letter(tx, "", time.Time{})
		return first(err, tx.PutRequest(r), tx.PutLetter(later), tx.PutLetter(soon), tx.PutLetter(now))
	})
	due := func(at time.Time, limit int) (ids []privacy.LetterID) {
		view(t, s, func(tx *store.Tx) error {
			letters, err := tx.DueLetters(at, limit)
			for _, l := range letters {
				if string(l.Bytes) != "the letter" {
					t.Errorf("letter without its bytes: %q", l.Bytes)
				}
				ids = append(ids, l.ID)
			}
			return err
		})
		return ids
	}
	if got := due(day.Add(time.Hour), 9); len(got) != 2 || got[0] != now.ID || got[1] != soon.ID {
		t.Error("at the hour:", got)
	}
	if got := due(day.Add(time.Hour-1), 9); len(got) != 1 {
		t.Error("a moment before:", got)
	}
	if got := due(day.AddDate(1, 0, 0), 2); len(got) != 2 {
		t.Error("limit:", got)
	}
	update(t, s, func(tx *store.Tx) error {
		now.State, now.SentAt = store.LetterSent, day
		soon.NextAt = day.Add(3 * time.Hour)
		soon.Attempts = append(soon.Attempts, store.Attempt{At: day, Outcome: "temporary", Code: 451, Stage: "dot"})
		return first(tx.PutLetter(now), tx.PutLetter(soon))
	})
	view(t, s, func(tx *store.Tx) error {
		if at, ok := tx.NextLetterAt(); !ok || !at.Equal(later.NextAt) {
			t.Error("next:", at, ok)
		}
		if q, sent := tx.CountLetters(store.LetterQueued), tx.CountLetters(store.LetterSent); q != 2 || sent != 1 {
			t.Error("counts:", q, sent)
		}
		of, err := tx.LettersOf(of)
		if len(of) != 2 || of[0].ID != later.ID || len(of[1].Attempts) != 1 || string(of[1].Bytes) != "the letter" {
			t.Error("letters of the request:", len(of))
		}
		got, err2 := tx.LetterByMessageID(soon.MessageID)
		if got.ID != soon.ID {
			t.Error("by Message-ID: another letter")
		}
		n := 0
		return first(err, err2, tx.EachLetter(func(store.Letter) bool { n++; return n < 3 }))
	})
	update(t, s, func(tx *store.Tx) error {
		later.State, soon.State = store.LetterSent, store.LetterFailed
		return first(tx.PutLetter(later), tx.PutLetter(soon))
	})
	view(t, s, func(tx *store.Tx) error {
		if _, ok := tx.NextLetterAt(); ok {
			t.Error("nothing is queued, yet something is next")
		}
		return nil
	})
}

func TestMessageIDBelongsToOneLetter(t *testing.T) {
	s := storetest.Open(t)
	err := s.Update(context.Background(), func(tx *store.Tx) error {
		a, b := letter(tx, "", day), letter(tx, "", day)
		b.MessageID = a.MessageID
		return first(tx.PutLetter(a), tx.PutLetter(b))
	})
	if !errors.Is(err, privacy.ErrBadInput) {
		t.Error(err)
	}
}

func TestLetterBytesCanBeTakenOut(t *testing.T) {
	s := storetest.Open(t)
	update(t, s, func(tx *store.Tx) error {
		l := letter(tx, "", day)
		err := tx.PutLetter(l)
		l.Bytes, l.State = nil, store.LetterSent
		err = first(err, tx.PutLetter(l))
		got, err2 := tx.Letter(l.ID)
		if len(got.Bytes) != 0 {
			t.Error("the bytes are still there")
		}
		return first(err, err2)
	})
}

func TestConfirmationIsFoundByItsTokenOnly(t *testing.T) {
	dir := t.TempDir()
	s := storetest.OpenAt(t, dir, nil)
	const token = "K7QX-41TM-TOKEN"
	var id privacy.RequestID
	update(t, s, func(tx *store.Tx) error {
		id = tx.NewRequestID()
		c := store.Confirmation{RequestID: id, Address: address(t, "a@b.kz"), Act: store.ActConfirmRequest, AskedAt: day, ExpiresAt: day.AddDate(0, 0, 3)}
		if err := tx.PutConfirmation(token, c); err != nil {
			return err
		}
		if err := tx.PutConfirmation(token, c); !errors.Is(err, privacy.ErrExists) {
			t.Error("a token twice:", err)
		}
		return tx.PutConfirmation("other", c)
	})
	update(t, s, func(tx *store.Tx) error {
		c, err := tx.Confirmation(token)
		c.UsedAt = day
		moved := c
		moved.RequestID = tx.NewRequestID()
		if err := tx.UpdateConfirmation(moved); !errors.Is(err, privacy.ErrBadInput) {
			t.Error("moved to another request:", err)
		}
		if err := tx.UpdateConfirmation(store.Confirmation{RequestID: id, Digest: []byte("unknown")}); !errors.Is(err, privacy.ErrNotFound) {
			t.Error("unknown digest:", err)
		}
		return first(err, tx.UpdateConfirmation(c))
	})
	view(t, s, func(tx *store.Tx) error {
		c, err := tx.Confirmation(token)
		of, err2 := tx.ConfirmationsOf(id)
		if !c.UsedAt.Equal(day) || len(of) != 2 {
			t.Error("used:", c.UsedAt, "of the request:", len(of))
		}
		return first(err, err2)
	})
	update(t, s, func(tx *store.Tx) error {
		c, err := tx.Confirmation("other")
		return first(err, tx.DeleteConfirmation(c.Digest), tx.DeleteConfirmation(c.Digest), tx.DeleteConfirmation(nil))
	})
	view(t, s, func(tx *store.Tx) error {
		of, err := tx.ConfirmationsOf(id)
		if len(of) != 1 || of[0].Digest == nil {
			t.Error("of the request:", len(of))
		}
		return err
	})
	s.Close()
	if fileHolds(t, dir, token) {
		t.Error("the file holds the token itself")
	}
}
