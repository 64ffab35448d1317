package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/seal"
	"medico-intech.kz/otinish/store/storetest"
)

// populated makes a store of people with everything that is sealed, and says what it
// tells of them.
func populated(t *testing.T, people int) (dir, tells string) {
	t.Helper()
	dir = t.TempDir()
	s := storetest.OpenAt(t, dir, nil)
	for i := range people {
		newPerson(i).enter(t, s, uint32(i+1))
		grow(t, s, i)
	}
	return dir, closedTells(t, s)
}

// closedTells is what a store says of people, whose acts aside; it closes it.
func closedTells(t *testing.T, s *store.Store) string {
	t.Helper()
	text, err := told(s)
	view(t, s, func(tx *store.Tx) error {
		return tx.EachLetter(func(l store.Letter) bool { text += fmt.Sprintln(l.ID, string(l.Bytes), l.To.Reveal()); return true })
	})
	keyring := storetest.Keyring(t)
	if k, err := s.Keys(); err != nil || k.InUse != keyring.Name() {
		keyring = nextKeyring(t)
	}
	if err := first(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	still, err := store.Inspect(s.Dir(), store.Options{Keyring: keyring}) // nothing goes on in the background
	if err != nil {
		t.Fatal(err)
	}
	defer still.Close()
	storetest.Verify(t, still)
	if _, err := still.CheckSealed(nil); err != nil {
		t.Error(err)
	}
	lines := strings.Split(text, "\n")
	kept := lines[:0]
	for _, line := range lines {
		if !strings.Contains(line, "renew") && !strings.Contains(line, "key-rotated") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// After the renewal everything reads as before, with other keys; the former ones are
// gone: data from before open with keys from before alone.
func TestRenewalOfTheDataKeys(t *testing.T) {
	dir, tells := populated(t, 70) // two batches
	before := copyDir(t, dir)
	s := storetest.OpenAt(t, dir, nil)
	var last uint64
	err := s.Reseal(t.Context(), privacy.Operator("dana"), func(done, total uint64) {
		if done < last || done > total {
			t.Errorf("%d of %d after %d", done, total, last)
		}
		last = done
	})
	if err != nil || last < 280 {
		t.Fatal(last, err)
	}
	a := acts(t, s)
	if have := strings.Join(a[len(a)-2:], " "); have != "data-keys-renewal-begun data-keys-renewed" {
		t.Error(have)
	}
	var head store.AuditEntry
	view(t, s, func(tx *store.Tx) (err error) { head, _, err = tx.Head(); return err })
	if !strings.HasSuffix(head.Act.Reason, " kept 0") {
		t.Error(head.Act.Reason)
	}
	if have := closedTells(t, s); have != tells {
		t.Error("it says something else")
	}
	s = storetest.OpenAt(t, dir, nil)
	grow(t, s, 1000)
	update(t, s, func(tx *store.Tx) error { return tx.EachSubject(func(store.Subject) bool { return true }) })
	s.Close()
	s = storetest.OpenAt(t, dir, nil)
	if k, err := s.Keys(); err != nil || k.Destroyed != 0 {
		t.Errorf("%+v %v: nobody was destroyed", k, err)
	}
	s.Close()

	mixed := copyDir(t, before)
	keys, err := os.ReadFile(filepath.Join(dir, store.KeysName))
	if err := first(err, os.WriteFile(filepath.Join(mixed, store.KeysName), keys, 0o600)); err != nil {
		t.Fatal(err)
	}
	if s, err = open(t, mixed); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Damage(); err == nil || !strings.Contains(err.Error(), seal.ErrSpent.Error()) {
		t.Error("older data with the keys of today:", err)
	}
	if err := s.View(func(tx *store.Tx) error {
		return tx.EachSubject(func(store.Subject) bool { t.Error("somebody can be read with keys that are gone"); return false })
	}); !errors.Is(err, privacy.ErrUnreadable) {
		t.Error(err)
	}
	if have := closedTells(t, storetest.OpenAt(t, before, nil)); have != tells {
		t.Error("older data with their keys say something else")
	}
}

// TestRenewalChild is the process that is killed; by itself it does nothing.
func TestRenewalChild(t *testing.T) {
	dir, k := os.Getenv("OTINISH_TEST_RENEW_DIR"), 0
	if dir == "" {
		return
	}
	last, _ := strconv.Atoi(os.Getenv("OTINISH_TEST_RENEW_STEP"))
	began := false
	step := func(string) {
		if began {
			if k++; k == last {
				syscall.Kill(os.Getpid(), syscall.SIGKILL)
				select {}
			}
		}
	}
	s, err := store.Open(dir, store.Options{Keyring: storetest.Keyring(t), Step: step, Fault: func(op string) error { step(op); return nil }})
	if err != nil {
		t.Fatal(err)
	}
	began = true
	if os.Getenv("OTINISH_TEST_RENEW_WHAT") == "master" {
		err = s.RotateKey(context.Background(), privacy.Operator("dana"), nextKeyring(t), nil)
	} else {
		err = s.Reseal(context.Background(), privacy.Operator("dana"), nil)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// killedAt runs a renewal that is killed at its k-th step; false: it had fewer.
func killedAt(t *testing.T, dir, what string, k int) bool {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestRenewalChild$")
	child.Env = append(os.Environ(), "OTINISH_TEST_RENEW_DIR="+dir, "OTINISH_TEST_RENEW_WHAT="+what, "OTINISH_TEST_RENEW_STEP="+strconv.Itoa(k))
	out, err := child.CombinedOutput()
	if err == nil {
		return false
	}
	if status, ok := child.ProcessState.Sys().(syscall.WaitStatus); !ok || status.Signal() != syscall.SIGKILL {
		t.Fatalf("%v\n%s", err, out)
	}
	return true
}

// Killed anywhere, it goes on at the next start, nobody becomes unreadable, and the
// former keys are gone in the end.
func TestRenewalKilledAtEveryStep(t *testing.T) {
	from, tells := populated(t, 2)
	before := copyDir(t, from)
	k := 1
	for ; ; k++ {
		dir := copyDir(t, from)
		if !killedAt(t, dir, "data", k) {
			break
		}
		if have := closedTells(t, storetest.OpenAt(t, copyDir(t, dir), nil)); have != tells {
			t.Errorf("step %d: as it lies there it says something else", k)
		}
		s := storetest.OpenAt(t, dir, nil)
		if err := s.Reseal(t.Context(), privacy.Operator("dana"), nil); err != nil {
			t.Errorf("step %d: %v", k, err)
		}
		if have := closedTells(t, s); have != tells {
			t.Errorf("step %d: gone on with it says something else", k)
		}
		mixed := copyDir(t, dir)
		data, err := os.ReadFile(filepath.Join(before, store.FileName))
		if err := first(err, os.WriteFile(filepath.Join(mixed, store.FileName), data, 0o600)); err != nil {
			t.Fatal(err)
		}
		o, err := open(t, mixed)
		if err != nil {
			t.Fatal(err)
		}
		_ = o.View(func(tx *store.Tx) error {
			return tx.EachRequest(func(store.Request) bool { t.Errorf("step %d: a former key is left", k); return false })
		})
		o.Close()
	}
	if k < 10 {
		t.Errorf("only %d steps", k)
	}
}

func TestRotationKilledAtEveryStep(t *testing.T) {
	from, tells := populated(t, 2)
	k := 1
	for ; ; k++ {
		dir := copyDir(t, from)
		if !killedAt(t, dir, "master", k) {
			break
		}
		former, formerErr := store.Open(copyDir(t, dir), store.Options{Keyring: storetest.Keyring(t)})
		if formerErr != nil {
			t.Fatalf("step %d: the key that is in place does not open it: %v", k, formerErr)
		}
		if have := closedTells(t, former); have != tells {
			t.Errorf("step %d: with the key that is in place it says something else", k)
		}
		s := storetest.OpenAt(t, dir, nil) // the administrator runs it again
		if err := s.RotateKey(t.Context(), privacy.Operator("dana"), nextKeyring(t), nil); err != nil {
			t.Errorf("step %d: %v", k, err)
		}
		s.Close()
		if have := closedTells(t, storetest.OpenWith(t, dir, store.Options{Keyring: nextKeyring(t)})); have != tells {
			t.Errorf("step %d: with the next key it says something else", k)
		}
	}
	if k < 5 {
		t.Errorf("only %d steps", k)
	}
}
