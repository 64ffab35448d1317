package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/seal"
	"medico-intech.kz/otinish/store/storetest"
)

func TestRestoredStoreGoesOnAndSaysWhatItIs(t *testing.T) {
	s, c, p := kept(t)
	update(t, s, func(tx *store.Tx) error {
		return first(tx.PutCursor(store.Cursor{Mailbox: "INBOX", UIDValidity: 3, UID: 7}), tx.PutCursor(store.Cursor{Mailbox: "Junk", UIDValidity: 4, UID: 8}))
	})
	dir := take(t, p, s)
	grow(t, s, 50) // lost
	c.set(day.Add(time.Hour))
	to := filepath.Join(t.TempDir(), "again")
	r, err := store.Restore(store.RestoreOptions{From: dir, To: to, Place: p, Ring: storetest.Keyring(t), Now: c.now})
	if err != nil {
		t.Fatal(err)
	}
	if r.Subjects != 3 || r.Entries != 3 || len(r.Ledgers) != 1 || r.Keys != keyCopies(t, p)[0] {
		t.Errorf("%+v", r)
	}
	if left, _ := filepath.Glob(filepath.Join(to, "*")); len(left) != 3 {
		t.Errorf("files: %q", left)
	}
	again := storetest.OpenAt(t, to, c.now)
	wantActs(t, again, "received received received restored")
	view(t, again, func(tx *store.Tx) error {
		mark, ok, err := tx.Restored()
		if !ok || mark.Settled || !mark.TakenAt.Equal(day) || !mark.At.Equal(day.Add(time.Hour)) {
			t.Errorf("%+v %v", mark, ok)
		}
		for _, box := range []string{"INBOX", "Junk"} {
			if c, _, _ := tx.Cursor(box); !c.Restored || c.UID == 0 {
				t.Errorf("%s: %+v", box, c)
			}
		}
		if _, err := tx.SubjectByAddress(address(t, "p50@example.kz")); !errors.Is(err, privacy.ErrNotFound) {
			t.Error("what came after the backup:", err)
		}
		return err
	})
	grow(t, again, 51)
}

// Whatever is wrong, nothing is put back, and the next try begins afresh.
func TestRestoreRefuses(t *testing.T) {
	s, c, p := kept(t)
	dir := take(t, p, s)
	other := storetest.Key()
	other[7]++
	wrongRing, err := seal.NewKeyring(other)
	if err != nil {
		t.Fatal(err)
	}
	change := func(path string, with func([]byte) []byte) func() func() {
		return func() func() {
			before, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			os.WriteFile(path, with(append([]byte{}, before...)), 0o600)
			return func() { os.WriteFile(path, before, 0o600) }
		}
	}
	flip := func(b []byte) []byte { b[len(b)/2] ^= 4; return b }
	data, keys := filepath.Join(dir, store.FileName), keyCopies(t, p)[0]
	good := store.RestoreOptions{From: dir, Place: p, Ring: storetest.Keyring(t), Now: c.now}
	for name, bad := range map[string]struct {
		set    func(o *store.RestoreOptions)
		damage func() (mend func())
		says   string
	}{
		"another master key": {set: func(o *store.RestoreOptions) { o.Ring = wrongRing }, says: "key_file"},
		"no backup":          {set: func(o *store.RestoreOptions) { o.From = t.TempDir() }, says: "holds no backup"},
		"keys of another store": {set: func(o *store.RestoreOptions) {
			foreign, _, q := kept(t)
			take(t, q, foreign)
			o.Keys = keyCopies(t, q)[0]
		}, says: "another store"},
		"no ledger there":     {set: func(o *store.RestoreOptions) { o.Ledgers = []string{"/nonexistent"} }, says: "erasure ledger"},
		"a flipped bit":       {damage: change(data, flip), says: "try another backup"},
		"cut short":           {damage: change(data, func(b []byte) []byte { return b[:len(b)-4096] }), says: "octets"},
		"flipped in keys":     {damage: change(keys, flip), says: "not as it was written"},
		"empty manifest":      {damage: change(filepath.Join(dir, "manifest.json"), func([]byte) []byte { return nil }), says: "manifest.json"},
		"no copy of the keys": {set: func(o *store.RestoreOptions) { o.Place.KeysDir = t.TempDir() }, says: "--keys"},
	} {
		o := good
		o.To = filepath.Join(t.TempDir(), "again")
		if bad.set != nil {
			bad.set(&o)
		}
		if bad.damage != nil {
			mend := bad.damage()
			defer mend()
			_, err = store.Restore(o)
			mend()
		} else {
			_, err = store.Restore(o)
		}
		if err == nil || !strings.Contains(err.Error(), bad.says) {
			t.Errorf("%s: %v, want %q", name, err, bad.says)
		}
		if left, _ := os.ReadDir(o.To); len(left) != 0 {
			t.Errorf("%s: left %v", name, left)
		}
	}
	good.To = t.TempDir()
	if _, err := store.Restore(good); err != nil {
		t.Error("after all that:", err)
	}
	if _, err := store.Restore(good); !errors.Is(err, privacy.ErrNotAllowed) || !strings.Contains(err.Error(), "not empty") {
		t.Error("over a store:", err)
	}
}
