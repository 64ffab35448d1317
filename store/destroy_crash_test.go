package store_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// Whenever the process dies, the next start finds the person whole or goes through
// with it. Once the line is on the ledger it goes through.
func TestDestroyMayStopAnywhere(t *testing.T) {
	dir := t.TempDir()
	copies := make(map[string]string)
	armed := false
	s := storetest.OpenWith(t, dir, store.Options{Step: func(step string) {
		if armed && copies[step] == "" {
			copies[step] = copyDir(t, dir)
		}
	}})
	p := newPerson(1)
	sub, r := p.enter(t, s, 1)
	whole := copyDir(t, dir)
	armed = true
	destroy(t, s, sub, r)
	armed = false
	for _, step := range []string{"store:before-commit", "store:after-commit", "store:before-keys", "store:after-keys"} {
		at := copies[step]
		if at == "" {
			t.Fatal("no step", step)
		}
		again := storetest.OpenAt(t, at, nil)
		wantGone(t, again, p, sub, r)
		wantActs(t, again, "applied destroyed subject-destroyed")
		if report, err := again.CheckSealed(nil); err != nil || report.Destroyed != 2 {
			t.Errorf("%s: %+v %v", step, report, err)
		}
	}
	// A line cut short announces nothing.
	lines, err := os.ReadFile(filepath.Join(copies["store:before-commit"], store.LedgerName))
	if err != nil {
		t.Fatal(err)
	}
	os.WriteFile(filepath.Join(whole, store.LedgerName), lines[:len(lines)-5], 0o600)
	again := storetest.OpenAt(t, whole, nil)
	view(t, again, func(tx *store.Tx) error { _, err := tx.Subject(sub.ID); return err })
	destroy(t, again, sub, r)
	again.Close()
	wantGone(t, storetest.OpenAt(t, whole, nil), p, sub, r)
}

// Older data, older keys, or both are brought back beside the ledger of today.
func TestLedgerIsCarriedOutAfterARestore(t *testing.T) {
	dir := t.TempDir()
	s := storetest.OpenAt(t, dir, nil)
	var people []person
	var subs []store.Subject
	var requests []store.Request
	for n := range 4 {
		p := newPerson(n)
		sub, r := p.enter(t, s, uint32(n+1))
		people, subs, requests = append(people, p), append(subs, sub), append(requests, r)
	}
	backup := copyDir(t, dir)
	for n := range 2 {
		destroy(t, s, subs[n], requests[n])
	}
	late, lateRequest := newPerson(9).enter(t, s, 9) // entered and destroyed after the backup
	destroy(t, s, late, lateRequest)
	s.Close()
	for name, back := range map[string][]string{"data": {store.FileName}, "keys": {store.KeysName}, "both": {store.FileName, store.KeysName}} {
		t.Run(name, func(t *testing.T) {
			at := copyDir(t, dir)
			for _, file := range back {
				content, _ := os.ReadFile(filepath.Join(backup, file))
				os.WriteFile(filepath.Join(at, file), content, 0o600)
			}
			s := storetest.OpenAt(t, at, nil)
			for n := range 2 {
				wantGone(t, s, people[n], subs[n], requests[n])
			}
			view(t, s, func(tx *store.Tx) error {
				kept, err := tx.Subject(subs[3].ID)
				if err != nil || kept.Name.Reveal() != people[3].name {
					t.Error("a living person is not as before:", err)
				}
				if _, err := tx.TombstoneByAddress(late.Address); err != nil {
					t.Error("who is not in the backup could be entered again:", err)
				}
				return nil
			})
			newPerson(20).enter(t, s, 20) // its key must not be one that the ledger names
			s.Close()
			s = storetest.OpenAt(t, at, nil)
			view(t, s, func(tx *store.Tx) error {
				_, err := tx.SubjectByAddress(address(t, newPerson(20).address))
				return err
			})
		})
	}
}

// The commit behind the line fails: nothing is reported done, and it happens before
// anything else is committed.
func TestDestroyGoesThroughAfterAFailedCommit(t *testing.T) {
	broken := false
	dir := t.TempDir()
	s := storetest.OpenWith(t, dir, store.Options{Fault: func(op string) error {
		if broken && op == "commit" {
			return errMine
		}
		return nil
	}})
	p := newPerson(1)
	sub, r := p.enter(t, s, 1)
	broken = true
	if _, err := s.Destroy(t.Context(), destructionOf(sub, r), allow); !errors.Is(err, privacy.ErrUnavailable) {
		t.Fatal(err)
	}
	view(t, s, func(tx *store.Tx) error { _, err := tx.Subject(sub.ID); return err })
	broken = false
	update(t, s, func(tx *store.Tx) error { return appendAct("next")(tx) })
	wantGone(t, s, p, sub, r)
	wantActs(t, s, "applied destroyed subject-destroyed next")
	if report, err := s.CheckSealed(nil); err != nil || report.Destroyed != 2 {
		t.Errorf("%+v %v", report, err)
	}
}

// The same where a neighbour in the group fails and all is run again.
func TestDestroyBesideAFailingNeighbour(t *testing.T) {
	s := storetest.Open(t)
	p := newPerson(1)
	sub, r := p.enter(t, s, 1)
	heldUp(t, s, func() error { return second(s.Destroy(context.Background(), destructionOf(sub, r), allow)) },
		func() error { return ignore(s.Update(context.Background(), func(*store.Tx) error { return errMine })) })
	wantGone(t, s, p, sub, r)
	wantActs(t, s, "applied destroyed subject-destroyed")
}
