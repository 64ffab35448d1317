package store_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

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

// A restore with the whole ledger: it names keys that were made after the backup, which
// these keys never had. Nothing is wrong, also after the next destruction.
func TestNoAlarmForKeysMadeAfterTheBackup(t *testing.T) {
	clk, dir := newClock(), t.TempDir()
	s := storetest.OpenAt(t, dir, clk.now)
	newPerson(1).enter(t, s, 1)
	p := store.BackupPlace{Dir: filepath.Join(t.TempDir(), "backups")}
	from := take(t, p, s)
	for i := range 60 { // more than the spare keys that the copy has
		clk.set(clk.now().Add(time.Minute))
		sub, r := newPerson(100+i).enter(t, s, uint32(100+i))
		destroy(t, s, sub, r)
	}
	s.Close()
	o := store.RestoreOptions{From: from, To: filepath.Join(t.TempDir(), "again"), Ledgers: []string{filepath.Join(dir, store.LedgerName)}, Place: p, Ring: storetest.Keyring(t), Now: clk.now}
	if _, err := store.Restore(o); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		s = storetest.OpenAt(t, o.To, clk.now)
		if n := s.KeysRevived(); n != 0 {
			t.Error("without cause:", n)
		}
		sub, r := newPerson(200+i).enter(t, s, uint32(200+i))
		destroy(t, s, sub, r)
		s.Close()
	}
}
