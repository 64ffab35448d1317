package store_test

import (
	"errors"
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// A message that was moved stays the one that was disposed of; what is not on record is
// not noted, and a number that is known before the destruction is not looked for twice.
func TestMovedMessages(t *testing.T) {
	s := storetest.Open(t)
	key := store.MessageKey{Mailbox: "INBOX", UIDValidity: 7, UID: 5}
	to := store.MessageKey{Mailbox: "Handled", UIDValidity: 9, UID: 50}
	other := store.MessageKey{Mailbox: "INBOX", UIDValidity: 7, UID: 6}
	d := store.Disposition{What: store.DisposedOrdinary}
	update(t, s, func(tx *store.Tx) error {
		return first(tx.PutDisposition(key, [32]byte{5}, d), tx.PutDisposition(other, [32]byte{6}, d),
			tx.PutMoved(key, to), tx.PutMoved(store.MessageKey{Mailbox: "INBOX", UIDValidity: 7, UID: 77}, to))
	})
	update(t, s, func(tx *store.Tx) error {
		if err := tx.PutDisposition(key, [32]byte{5}, store.Disposition{What: store.DisposedOwn}); !errors.Is(err, privacy.ErrExists) {
			t.Error("another disposition:", err)
		}
		return tx.PutDisposition(key, [32]byte{5}, d) // the same again
	})
	view(t, s, func(tx *store.Tx) error {
		got, found, err := tx.Disposition(key)
		if !found || got.Moved == nil || *got.Moved != to {
			t.Errorf("%+v %v", got, found)
		}
		return err
	})
	update(t, s, func(tx *store.Tx) error {
		return first(tx.PutToErase(key), tx.PutToErase(other), tx.PutMoved(other, to), tx.PutToErase(other))
	})
	view(t, s, func(tx *store.Tx) error {
		list, err := tx.MovedToErase("INBOX", 10)
		if len(list) != 2 || list[0].Message != key || list[0].To != to || list[1].Message != other {
			t.Errorf("%+v", list)
		}
		few, fewErr := tx.MovedToErase("INBOX", 1)
		uids, uidsErr := tx.ToErase("INBOX", 7, 10)
		if len(few) != 1 || len(uids) != 0 {
			t.Errorf("%v %v", few, uids)
		}
		return first(err, fewErr, uidsErr)
	})
}

func TestFarewellComesBackAsItWasPut(t *testing.T) {
	s := storetest.Open(t)
	var put store.Letter
	update(t, s, func(tx *store.Tx) error {
		put = letter(tx, "", day)
		put.State, put.Farewell = store.LetterHeld, &store.Farewell{Subject: tx.NewSubjectID(), Number: "OT-7F3K-92QT", Until: day}
		return tx.PutLetter(put)
	})
	view(t, s, func(tx *store.Tx) error {
		got, err := tx.Letter(put.ID)
		if got.State != put.State || got.Farewell == nil || *got.Farewell != *put.Farewell {
			t.Errorf("%+v", got)
		}
		return err
	})
	update(t, s, func(tx *store.Tx) error {
		another := letter(tx, "", day)
		if err := first(tx.PutLetter(another)); err != nil {
			return err
		}
		if err := tx.EraseFarewell(another.ID, ""); !errors.Is(err, privacy.ErrBadInput) {
			t.Error("a letter that is none:", err)
		}
		return nil
	})
}
