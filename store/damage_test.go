package store_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// told is all that a store says of its people and acts, each value or that it
// cannot be read.
func told(s *store.Store) (text string, err error) {
	var b strings.Builder
	err = s.View(func(tx *store.Tx) error {
		err := tx.EachSubject(func(s store.Subject) bool {
			fmt.Fprintln(&b, s.ID, s.Address.Reveal(), s.Name.Reveal(), s.Phone.Reveal(), s.NoLetters, s.Blocked)
			return true
		})
		return errors.Join(err, tx.EachRequest(func(r store.Request) bool {
			raw, err := tx.MessageBytes(r.ID)
			fmt.Fprintln(&b, r.ID, r.Number, r.State, r.SubjectLine.Reveal(), string(raw), err)
			return true
		}), tx.EachEntry(func(e store.AuditEntry) bool { fmt.Fprintf(&b, "%d %x %s\n", e.Seq, e.Hash, e.Act.Act); return true }))
	})
	return b.String(), err
}

// One flipped bit anywhere: the store does not open, or says which table is damaged,
// or nothing that it tells is touched by it. It never tells something else, and the
// process never dies of it.
func TestAFlippedBitIsNeverBelieved(t *testing.T) {
	dir := t.TempDir()
	s := storetest.OpenAt(t, dir, newClock().now)
	for i := range 15 {
		grow(t, s, i)
	}
	want, err := told(s)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, store.FileName)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content = content[:highWater(content)]
	random := rand.New(rand.NewPCG(5, 2026))
	refused, noticed := 0, 0
	const flips = 150
	for range flips {
		at := random.IntN(len(content))
		bad := bytes.Clone(content)
		bad[at] ^= 1 << random.IntN(8)
		overwrite(t, dir, bad)
		s, err := open(t, dir)
		if err != nil {
			if !errors.Is(err, privacy.ErrDamaged) && !errors.Is(err, privacy.ErrNewerSchema) { // the number of the schema is four octets
				t.Errorf("octet %d: %v", at, err)
			}
			refused++
			continue
		}
		have, readErr := told(s)
		_, sealedErr := s.CheckSealed(nil)
		_, chainErr := s.VerifyAudit(nil)
		wrong := errors.Join(readErr, sealedErr, chainErr, s.Check())
		if wrong != nil {
			noticed++
		} else if have != want {
			t.Errorf("octet %d: something else is told, and nothing is wrong", at)
		}
		s.Close()
	}
	if refused+noticed < flips/30 {
		t.Errorf("only %d of %d flips were noticed", refused+noticed, flips)
	}
}

// A page torn in its midst, as a disk leaves it that lies about its syncs.
func TestATornPageIsNeverBelieved(t *testing.T) {
	dir, content := filled(t, 300)
	page := 4096
	for at := 2 * page; at < len(content); at += page {
		bad := bytes.Clone(content)
		clear(bad[at+page/2 : at+page])
		overwrite(t, dir, bad)
		s, err := open(t, dir)
		if err != nil {
			if !errors.Is(err, privacy.ErrDamaged) {
				t.Errorf("page %d: %v", at/page, err)
			}
			continue
		}
		n := 0
		err = s.View(func(tx *store.Tx) error { return tx.EachSubject(func(store.Subject) bool { n++; return true }) })
		if err == nil && n != 300 {
			t.Errorf("page %d: %d of 300 people and no error", at/page, n)
		}
		s.Close()
	}
}

// A tear between two entries leaves keys of zeros, which belong to no table: they are
// not passed over, and no walk ends at them as if nothing came behind.
func TestATearBetweenEntriesIsNeverBelieved(t *testing.T) {
	const page, head, element = 4096, 16, 16
	order := binary.NativeEndian
	dir, content := filled(t, 300)
	tears := 0
	for at := 2 * page; at < len(content) && tears < 200; at += page {
		n := int(order.Uint16(content[at+10:]))
		if order.Uint16(content[at+8:]) != 2 || n < 20 {
			continue // no leaf with many entries
		}
		for i := n / 2; i < n; i++ {
			e := at + head + i*element
			bad := bytes.Clone(content)
			clear(bad[e+int(order.Uint32(content[e+4:])) : at+page])
			overwrite(t, dir, bad)
			tears++
			s, err := open(t, dir)
			if err != nil {
				if !errors.Is(err, privacy.ErrDamaged) {
					t.Errorf("page %d, entry %d: %v", at/page, i, err)
				}
				continue
			}
			n := 0
			err = s.View(func(tx *store.Tx) error { return tx.EachSubject(func(store.Subject) bool { n++; return true }) })
			if err == nil && n != 300 {
				t.Errorf("page %d, entry %d: %d of 300 people and no error", at/page, i, n)
			}
			s.Close()
		}
	}
	if tears < 100 {
		t.Errorf("only %d tears", tears)
	}
}

// Damage leaves the file as it is: a store that only looked is not written to.
func TestLookingAtADamagedStoreWritesNothing(t *testing.T) {
	dir, content := filled(t, 50)
	bad := bytes.Clone(content)
	for i := 3 * 4096; i < 4*4096; i++ {
		bad[i] ^= 0x55
	}
	overwrite(t, dir, bad)
	if s, err := open(t, dir); err == nil {
		_, _ = told(s)
		_ = s.Check()
		s.Close()
	}
	after, err := os.ReadFile(filepath.Join(dir, store.FileName))
	if err != nil || !bytes.Equal(after[:len(bad)], bad) {
		t.Errorf("the file changed: %v", err)
	}
}

// A page that bbolt cannot walk keeps the store from opening, and the words say what to do.
func TestPagesThatCannotBeWalkedAreToldWithAdvice(t *testing.T) {
	dir, content := filled(t, 50)
	unwalkable := 0
	for at := 2 * 4096; at < len(content); at += 4096 {
		for _, octet := range []int{8, 11} { // kind of the page, number of its elements
			bad := bytes.Clone(content)
			bad[at+octet] ^= 0x7f
			overwrite(t, dir, bad)
			s, err := open(t, dir)
			if err == nil {
				s.Close()
				continue
			}
			if strings.Contains(err.Error(), "pages of the data cannot be read") {
				if unwalkable++; !strings.Contains(err.Error(), "otinish restore") {
					t.Errorf("page %d: %v", at/4096, err)
				}
			}
		}
	}
	if unwalkable == 0 {
		t.Error("all pages could be walked")
	}
}

// bbolt would follow a page that lies below itself until memory ends, and takes for a
// branch whatever is no leaf. Neither is opened, by whatever way.
func TestPagesInACircleAreRefused(t *testing.T) {
	order := binary.NativeEndian
	const page, head, element = 4096, 16, 16
	dir, content := filled(t, 3000)
	child := func(b []byte, at, i int) []byte { return b[at+head+i*element+8:] }
	for name, spoil := range map[string]func(b []byte, branch, children int){
		"the first child is the parent": func(b []byte, at, _ int) { order.PutUint64(child(b, at, 0), uint64(at/page)) },
		"the last child is the parent":  func(b []byte, at, n int) { order.PutUint64(child(b, at, n-1), uint64(at/page)) },
		"a meta page for a child":       func(b []byte, at, _ int) { order.PutUint64(child(b, at, 0), 1) },
		"a branch without children":     func(b []byte, at, _ int) { order.PutUint16(b[at+10:], 0) },
	} {
		t.Run(name, func(t *testing.T) {
			bad := bytes.Clone(content)
			spoilt := 0
			for at := 2 * page; at < len(bad); at += page {
				if order.Uint16(bad[at+8:]) == 1 && order.Uint64(bad[at:]) == uint64(at/page) {
					spoil(bad, at, int(order.Uint16(bad[at+10:])))
					spoilt++
				}
			}
			overwrite(t, dir, bad)
			for way, open := range map[string]func() error{
				"open":    func() error { _, err := open(t, dir); return err },
				"inspect": func() error { _, err := store.Inspect(dir, store.Options{Keyring: storetest.Keyring(t)}); return err },
				"chain": func() error {
					_, err := store.VerifyChainFile(filepath.Join(dir, store.FileName), nil, nil)
					return err
				},
			} {
				if err := open(); spoilt == 0 || !errors.Is(err, privacy.ErrDamaged) {
					t.Errorf("%s, %d pages spoilt: %v", way, spoilt, err)
				}
			}
		})
	}
}
