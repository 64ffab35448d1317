package store_test

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// A key is lost, and letters came since the last backup: its copy of the keys lacks their
// slots and cannot take the place of the key store, but gives back what was lost. While
// the key is lost the data keys are not renewed, and nobody destroyed comes back.
func TestALostKeyIsBroughtBackFromAnOlderCopy(t *testing.T) {
	dir := t.TempDir()
	s := storetest.OpenAt(t, dir, nil)
	gone := newPerson(1)
	sub, r := gone.enter(t, s, 1) // slots 0 and 1
	newPerson(2).enter(t, s, 2)   // slots 2 and 3
	p := store.BackupPlace{Dir: filepath.Join(t.TempDir(), "backups")}
	take(t, p, s)
	copied := keyCopies(t, p)[0]
	destroy(t, s, sub, r)
	s.Close()
	s = storetest.OpenAt(t, dir, nil)
	grow(t, s, 50)
	s.Close()
	lose(t, dir, 0, 4)
	s, err := open(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	if list := s.Unreadable(); len(list) == 0 || !list[0].KeyLost {
		t.Fatalf("%+v", list)
	}
	if err := s.Reseal(t.Context(), privacy.Operator("dana"), nil); !errors.Is(err, privacy.ErrNotAllowed) {
		t.Error("the data keys were renewed:", err)
	}
	if _, err := store.MendKeys(dir, copied, storetest.Keyring(t)); !errors.Is(err, privacy.ErrLocked) {
		t.Error("beside the daemon:", err)
	}
	s.Close()
	m, err := store.MendKeys(dir, copied, storetest.Keyring(t))
	if err != nil || m.Mended != 2 || m.Lost != 0 {
		t.Fatalf("%+v %v", m, err)
	}
	s = storetest.OpenAt(t, dir, nil)
	if list := s.Unreadable(); len(list) != 0 {
		t.Errorf("%+v", list)
	}
	if _, err := s.CheckSealed(nil); err != nil {
		t.Error(err)
	}
	wantGone(t, s, gone, sub, r)
	if err := s.Reseal(t.Context(), privacy.Operator("dana"), nil); err != nil {
		t.Error(err)
	}
	if m, err := store.MendKeys(copyDir(t, dir), copied, storetest.Keyring(t)); err != nil || m.Mended != 0 {
		t.Errorf("%+v %v", m, err)
	}
	other, _, q := kept(t)
	take(t, q, other)
	if _, err := store.MendKeys(copyDir(t, dir), keyCopies(t, q)[0], storetest.Keyring(t)); !errors.Is(err, store.ErrMixed) {
		t.Error("from another store:", err)
	}
}

// A bad record is no lost key, and stands against a renewal as well.
func TestNoRenewalWhileARecordCannotBeRead(t *testing.T) {
	dir := lived(t, 3)
	spoil(t, dir, 0, 1) // the bytes of a message: no start opens them
	s, err := open(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Reseal(t.Context(), privacy.Operator("dana"), nil); !errors.Is(err, privacy.ErrNotAllowed) {
		t.Error(err)
	}
	if a := acts(t, s); slices.Contains(a, "data-keys-renewal-begun") {
		t.Error("it was begun:", a)
	}
	if list := s.Unreadable(); len(list) != 1 || list[0].KeyLost {
		t.Errorf("%+v", list)
	}
}
