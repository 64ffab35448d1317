package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// copySlowly copies a file as cp does while it is written to, in pieces.
func copySlowly(t *testing.T, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	b := make([]byte, 4096)
	for {
		n, err := in.Read(b)
		if n == 0 || err != nil {
			return
		}
		if _, err := out.Write(b[:n]); err != nil {
			t.Fatal(err)
		}
	}
}

// Files copied while the store works, in whatever order, are no store: what is made of
// them is refused, or says what is wrong with it, or is in order to the last value. The
// keys are renewed meanwhile, which moves everything.
func TestFilesCopiedWhileTheStoreWorks(t *testing.T) {
	dir, _ := populated(t, 20)
	s, err := open(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var stop atomic.Bool
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for i := 0; !stop.Load(); i++ {
			_ = s.Update(t.Context(), func(tx *store.Tx) error {
				r, err := request(tx, privacy.StateReceived)
				return first(err, tx.PutSubject(subject(tx, address(t, fmt.Sprintf("q%d@example.kz", i)))), tx.PutRequest(r),
					tx.PutMessageBytes(r.ID, []byte("Subject: my data")), tx.PutLetter(letter(tx, r.ID, tx.Now())))
			})
			if i%20 == 19 {
				_ = s.Reseal(t.Context(), privacy.Operator("dana"), nil)
			}
		}
	}()
	told := map[string]int{}
	for i := range 16 {
		to := t.TempDir()
		names := []string{store.FileName, store.KeysName}
		if i%2 == 1 {
			names[0], names[1] = names[1], names[0]
		}
		for _, name := range names {
			copySlowly(t, filepath.Join(dir, name), filepath.Join(to, name))
		}
		told[judge(t, to)]++
	}
	stop.Store(true)
	<-ended
	t.Log(told)
}

// judge opens a folder and sees that it is not believed wrongly.
func judge(t *testing.T, dir string) string {
	t.Helper()
	s, err := open(t, dir)
	if err != nil {
		return "refused"
	}
	damage, unread, looked := s.Damage(), s.Unreadable(), s.Unclean()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	switch {
	case damage != nil:
		return "reading only"
	case len(unread) > 0:
		return "unreadable records told"
	case !looked:
		t.Error("not looked over")
	}
	if s, err = store.Inspect(dir, store.Options{Keyring: storetest.Keyring(t)}); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.CheckSealed(nil); err != nil {
		t.Error("taken for whole:", err)
	}
	if err := s.Check(); err != nil && !onlyRoomLost(err) {
		t.Error("taken for whole:", err)
	}
	if _, err := s.VerifyAudit(nil); err != nil {
		t.Error("taken for whole:", err)
	}
	return "whole"
}

// onlyRoomLost reports whether all that a check found are pages to which nothing leads and which are not free: a copy that caught the list of
// free pages between two commits has such now and then. They hold nothing.
func onlyRoomLost(err error) bool {
	for line := range strings.SplitSeq(err.Error(), "\n") {
		if !strings.Contains(line, "unreachable unfreed") {
			return false
		}
	}
	return true
}

// Cut at any page, and the keys at any slot: never taken for whole.
func TestFilesCutAnywhere(t *testing.T) {
	dir := lived(t, 6)
	for name, step := range map[string]int64{store.FileName: 4096 * 3, store.KeysName: 64 * 25} {
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		size := int64(0)
		if name == store.FileName {
			size = int64(highWater(content))
		} else {
			size = keysBefore + 64*12 // 6 people, 6 requests
		}
		for at := int64(0); at < size; at += step {
			cut := copyDir(t, dir)
			if err := os.Truncate(filepath.Join(cut, name), at); err != nil {
				t.Fatal(err)
			}
			if how := judge(t, cut); how != "refused" {
				t.Errorf("%s cut at %d: %s", name, at, how)
			}
		}
	}
}
