package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
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
	if _, err := store.MendKeys(dir, copied, storetest.Keyring(t), false); !errors.Is(err, privacy.ErrLocked) {
		t.Error("beside the daemon:", err)
	}
	s.Close()
	m, err := store.MendKeys(dir, copied, storetest.Keyring(t), false)
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
	if m, err := store.MendKeys(copyDir(t, dir), copied, storetest.Keyring(t), false); err != nil || m.Mended != 0 {
		t.Errorf("%+v %v", m, err)
	}
	other, _, q := kept(t)
	take(t, q, other)
	if _, err := store.MendKeys(copyDir(t, dir), keyCopies(t, q)[0], storetest.Keyring(t), false); !errors.Is(err, store.ErrMixed) {
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

// The key store is lost, or last night's copy was put in its place, and letters came
// since: on the administrator's word the copy serves everybody but those whose keys it
// never had. What was destroyed since stays so, and the keys that turn up later are
// taken back.
func TestAnOlderCopyOfTheKeysServesAllButTheLast(t *testing.T) {
	for name, gone := range map[string]bool{"the file is missing": true, "the copy lies in its place": false} {
		t.Run(name, func(t *testing.T) {
			dir, p := t.TempDir(), store.BackupPlace{Dir: filepath.Join(t.TempDir(), "backups")}
			s := storetest.OpenAt(t, dir, nil)
			sub, r := newPerson(1).enter(t, s, 1)
			newPerson(2).enter(t, s, 2)
			take(t, p, s)
			copied, keys := keyCopies(t, p)[0], filepath.Join(dir, store.KeysName)
			destroy(t, s, sub, r)
			s.Close()
			s = storetest.OpenAt(t, dir, nil) // keys behind those of the copy
			newPerson(3).enter(t, s, 3)
			s.Close()
			former := filepath.Join(t.TempDir(), "former")
			if err := os.Rename(keys, former); err != nil {
				t.Fatal(err)
			}
			if !gone {
				content, err := os.ReadFile(copied)
				if err := first(err, os.WriteFile(keys, content, 0o600)); err != nil {
					t.Fatal(err)
				}
			}
			m, err := store.MendKeys(dir, copied, storetest.Keyring(t), false)
			if gone && !errors.Is(err, privacy.ErrNotAllowed) || !gone && (err != nil || m.Lost != 2) {
				t.Fatalf("%+v %v", m, err)
			}
			if _, err := open(t, dir); !errors.Is(err, privacy.ErrDamaged) {
				t.Fatal("started without a word:", err)
			}
			if m, err = store.MendKeys(dir, copied, storetest.Keyring(t), true); err != nil || m.Lost != 2 || m.Laid != gone {
				t.Fatalf("%+v %v", m, err)
			}
			if s, err = open(t, dir); err != nil {
				t.Fatal(err)
			}
			if list := s.Unreadable(); len(list) != 2 || !list[0].KeyLost || s.KeysRevived() != 0 {
				t.Errorf("%+v %d", list, s.KeysRevived())
			}
			otherWork(t, s)
			s.Close()
			if m, err := store.MendKeys(dir, former, storetest.Keyring(t), false); err != nil || m.Mended != 2 || m.Lost != 0 {
				t.Fatalf("%+v %v", m, err)
			}
			s = storetest.OpenAt(t, dir, nil)
			if _, err := s.CheckSealed(nil); err != nil || len(s.Unreadable()) != 0 {
				t.Error(err, s.Unreadable())
			}
			wantGone(t, s, newPerson(1), sub, r)
		})
	}
}

// Without so many keys nobody goes on.
func TestACopyThatLacksManyKeysIsRefused(t *testing.T) {
	dir, p := t.TempDir(), store.BackupPlace{Dir: filepath.Join(t.TempDir(), "backups")}
	s := storetest.OpenAt(t, dir, nil)
	take(t, p, s)
	for i := range 20 {
		grow(t, s, i)
	}
	s.Close()
	keys := filepath.Join(dir, store.KeysName)
	if err := os.Remove(keys); err != nil {
		t.Fatal(err)
	}
	if _, err := store.MendKeys(dir, keyCopies(t, p)[0], storetest.Keyring(t), true); !errors.Is(err, privacy.ErrNotAllowed) || !strings.Contains(err.Error(), "too many") {
		t.Error(err)
	}
	if _, err := os.Stat(keys); err == nil {
		t.Error("something was laid there")
	}
}
