package store_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/storetest"
)

// P9: a ledger that was lost is made again of the tombstones, and does what the lost
// one did: older files put back beside it revive nobody, and their keys end.
func TestLostLedgerIsRebuilt(t *testing.T) {
	for name, lose := range map[string]func(path string, content []byte) error{
		"removed": func(path string, _ []byte) error { return os.Remove(path) },
		"emptied": func(path string, _ []byte) error { return os.WriteFile(path, nil, 0o600) },
		"shortened": func(path string, b []byte) error {
			return os.WriteFile(path, b[:bytes.IndexByte(b, '\n')+1], 0o600)
		},
	} {
		t.Run(name, func(t *testing.T) {
			clk, dir := newClock(), t.TempDir()
			s := storetest.OpenAt(t, dir, clk.now)
			other, r1 := newPerson(1).enter(t, s, 1)
			gone := newPerson(2)
			sub, r2 := gone.enter(t, s, 2)
			p := store.BackupPlace{Dir: filepath.Join(t.TempDir(), "backups")}
			from := take(t, p, s)
			clk.set(day.Add(time.Hour))
			destroy(t, s, other, r1)
			destroy(t, s, sub, r2)
			s.Close()
			ledger := filepath.Join(dir, store.LedgerName)
			content, err := os.ReadFile(ledger)
			if err != nil {
				t.Fatal(err)
			}
			if err := lose(ledger, content); err != nil {
				t.Fatal(err)
			}
			s = storetest.OpenAt(t, dir, clk.now)
			wantGone(t, s, gone, sub, r2)
			if lines, err := s.Erasures(); err != nil || len(lines) != 2 || s.LedgerRebuilt() == 0 {
				t.Fatalf("%d lines, %d of them anew, %v", len(lines), s.LedgerRebuilt(), err)
			}
			s.Close()
			o := store.RestoreOptions{From: from, To: filepath.Join(t.TempDir(), "again"), Ledgers: []string{ledger}, Place: p, Ring: storetest.Keyring(t), Now: clk.now}
			report, err := store.Restore(o)
			if err != nil || report.Destroyed < 4 {
				t.Fatalf("%+v %v", report, err)
			}
			again := storetest.OpenAt(t, o.To, clk.now)
			wantGone(t, again, gone, sub, r2)
		})
	}
}
