package intake

import (
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// From a damaged store nothing is done to the mailbox: it could be noted nowhere, and an
// expunged letter never comes back (P6).
func TestNothingIsDoneToTheMailboxFromADamagedStore(t *testing.T) {
	o := newOffice(t)
	key := store.MessageKey{Mailbox: "INBOX", UIDValidity: 1, UID: 7}
	for _, put := range []func(*store.Tx) error{
		func(tx *store.Tx) error { return tx.PutToFile(key) },
		func(tx *store.Tx) error { return tx.PutToErase(key) },
	} {
		if err := o.store.Update(t.Context(), put); err != nil {
			t.Fatal(err)
		}
	}
	told := func() int {
		file, fileErr := o.in.ToFile(t.Context(), "INBOX", 1, 10)
		erase, eraseErr := o.in.ToErase(t.Context(), "INBOX", 1, 10)
		if fileErr != nil || eraseErr != nil {
			t.Fatal(fileErr, eraseErr)
		}
		return len(file) + len(erase)
	}
	if n := told(); n != 2 {
		t.Fatalf("%d to be done", n)
	}
	_ = o.store.Update(t.Context(), func(*store.Tx) error { return privacy.ErrDamaged })
	if n := told(); n != 0 {
		t.Errorf("%d to be done", n)
	}
}
