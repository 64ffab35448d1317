package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

func inbox(uid uint32) store.MessageKey {
	return store.MessageKey{Mailbox: "INBOX", UIDValidity: 7, UID: uid}
}

// P1 and P2: a message ends in one disposition, and the same bytes are known again
// in any mailbox, under any UID.
func TestMessageHasOneDisposition(t *testing.T) {
	s := storetest.Open(t)
	fp := [32]byte{1}
	done := store.Disposition{What: store.DisposedRequest}
	update(t, s, func(tx *store.Tx) error {
		done.Requests = []privacy.RequestID{tx.NewRequestID()}
		return first(tx.PutDisposition(inbox(5), fp, done), tx.PutDisposition(inbox(5), fp, done))
	})
	err := s.Update(context.Background(), func(tx *store.Tx) error {
		return tx.PutDisposition(inbox(5), fp, store.Disposition{What: store.DisposedOrdinary})
	})
	if !errors.Is(err, privacy.ErrExists) {
		t.Error("a second disposition:", err)
	}
	again := store.MessageKey{Mailbox: "Junk", UIDValidity: 9, UID: 1}
	update(t, s, func(tx *store.Tx) error {
		return tx.PutDisposition(again, fp, store.Disposition{What: store.DisposedDuplicate})
	})
	view(t, s, func(tx *store.Tx) error {
		got, ok, err := tx.Disposition(inbox(5))
		if !ok || !reflect.DeepEqual(got, done) {
			t.Error("by key:", got, ok)
		}
		if got, ok, _ := tx.Disposition(again); !ok || got.What != store.DisposedDuplicate {
			t.Error("of the duplicate:", got, ok)
		}
		if got, ok, _ := tx.DispositionByFingerprint(fp); !ok || !reflect.DeepEqual(got, done) {
			t.Error("by fingerprint the first one stays:", got, ok)
		}
		for _, k := range []store.MessageKey{inbox(6), {Mailbox: "INBOX", UIDValidity: 8, UID: 5}, {Mailbox: "Junk", UIDValidity: 7, UID: 5}, {}} {
			if _, ok, err := tx.Disposition(k); ok || err != nil {
				t.Error("of another message:", k, err)
			}
		}
		return err
	})
}

// Messages the server could not give have no fingerprint and are not each other.
func TestNoFingerprintIsNobody(t *testing.T) {
	s := storetest.Open(t)
	update(t, s, func(tx *store.Tx) error {
		return tx.PutDisposition(inbox(1), [32]byte{}, store.Disposition{What: store.DisposedOrdinary})
	})
	view(t, s, func(tx *store.Tx) error {
		if _, ok, err := tx.DispositionByFingerprint([32]byte{}); ok || err != nil {
			t.Error(ok, err)
		}
		return nil
	})
}

func TestDispositionsOfOneMailboxInOrder(t *testing.T) {
	s := storetest.Open(t)
	update(t, s, func(tx *store.Tx) error {
		var errs []error
		for i, uid := range []uint32{300, 2, 1 << 31, 7} {
			d := store.Disposition{What: store.DisposedOrdinary}
			errs = append(errs, tx.PutDisposition(inbox(uid), [32]byte{byte(i + 1)}, d),
				tx.PutDisposition(store.MessageKey{Mailbox: "Junk", UIDValidity: 7, UID: uid + 1}, [32]byte{}, d),
				tx.PutDisposition(store.MessageKey{Mailbox: "INBOX", UIDValidity: 8, UID: uid + 2}, [32]byte{}, d))
		}
		return first(errs...)
	})
	var uids []uint32
	view(t, s, func(tx *store.Tx) error {
		return first(
			tx.EachDisposition("INBOX", 7, func(uid uint32, d store.Disposition) bool { uids = append(uids, uid); return true }),
			tx.EachDisposition("Never seen", 7, func(uint32, store.Disposition) bool { t.Error("seen"); return true }))
	})
	if !reflect.DeepEqual(uids, []uint32{2, 7, 300, 1 << 31}) {
		t.Error(uids)
	}
}

func TestCursorAndFiling(t *testing.T) {
	dir := t.TempDir()
	s := storetest.OpenAt(t, dir, nil)
	cursor := store.Cursor{Mailbox: "INBOX", UIDValidity: 7, UID: 9, Baseline: 3}
	update(t, s, func(tx *store.Tx) error {
		errs := []error{tx.PutCursor(cursor)}
		for uid := uint32(9); uid > 0; uid-- {
			errs = append(errs, tx.PutToFile(inbox(uid)))
		}
		return first(append(errs, tx.PutToFile(store.MessageKey{Mailbox: "INBOX", UIDValidity: 8, UID: 1}))...)
	})
	s.Close()
	s = storetest.OpenAt(t, dir, nil)
	update(t, s, func(tx *store.Tx) error {
		uids, err := tx.ToFile("INBOX", 7, 4)
		if !reflect.DeepEqual(uids, []uint32{1, 2, 3, 4}) {
			t.Error(uids)
		}
		return first(err, tx.DeleteToFile("INBOX", 7, append(uids, 77)), tx.DeleteToFile("Never seen", 7, uids))
	})
	view(t, s, func(tx *store.Tx) error {
		uids, err := tx.ToFile("INBOX", 7, 100)
		if !reflect.DeepEqual(uids, []uint32{5, 6, 7, 8, 9}) {
			t.Error(uids)
		}
		got, ok, err2 := tx.Cursor("INBOX")
		if got != cursor || !ok {
			t.Error(got, ok)
		}
		_, ok, err3 := tx.Cursor("Never seen")
		if none, _ := tx.ToFile("Never seen", 7, 1); ok || none != nil {
			t.Error("a mailbox that was never looked at")
		}
		return first(err, err2, err3)
	})
}

func TestAttemptsAreCountedAcrossProcesses(t *testing.T) {
	dir := t.TempDir()
	for life := range 3 {
		s := storetest.OpenAt(t, dir, nil)
		update(t, s, func(tx *store.Tx) error {
			if n := tx.Attempts(inbox(4)); n != life {
				t.Errorf("life %d: %d attempts", life, n)
			}
			if n := tx.Attempts(inbox(5)); n != 0 {
				t.Errorf("another message has %d attempts", n)
			}
			return tx.CountAttempt(inbox(4))
		})
		s.Close()
	}
	update(t, storetest.OpenAt(t, dir, nil), func(tx *store.Tx) error {
		err := first(tx.ClearAttempts(inbox(4)), tx.ClearAttempts(inbox(5)), tx.ClearAttempts(store.MessageKey{}))
		if n := tx.Attempts(inbox(4)); n != 0 {
			t.Error("after clearing:", n)
		}
		return err
	})
}

// P16: the mark of what was worked on outlives the process; it is left behind here
// by copying the side file as a killed process leaves it.
func TestWorkingMarkOutlivesTheProcess(t *testing.T) {
	dir := t.TempDir()
	s := storetest.OpenAt(t, dir, nil)
	if _, _, ok := s.Working(); ok {
		t.Error("a new store was worked on")
	}
	long := store.MessageKey{Mailbox: "A mailbox with a long name", UIDValidity: 1, UID: 1}
	if err := first(s.MarkWorking(long, 9), s.MarkWorking(inbox(4), 6)); err != nil {
		t.Fatal(err)
	}
	s.Close()
	s = storetest.OpenAt(t, dir, nil)
	if from, last, ok := s.Working(); !ok || from != inbox(4) || last != 6 {
		t.Error(from, last, ok)
	}
	if err := first(s.ClearWorking(), s.ClearWorking()); err != nil {
		t.Fatal(err)
	}
	s.Close()
	s = storetest.OpenAt(t, dir, nil)
	if _, _, ok := s.Working(); ok {
		t.Error("cleared, and still there")
	}
	s.MarkWorking(inbox(4), 6)
	s.Close()

	path := filepath.Join(dir, "working")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content[9] ^= 1 // torn by a power cut
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, ok := storetest.OpenAt(t, dir, nil).Working(); ok {
		t.Error("a torn mark was believed")
	}
}

func TestManyMailboxesKeepApart(t *testing.T) {
	s := storetest.Open(t)
	update(t, s, func(tx *store.Tx) error {
		for i := range 300 {
			k := store.MessageKey{Mailbox: fmt.Sprint("box", i), UIDValidity: 1, UID: 1}
			if err := tx.PutDisposition(k, [32]byte{}, store.Disposition{What: store.DisposedOrdinary, Reason: fmt.Sprint(i)}); err != nil {
				return err
			}
		}
		return nil
	})
	view(t, s, func(tx *store.Tx) error {
		for i := range 300 {
			d, ok, err := tx.Disposition(store.MessageKey{Mailbox: fmt.Sprint("box", i), UIDValidity: 1, UID: 1})
			if !ok || d.Reason != fmt.Sprint(i) || err != nil {
				return fmt.Errorf("box %d: %v %w", i, d, err)
			}
		}
		return nil
	})
}
