package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// P10: the chain goes on across groups, failures and processes.
func TestChainGoesOn(t *testing.T) {
	dir, c := t.TempDir(), newClock()
	for range 3 {
		s := storetest.OpenAt(t, dir, c.now)
		s.UpdateEach(context.Background(), []func(*store.Tx) error{
			appendAct("one"),
			func(tx *store.Tx) error { return first(appendAct("undone")(tx), errMine) },
			appendAct("two"),
		})
		s.Close()
	}
	s := storetest.OpenAt(t, dir, c.now)
	wantActs(t, s, "one two one two one two")
	var told []string
	n, err := s.VerifyAudit(func(done, total uint64) { told = append(told, fmt.Sprint(done, "/", total)) })
	if n != 6 || err != nil || strings.Join(told, " ") != "6/6" {
		t.Error(n, err, told)
	}
	view(t, s, func(tx *store.Tx) error {
		head, ok, err := tx.Head()
		if head.Seq != 6 || !ok || !head.At.Equal(day) {
			t.Error(head, ok)
		}
		return err
	})
}

func TestLongChainIsVerifiedInPages(t *testing.T) {
	s := storetest.Open(t)
	const n = 9000
	update(t, s, func(tx *store.Tx) error {
		for range n {
			if err := appendAct("act")(tx); err != nil {
				return err
			}
		}
		return nil
	})
	pages := 0
	if got, err := s.VerifyAudit(func(done, total uint64) { pages++ }); got != n || err != nil || pages != 3 {
		t.Error(got, err, pages)
	}
}

func TestActWithAnAddressIsRefused(t *testing.T) {
	s := storetest.Open(t)
	err := s.Update(context.Background(), func(tx *store.Tx) error {
		return tx.Append(audit.Act{Actor: privacy.ActorSystem, Act: "noted", Reason: "asked by a@b.kz"})
	})
	if !errors.Is(err, privacy.ErrBadInput) {
		t.Error(err)
	}
}

func TestForgedChainIsFound(t *testing.T) {
	for name, forge := range map[string]struct {
		seq    uint64
		value  func([]byte) []byte
		broken string
	}{
		"changed": {2, func(b []byte) []byte { b[len(b)-1] ^= 1; return b }, "entry 2"},
		"missing": {2, func([]byte) []byte { return nil }, "entry 2"},
		"cut off": {3, func([]byte) []byte { return nil }, "ends with entry 2 of 3"},
		"garbage": {1, func(b []byte) []byte { return b[:9] }, "entry 1"},
	} {
		dir := t.TempDir()
		s, err := open(t, dir)
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			update(t, s, appendAct("act"))
		}
		update(t, s, func(tx *store.Tx) error { return tx.ForgeEntry(forge.seq, forge.value) })
		if _, err := s.VerifyAudit(nil); err == nil || !strings.Contains(err.Error(), forge.broken) {
			t.Errorf("%s: %v", name, err)
		}
		s.Close()
	}
}

// Check finds what no single look-up would.
func TestCheckFindsAMissingIndex(t *testing.T) {
	dir, _ := filled(t, 3)
	s, err := open(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Check(); err != nil {
		t.Fatal(err)
	}
	update(t, s, func(tx *store.Tx) error { return tx.DropIndex() })
	if err := s.Check(); !errors.Is(err, privacy.ErrDamaged) {
		t.Error(err)
	}
}
