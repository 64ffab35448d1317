package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// keysBefore is where the slots of the key store begin.
const keysBefore = 8192

func TestKeyStoreCutShortIsRefusedAtStart(t *testing.T) {
	for name, size := range map[string]int64{"without slots": keysBefore, "in the last slot": keysBefore + 64*6 - 1} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := storetest.OpenAt(t, dir, nil)
			for i := range 3 {
				grow(t, s, i) // a key for the person and one for the request
			}
			s.Close()
			keys := filepath.Join(dir, store.KeysName)
			if err := os.Truncate(keys, size); err != nil {
				t.Fatal(err)
			}
			_, err := open(t, dir)
			if !errors.Is(err, store.ErrKeysShort) || !errors.Is(err, privacy.ErrDamaged) {
				t.Fatal(err)
			}
			if info, _ := os.Stat(keys); info.Size() != size {
				t.Error("keys were written into it:", info.Size())
			}
		})
	}
}

func TestBackupWithoutAKeyIsNone(t *testing.T) {
	s, _, p := kept(t)
	take(t, p, s)
	f, err := os.OpenFile(filepath.Join(s.Dir(), store.KeysName), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	slot := make([]byte, 64)
	if _, err := f.ReadAt(slot, keysBefore+64); err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt(make([]byte, 64), keysBefore+64); err != nil {
		t.Fatal(err)
	}
	defer f.WriteAt(slot, keysBefore+64) // the store is looked through at the end
	if _, _, err := p.Take(s); !errors.Is(err, privacy.ErrDamaged) {
		t.Fatal(err)
	}
	if n := len(keyCopies(t, p)); n != 1 {
		t.Errorf("%d copies of the keys", n)
	}
}

// The newest slot is the one that no copy has yet: where it lies there and holds nothing,
// whose it was has lost a key, and everybody else is served.
func TestTheNewestKeyLostIsOneRecordLost(t *testing.T) {
	dir := lived(t, 3)
	lose(t, dir, 5, 1)
	s, err := open(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if list := s.Unreadable(); len(list) != 1 || list[0].Number == "" || !list[0].KeyLost {
		t.Fatalf("%+v", list)
	}
	otherWork(t, s)
}
