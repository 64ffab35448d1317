package store_test

import (
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/storetest"
)

// A store of schema 4 finds numbers by their text. They are found after it was opened,
// those of the destroyed too, and none is left in its former place.
func TestMigrationPlacesNumbers(t *testing.T) {
	dir := t.TempDir()
	s, err := store.Open(dir, store.Options{Keyring: storetest.Keyring(t)}.WithSchema4())
	if err != nil {
		t.Fatal(err)
	}
	gone, goneRequest := newPerson(1).enter(t, s, 1)
	_, kept := newPerson(2).enter(t, s, 2)
	destroy(t, s, gone, goneRequest)
	update(t, s, func(tx *store.Tx) error { return tx.FormerNumbers() })
	s.Close()

	s = storetest.OpenAt(t, dir, nil)
	storetest.Verify(t, s)
	view(t, s, func(tx *store.Tx) error {
		if r, err := tx.RequestByNumber(kept.Number); err != nil || r.ID != kept.ID {
			t.Error("a request of before:", err)
		}
		if _, err := tx.CaseTombstone(goneRequest.Number); err != nil {
			t.Error("a destroyed one:", err)
		}
		if now, former := tx.NumberTables(); now != 2 || former != 0 {
			t.Errorf("%d numbers in their place, %d in the former", now, former)
		}
		return nil
	})
}

// The number of a message is the same until a request has it, and lies beside the
// digest of the message; it is neither taken for one nor the other way round.
func TestNumberLiesBesideItsMessage(t *testing.T) {
	s := storetest.Open(t)
	fp := [32]byte{7}
	var first store.Request
	update(t, s, func(tx *store.Tx) (err error) {
		if first, err = request(tx, "received"); err != nil {
			return err
		}
		for range 2 {
			if first.Number, err = tx.NumberOf(fp); err != nil {
				return err
			}
		}
		key := store.MessageKey{Mailbox: "INBOX", UIDValidity: 1, UID: 1}
		if err := tx.PutDisposition(key, fp, store.Disposition{What: store.DisposedOrdinary}); err != nil {
			return err
		}
		return tx.PutRequest(first)
	})
	view(t, s, func(tx *store.Tx) error {
		if r, err := tx.RequestByNumber(first.Number); err != nil || r.ID != first.ID {
			t.Error(err)
		}
		if _, found, err := tx.DispositionByFingerprint(fp); !found || err != nil {
			t.Error("the message:", err)
		}
		if now, _ := tx.NumberTables(); now != 1 {
			t.Errorf("%d numbers", now)
		}
		if beside, _ := tx.NumberBesideDigest(fp); !beside {
			t.Error("it lies elsewhere")
		}
		if again, err := tx.NumberOf(fp); err != nil || again == first.Number {
			t.Error("a second request has its number:", err)
		}
		other, err := tx.NumberOf([32]byte{8})
		zero, zeroErr := tx.NumberOf([32]byte{})
		zeroAgain, _ := tx.NumberOf([32]byte{})
		if err != nil || zeroErr != nil || other == first.Number || zero == zeroAgain {
			t.Error("numbers are not told apart:", err, zeroErr)
		}
		return nil
	})
}
