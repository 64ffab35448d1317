package store_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// metasOf tells where the current meta page of a file lies, and that of the transaction
// before.
func metasOf(content []byte) (current, before int) {
	page := int(binary.NativeEndian.Uint32(content[16+8:]))
	if txid := binary.NativeEndian.Uint64; txid(content[16+48:]) > txid(content[page+16+48:]) {
		return 0, page
	}
	return page, 0
}

// bbolt goes back one transaction without a word where the newer meta page is bad. Where
// the other one is, nothing is lost, and the next commit writes it anew.
func TestEveryChangedBitOfTheMetaPages(t *testing.T) {
	dir, content := filled(t, 1)
	if err := os.Remove(filepath.Join(dir, "closed")); err != nil {
		t.Fatal(err)
	}
	current, before := metasOf(content)
	for i := range 64 {
		bad := bytes.Clone(content)
		bad[current+16+i] ^= 1 << (i % 8)
		overwrite(t, dir, bad)
		if s, err := open(t, dir); !errors.Is(err, privacy.ErrDamaged) || !strings.Contains(err.Error(), "the transaction before") {
			if err == nil {
				s.Close()
			}
			t.Fatalf("octet %d: %v", i, err)
		}
		bad = bytes.Clone(content)
		bad[before+16+i] ^= 1 << (i % 8)
		overwrite(t, dir, bad)
		if _, err := store.CheckCopy(dir, nil); err != nil {
			t.Fatalf("octet %d of the other, looked at: %v", i, err)
		}
		s, err := open(t, dir)
		if err != nil || !s.StaleMeta() || s.Damage() != nil {
			t.Fatalf("octet %d of the other: %v", i, err)
		}
		view(t, s, func(tx *store.Tx) error {
			if n := tx.CountSubjects(); n != 1 {
				t.Errorf("octet %d of the other: %d subjects", i, n)
			}
			return nil
		})
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if s = storetest.OpenAt(t, dir, nil); s.StaleMeta() {
			t.Fatal("it was not written anew")
		}
		s.Close()
		os.Remove(filepath.Join(dir, "closed"))
	}
}

// A whole sector that is gone tells nothing. Beside the mark of a store that was closed in
// order the last transaction is known; else a person must look.
func TestAMetaPageThatIsGone(t *testing.T) {
	for _, stale := range []bool{true, false} {
		for _, marked := range []bool{true, false} {
			dir := lived(t, 2)
			content, err := os.ReadFile(filepath.Join(dir, store.FileName))
			if err != nil {
				t.Fatal(err)
			}
			at, before := metasOf(content)
			if stale {
				at = before
			}
			clear(content[at : at+512])
			overwrite(t, dir, content)
			if !marked {
				os.Remove(filepath.Join(dir, "closed"))
			}
			s, err := open(t, dir)
			if stale && marked {
				if err != nil {
					t.Fatal(err)
				}
				otherWork(t, s)
				s.Close()
				storetest.OpenAt(t, dir, nil)
				continue
			}
			if !errors.Is(err, privacy.ErrDamaged) || !strings.Contains(err.Error(), "the other is whole") {
				t.Errorf("stale %v, marked %v: %v", stale, marked, err)
			}
			if after, _ := os.ReadFile(filepath.Join(dir, store.FileName)); !bytes.Equal(after, content) {
				t.Error("it was written to")
			}
		}
	}
}
