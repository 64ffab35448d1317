package store_test

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// Files that former versions wrote (testdata/schema-N.tar.gz, made by their own code
// with the key of storetest): three people with a request each, and one destroyed. They
// are read by this one, in whole, and the destroyed stay so.
func TestMigrationOfKeptFiles(t *testing.T) {
	for _, schema := range []int{2, 3, 4, 6, 8} {
		t.Run(fmt.Sprint(schema), func(t *testing.T) {
			dir := t.TempDir()
			unpack(t, fmt.Sprintf("testdata/schema-%d.tar.gz", schema), dir)
			s := storetest.OpenAt(t, dir, nil)
			if s.Damage() != nil || len(s.Unreadable()) > 0 {
				t.Fatal(s.Damage(), s.Unreadable())
			}
			storetest.Verify(t, s)
			if _, err := s.CheckSealed(nil); err != nil {
				t.Error(err)
			}
			view(t, s, func(tx *store.Tx) error {
				for i := range 3 {
					p := newPerson(i)
					sub, err := tx.SubjectByAddress(address(t, p.address))
					if err != nil || sub.Name.Reveal() != p.name {
						t.Errorf("person %d: %v", i, err)
					}
				}
				if _, err := tx.SubjectByAddress(address(t, newPerson(3).address)); !errors.Is(err, privacy.ErrNotFound) && !errors.Is(err, privacy.ErrDestroyed) {
					t.Error("the destroyed one:", err)
				}
				requests := 0
				if err := tx.EachRequest(func(r store.Request) bool {
					if schema == 6 && (len(r.ProofLines) != 1 || len(r.ProofClues) != 0) {
						t.Errorf("what was said of the sender: %q", r.ProofLines)
					}
					byNumber, err := tx.RequestByNumber(r.Number)
					if err != nil || byNumber.ID != r.ID {
						t.Errorf("request %d by its number: %v", requests, err)
					}
					requests++
					return true
				}); err != nil || requests != 3 {
					t.Errorf("%d requests, %v", requests, err)
				}
				return nil
			})
		})
	}
}

func unpack(t *testing.T, archive, dir string) {
	t.Helper()
	f, err := os.Open(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, filepath.Base(h.Name)), b, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}
