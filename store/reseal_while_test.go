package store_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// Who reads a moment from before the renewal reads on: keys go when they have ended.
func TestRenewalWaitsForReaders(t *testing.T) {
	dir, _ := populated(t, 10)
	s := storetest.OpenAt(t, dir, nil)
	sealed, done := make(chan struct{}, 1000), make(chan error, 1)
	view(t, s, func(tx *store.Tx) error {
		go func() {
			done <- s.Reseal(t.Context(), privacy.Operator("dana"), func(uint64, uint64) { sealed <- struct{}{} })
		}()
		for range 4 { // subjects, the turn, requests, nothing left
			<-sealed
		}
		for range 200 {
			n := 0
			err := tx.EachSubject(func(store.Subject) bool { n++; return true })
			if err != nil || n != 20 {
				t.Fatalf("%d people, %v", n, err)
			}
		}
		select {
		case err := <-done:
			t.Error("it did not wait:", err)
		default:
		}
		return nil
	})
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// A copy of the data of before and of the keys of after would be no backup.
func TestABackupAcrossARenewalIsNone(t *testing.T) {
	s, _, p := kept(t)
	if err := s.CopyData(func(store.Copied) (io.Writer, error) { return io.Discard, nil }); err != nil {
		t.Fatal(err)
	}
	if err := s.Reseal(t.Context(), privacy.Operator("dana"), nil); err != nil {
		t.Fatal(err)
	}
	if err := s.CopyKeys(io.Discard); !errors.Is(err, privacy.ErrUnavailable) {
		t.Error(err)
	}
	backup := take(t, p, s)
	if r, err := p.CheckBackup(backup, storetest.Keyring(t), day); err != nil || r.Opened == nil {
		t.Errorf("%+v %v", r, err)
	}
}

// A full disk, for the data or for the keys: it says so, everything reads as before,
// and when there is room it goes on.
func TestRenewalOnAFullDisk(t *testing.T) {
	for name, o := range map[string]func(full *atomic.Bool) store.Options{
		"data": func(full *atomic.Bool) store.Options {
			return store.Options{Fault: func(op string) error { return errWhen(full.Load() && op == "commit") }}
		},
		"keys": func(full *atomic.Bool) store.Options {
			return store.Options{Fault: func(op string) error { return errWhen(full.Load() && op == "keys") }}
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir, tells := populated(t, 70)
			var full atomic.Bool
			s := storetest.OpenWith(t, dir, o(&full))
			err := s.Reseal(t.Context(), privacy.Operator("dana"), func(uint64, uint64) { full.Store(true) })
			if !errors.Is(err, privacy.ErrUnavailable) {
				t.Fatal(err)
			}
			full.Store(false)
			if err := s.Reseal(t.Context(), privacy.Operator("dana"), nil); err != nil {
				t.Fatal(err)
			}
			if have := closedTells(t, s); have != tells {
				t.Error("something else is told")
			}
		})
	}
}

func errWhen(fails bool) error {
	if fails {
		return errMine
	}
	return nil
}

// What is destroyed while keys are renewed, or after it, is gone from older copies too:
// the ledger names keys that those do not have.
func TestDestroyedSinceARenewalAndARestoreOfBefore(t *testing.T) {
	dir := t.TempDir()
	s := storetest.OpenAt(t, dir, nil)
	sub, r := newPerson(1).enter(t, s, 1)
	newPerson(2).enter(t, s, 2)
	s.Close()
	before := copyDir(t, dir)
	s = storetest.OpenAt(t, dir, nil)
	if err := s.Reseal(t.Context(), privacy.Operator("dana"), nil); err != nil {
		t.Fatal(err)
	}
	destroy(t, s, sub, r)
	wantGone(t, s, newPerson(1), sub, r)
	s.Close()
	lines, err := os.ReadFile(filepath.Join(dir, store.LedgerName))
	if err := first(err, os.WriteFile(filepath.Join(before, store.LedgerName), lines, 0o600)); err != nil {
		t.Fatal(err)
	}
	s = storetest.OpenAt(t, before, nil)
	wantGone(t, s, newPerson(1), sub, r)
	if k, err := s.Keys(); err != nil || k.Destroyed != 2 {
		t.Errorf("%+v %v: the keys of a person and a request", k, err)
	}
}

// One record that cannot be read any more when a renewal goes on keeps its key, and nobody
// else's.
func TestRenewalLeavesWhatCannotBeRead(t *testing.T) {
	dir := lived(t, 5)
	s, err := open(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	if err := s.Reseal(ctx, privacy.Operator("dana"), func(uint64, uint64) { cancel() }); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if r, err := s.Renewal(); err != nil || !r.Begun || r.Goes {
		t.Errorf("interrupted: %+v %v", r, err)
	}
	s.Close()
	spoil(t, dir, 'r', 2)
	if s, err = open(t, dir); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var last store.AuditEntry
	for n := 0; last.Act.Act != "data-keys-renewed" && n < 10_000; n++ { // beside the work
		update(t, s, func(tx *store.Tx) (err error) { last, _, err = tx.Head(); return err })
	}
	if last.Act.Act != "data-keys-renewed" || last.Act.Reason[len(last.Act.Reason)-6:] != "kept 1" {
		t.Errorf("%+v", last.Act)
	}
	if r, err := s.CheckSealed(nil); err == nil || r.Values != 25 {
		t.Errorf("%+v %v", r, err)
	}
	if list := s.Unreadable(); len(list) != 1 {
		t.Error(list)
	}
	if r, err := s.Renewal(); err != nil || r.Begun {
		t.Errorf("ended: %+v %v", r, err)
	}
}

// A backup taken in the midst of a renewal is one, and the restored store goes on with it.
func TestABackupInTheMidstOfARenewal(t *testing.T) {
	dir, _ := populated(t, 70)
	s := storetest.OpenAt(t, dir, nil)
	p := store.BackupPlace{Dir: filepath.Join(t.TempDir(), "backups")}
	backup := ""
	err := s.Reseal(t.Context(), privacy.Operator("dana"), func(uint64, uint64) {
		if backup == "" {
			backup = take(t, p, s)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), "restored")
	if _, err := store.Restore(store.RestoreOptions{From: backup, To: to, Place: p, Ring: storetest.Keyring(t)}); err != nil {
		t.Fatal(err)
	}
	s = storetest.OpenAt(t, to, nil)
	if err := s.Reseal(t.Context(), privacy.Operator("dana"), nil); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, act := range acts(t, s) {
		if act == "data-keys-renewed" {
			n++
		}
	}
	if n == 0 {
		t.Error("it did not go on")
	}
	if _, err := s.CheckSealed(nil); err != nil {
		t.Error(err)
	}
}
