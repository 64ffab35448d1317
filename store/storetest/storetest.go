// Package storetest gives tests a store. There is no fake: the store is fast
// enough, and what a fake would hide are the faults worth finding.
package storetest

import (
	"bytes"
	"testing"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/seal"
)

// Key returns the master key of stores opened here: fixed, so that a store can be
// opened again.
func Key() []byte {
	key := bytes.Repeat([]byte{0x6b}, seal.KeySize)
	key[0] = 1
	return key
}

// Keyring returns the keyring of stores opened here.
func Keyring(t testing.TB) *seal.Keyring {
	t.Helper()
	k, err := seal.NewKeyring(Key())
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// Open returns an empty store in a temporary folder. When the test ends, its
// pages, indexes, counters and audit chain are checked, then it is closed.
func Open(t testing.TB) *store.Store {
	t.Helper()
	return OpenAt(t, t.TempDir(), nil)
}

// OpenAt is Open for a folder and a clock of the test's own; a nil clock is the
// system's. A test may close the store itself to open it again: a closed store is
// not checked, the one opened last is.
func OpenAt(t testing.TB, dir string, now func() time.Time) *store.Store {
	t.Helper()
	return OpenWith(t, dir, store.Options{Now: now})
}

// OpenWith is OpenAt with all options; the keyring is filled in where missing.
func OpenWith(t testing.TB, dir string, o store.Options) *store.Store {
	t.Helper()
	if o.Keyring == nil {
		o.Keyring = Keyring(t)
	}
	s, err := store.Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if !s.Closed() {
			Verify(t, s)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// Verify checks an open store and reports what is wrong.
func Verify(t testing.TB, s *store.Store) {
	t.Helper()
	if err := s.Check(); err != nil {
		t.Errorf("store check: %v", err)
	}
	if _, err := s.VerifyAudit(nil); err != nil {
		t.Errorf("store check: %v", err)
	}
}
