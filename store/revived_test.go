package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// Older keys put in place while the ledger is missing hold the keys of the destroyed again.
// It is told, at every start, until all data keys were renewed.
func TestOlderKeysWithoutTheLedgerAreTold(t *testing.T) {
	dir := t.TempDir()
	s := storetest.OpenAt(t, dir, nil)
	gone := newPerson(1)
	sub, r := gone.enter(t, s, 1)
	newPerson(2).enter(t, s, 2)
	s.Close()
	keys, err := os.ReadFile(filepath.Join(dir, store.KeysName))
	if err != nil {
		t.Fatal(err)
	}
	s = storetest.OpenAt(t, dir, nil)
	destroy(t, s, sub, r)
	s.Close()
	s = storetest.OpenAt(t, dir, nil)
	if n := s.KeysRevived(); n != 0 {
		t.Fatal("without cause:", n)
	}
	s.Close()
	if err := first(os.Remove(filepath.Join(dir, store.LedgerName)), os.WriteFile(filepath.Join(dir, store.KeysName), keys, 0o600)); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		s = storetest.OpenAt(t, dir, nil)
		if n := s.KeysRevived(); n != 2 {
			t.Error(n)
		}
		s.Close()
	}
	s = storetest.OpenAt(t, dir, nil)
	if err := s.Reseal(t.Context(), privacy.Operator("dana"), nil); err != nil || s.KeysRevived() != 0 {
		t.Error(err, s.KeysRevived())
	}
	s.Close()
	if s = storetest.OpenAt(t, dir, nil); s.KeysRevived() != 0 {
		t.Error(s.KeysRevived())
	}
	wantGone(t, s, gone, sub, r)
}
