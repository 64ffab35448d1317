package store_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// lived makes a closed store with people, requests and letters in it.
func lived(t *testing.T, people int) (dir string) {
	t.Helper()
	dir = t.TempDir()
	s := storetest.OpenAt(t, dir, nil)
	for i := range people {
		grow(t, s, i)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// inFile changes the data file behind the back of the store, as bbolt's own pages.
func inFile(t *testing.T, dir string, change func(*bbolt.Tx) error) {
	t.Helper()
	db, err := bbolt.Open(filepath.Join(dir, store.FileName), 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := first(db.Update(change), db.Close()); err != nil {
		t.Fatal(err)
	}
}

// entry finds the n-th key of a bucket that begins so.
func entry(tx *bbolt.Tx, bucket, prefix string, n int) (*bbolt.Bucket, []byte, []byte) {
	b := tx.Bucket([]byte(bucket))
	c := b.Cursor()
	k, v := c.Seek([]byte(prefix))
	for range n {
		k, v = c.Next()
	}
	if !bytes.HasPrefix(k, []byte(prefix)) {
		panic("no such entry")
	}
	return b, bytes.Clone(k), bytes.Clone(v)
}

func unclean(t *testing.T, dir string) bool {
	t.Helper()
	s, err := open(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	return s.Unclean()
}

// Only a store whose files are those that were closed is opened without a look.
func TestWhoIsLookedOverAtTheStart(t *testing.T) {
	dir := lived(t, 2)
	s := storetest.OpenAt(t, dir, nil)
	if s.Unclean() {
		t.Error("closed in order, and looked over all the same")
	}
	if _, err := os.Stat(filepath.Join(dir, "closed")); !errors.Is(err, os.ErrNotExist) {
		t.Error("open, and marked as closed:", err)
	}
	killed := copyDir(t, dir) // as a process leaves it that is killed
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if !unclean(t, killed) {
		t.Error("killed, and not looked over")
	}
	if unclean(t, killed) {
		t.Error("closed in order since")
	}
	for name, change := range map[string]func(path string) error{
		"a copy in its place": func(path string) error {
			b, err := os.ReadFile(path)
			return first(err, os.Remove(path), os.WriteFile(path, b, 0o600))
		},
		"the same file written to": func(path string) error {
			b, err := os.ReadFile(path)
			return first(err, os.WriteFile(path, b, 0o600))
		},
	} {
		for _, file := range []string{store.FileName, store.KeysName} {
			if err := change(filepath.Join(dir, file)); err != nil {
				t.Fatal(err)
			}
			if !unclean(t, dir) {
				t.Errorf("%s: %s: not looked over", file, name)
			}
		}
	}
	if !unclean(t, copyDir(t, dir)) {
		t.Error("a folder copied, mark and all: not looked over")
	}
}

// What one commit never leaves behind is found before anything is written, is mended
// from the records on a word, and the act is on the chain.
func TestIndexesThatDoNotAgree(t *testing.T) {
	remove := func(bucket, prefix string) func(*bbolt.Tx) error {
		return func(tx *bbolt.Tx) error {
			b, k, _ := entry(tx, bucket, prefix, 1)
			return b.Delete(k)
		}
	}
	for name, c := range map[string]struct {
		change func(*bbolt.Tx) error
		says   string
	}{
		"address lost": {remove("lookup", "a"), "subject addresses misses 1"},
		"number lost": {func(tx *bbolt.Tx) error {
			b := tx.Bucket([]byte("lookup"))
			for n := 0; ; n++ { // numbers lie among the digests of messages
				if _, k, _ := entry(tx, "lookup", "f", n); len(k) == 1+privacy.NumberPlace {
					return b.Delete(k)
				}
			}
		}, "request numbers misses 1"},
		"due letter lost": {remove("state", "d"), "due letters misses 1"},
		"a whole index": {func(tx *bbolt.Tx) error {
			return first(remove("state", "d")(tx), remove("state", "d")(tx))
		}, "due letters misses 2"},
		"an entry too many": {func(tx *bbolt.Tx) error {
			b, k, v := entry(tx, "state", "d", 0)
			k[3] ^= 1
			return b.Put(k, v)
		}, "due letters has 1 entries of no record"},
		"a counter": {func(tx *bbolt.Tx) error {
			return tx.Bucket([]byte("state")).Put([]byte("nsubject"), binary.BigEndian.AppendUint64(nil, 2))
		}, "counter subject is 2"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := lived(t, 3)
			inFile(t, dir, c.change)
			before, _ := os.ReadFile(filepath.Join(dir, store.FileName))
			s, err := open(t, dir)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if err := s.Damage(); !errors.Is(err, privacy.ErrDamaged) || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "otinish store mend") {
				t.Fatal(err)
			}
			if err := s.Update(t.Context(), appendAct("received")); !errors.Is(err, privacy.ErrDamaged) {
				t.Error("written to:", err)
			}
			n := 0
			view(t, s, func(tx *store.Tx) error { return tx.EachSubject(func(store.Subject) bool { n++; return true }) })
			if after, _ := os.ReadFile(filepath.Join(dir, store.FileName)); n != 3 || !bytes.Equal(before, after) {
				t.Errorf("%d people can be read; written to: %v", n, !bytes.Equal(before, after))
			}
			m, err := s.Mend(t.Context(), privacy.Operator("dana"))
			if err != nil || m == (store.Mended{}) {
				t.Fatal(m, err)
			}
			if err := s.Update(t.Context(), appendAct("received")); !errors.Is(err, privacy.ErrDamaged) {
				t.Error("written to before it was looked over again:", err)
			}
			s.Close()
			s = storetest.OpenAt(t, dir, nil)
			if err := s.Damage(); err != nil || !s.Unclean() {
				t.Error(err)
			}
			if a := acts(t, s); a[len(a)-1] != "indexes-mended" {
				t.Error(a)
			}
		})
	}
}

// Where records claim the same, a person judges.
func TestWhatIsNotClearIsNotMended(t *testing.T) {
	dir := lived(t, 3)
	inFile(t, dir, func(tx *bbolt.Tx) error { // the second address leads to the first person
		b, _, first := entry(tx, "lookup", "a", 0)
		_, k, _ := entry(tx, "lookup", "a", 1)
		return b.Put(k, first)
	})
	s, err := open(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	if m, err := s.Mend(t.Context(), privacy.Operator("dana")); err != nil || m.Added != 1 {
		t.Fatal(m, err) // that person does not call for it: it is clear whose it is
	}
	s.Close()
	storetest.OpenAt(t, dir, nil)
}

// Every page in use, damaged where bbolt has no checksum: the store does not open, or
// opens for reading alone; what pages held is not made again.
func TestPagesAreWalkedAtAnUncleanStart(t *testing.T) {
	dir := lived(t, 40)
	path := filepath.Join(dir, store.FileName)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var pages []int
	inFile(t, dir, func(tx *bbolt.Tx) error {
		for id := 2; ; id++ {
			switch p, err := tx.Page(id); {
			case err != nil || p == nil:
				return err
			case p.Type == "leaf" || p.Type == "branch":
				pages = append(pages, id)
			}
		}
	})
	readable := 0
	for _, id := range pages {
		bad := bytes.Clone(content)
		bad[id*4096+16+4]++ // an element lies an octet away from where it was written
		overwrite(t, dir, bad)
		s, err := open(t, dir)
		if err != nil {
			if !errors.Is(err, privacy.ErrDamaged) || !strings.Contains(err.Error(), "backup") {
				t.Errorf("page %d: %v", id, err)
			}
			continue
		}
		readable++
		err = s.Damage()
		if err == nil || !strings.Contains(err.Error(), "page") || strings.Contains(err.Error(), "store mend") {
			t.Errorf("page %d: %v", id, err)
		}
		if _, err := s.Mend(t.Context(), privacy.Operator("dana")); !errors.Is(err, privacy.ErrNotAllowed) {
			t.Errorf("page %d: mended: %v", id, err)
		}
		s.Close()
		if after, _ := os.ReadFile(path); !bytes.Equal(after, bad) {
			t.Errorf("page %d: written to", id)
		}
	}
	if len(pages) < 20 || readable < len(pages)/2 {
		t.Errorf("%d pages, %d could be opened", len(pages), readable)
	}
}
