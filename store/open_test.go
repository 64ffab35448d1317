package store_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/seal"
	"medico-intech.kz/otinish/store/storetest"
)

func open(t testing.TB, dir string) (*store.Store, error) {
	return store.Open(dir, store.Options{Keyring: storetest.Keyring(t), LockWait: -1})
}

// filled makes a store with some content and returns its folder and file bytes.
func filled(t testing.TB, subjects int) (dir string, content []byte) {
	t.Helper()
	dir = t.TempDir()
	s, err := open(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	update(t, s, func(tx *store.Tx) error {
		for i := range subjects {
			if err := tx.PutSubject(subject(tx, address(t, fmt.Sprintf("p%d@example.kz", i)))); err != nil {
				return err
			}
		}
		return tx.Append(audit.Act{Actor: privacy.ActorSystem, Act: "import"})
	})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	content, err = os.ReadFile(filepath.Join(dir, store.FileName))
	if err != nil {
		t.Fatal(err)
	}
	content = content[:highWater(content)] // behind it lies reserve only
	overwrite(t, dir, content)
	return dir, content
}

func overwrite(t testing.TB, dir string, content []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, store.FileName), content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestOpenMakesAPrivateFileAndKeepsItsContent(t *testing.T) {
	dir := t.TempDir()
	s := storetest.OpenAt(t, dir, nil)
	info, err := os.Stat(filepath.Join(dir, store.FileName))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("mode %v, %v", info.Mode(), err)
	}
	a := address(t, "a@b.kz")
	update(t, s, func(tx *store.Tx) error { return tx.PutSubject(subject(tx, a)) })
	if err := first(s.Close(), s.Close()); err != nil {
		t.Fatal(err)
	}
	view(t, storetest.OpenAt(t, dir, nil), func(tx *store.Tx) error {
		_, err := tx.SubjectByAddress(a)
		return err
	})
}

func TestOpenNeedsTheFolderAndAKey(t *testing.T) {
	if _, err := open(t, filepath.Join(t.TempDir(), "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("no folder:", err)
	}
	if _, err := store.Open(t.TempDir(), store.Options{}); !errors.Is(err, privacy.ErrBadInput) {
		t.Error("no keyring:", err)
	}
}

func TestSecondOpenIsRefused(t *testing.T) {
	dir := t.TempDir()
	s := storetest.OpenAt(t, dir, nil)
	if _, err := open(t, dir); !errors.Is(err, privacy.ErrLocked) {
		t.Fatal(err)
	}
	if _, err := store.Open(dir, store.Options{Keyring: storetest.Keyring(t), LockWait: 50 * time.Millisecond}); !errors.Is(err, privacy.ErrLocked) {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := open(t, dir)
	if err != nil {
		t.Fatal("after the first was closed:", err)
	}
	again.Close()
}

// bbolt takes an empty file for a new store: everything on record would be gone
// without a word.
func TestEmptyFileIsDamageAndStaysAsItIs(t *testing.T) {
	dir := t.TempDir()
	overwrite(t, dir, nil)
	_, err := open(t, dir)
	if !errors.Is(err, privacy.ErrDamaged) || !strings.Contains(err.Error(), store.FileName) {
		t.Fatal(err)
	}
	if info, err := os.Stat(filepath.Join(dir, store.FileName)); err != nil || info.Size() != 0 {
		t.Errorf("the file was touched: %v %v", info, err)
	}
}

// bbolt dies of SIGSEGV on a file cut short.
func TestFileCutShortIsDamageAtEveryLength(t *testing.T) {
	dir, content := filled(t, 300)
	used := highWater(content)
	for size := 0; size < used; size += 512 {
		overwrite(t, dir, content[:size])
		if s, err := open(t, dir); !errors.Is(err, privacy.ErrDamaged) {
			if err == nil {
				s.Close()
			}
			t.Fatalf("%d of %d octets: %v", size, used, err)
		}
	}
	overwrite(t, dir, content[:used])
	s, err := open(t, dir)
	if err != nil {
		t.Fatal("all pages in use are there:", err)
	}
	s.Close()
}

func highWater(content []byte) int {
	page := int(binary.NativeEndian.Uint32(content[16+8:]))
	return page * int(max(binary.NativeEndian.Uint64(content[16+40:]), binary.NativeEndian.Uint64(content[page+16+40:])))
}

// Pages have no checksum: overwritten ones are found when they are read, by an
// error and never by the end of the process or an answer made up.
func TestOverwrittenPageIsAnErrorNotACrash(t *testing.T) {
	dir, content := filled(t, 300)
	page := int(binary.NativeEndian.Uint32(content[16+8:]))
	found := 0
	for at := 2 * page; at < highWater(content); at += page {
		bad := bytes.Clone(content)
		for i := range page {
			bad[at+i] = 0xff
		}
		overwrite(t, dir, bad)
		if damageFound(t, dir) {
			found++
		}
	}
	if found < 5 {
		t.Errorf("only %d overwritten pages were noticed", found)
	}
}

func damageFound(t *testing.T, dir string) bool {
	s, err := open(t, dir)
	if err != nil {
		if !errors.Is(err, privacy.ErrDamaged) {
			t.Error("open:", err)
		}
		return true
	}
	defer s.Close()
	n := 0
	err = s.View(func(tx *store.Tx) error { return tx.EachSubject(func(store.Subject) bool { n++; return true }) })
	if err == nil && n != 300 {
		t.Errorf("%d of 300 subjects and no error", n)
	}
	_ = s.Update(context.Background(), func(tx *store.Tx) error { return tx.PutSubject(subject(tx, address(t, "x@y.kz"))) })
	return err != nil || s.Check() != nil
}

func TestAnotherKeyIsRefused(t *testing.T) {
	dir, _ := filled(t, 1)
	other := storetest.Key()
	other[5]++
	k, err := seal.NewKeyring(other)
	if err != nil {
		t.Fatal(err)
	}
	_, err = store.Open(dir, store.Options{Keyring: k})
	if !errors.Is(err, privacy.ErrDamaged) || !strings.Contains(err.Error(), "key") {
		t.Error(err)
	}
}

func TestRestOfAnInterruptedCreationIsNoStore(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, store.FileName+".new"), []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	storetest.OpenAt(t, dir, nil)
	if _, err := os.Stat(filepath.Join(dir, store.FileName+".new")); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

func TestForeignFileIsRefused(t *testing.T) {
	dir := t.TempDir()
	overwrite(t, dir, bytes.Repeat([]byte("some text\n"), 10000))
	if _, err := open(t, dir); !errors.Is(err, privacy.ErrDamaged) {
		t.Error(err)
	}
}

func TestClosedStoreSaysSo(t *testing.T) {
	s := storetest.Open(t)
	s.Close()
	nothing := func(*store.Tx) error { return nil }
	if err := s.View(nothing); !errors.Is(err, privacy.ErrUnavailable) {
		t.Error(err)
	}
	if err := s.Update(context.Background(), nothing); !errors.Is(err, privacy.ErrUnavailable) {
		t.Error(err)
	}
	if err := s.MarkWorking(store.MessageKey{Mailbox: "INBOX"}, 1); err == nil {
		t.Error("a mark was written")
	}
}
