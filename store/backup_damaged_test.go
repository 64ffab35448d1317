package store_test

import (
	"bytes"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// spoilEntry flips a bit in the n-th entry of the chain.
func spoilEntry(t *testing.T, dir string, n int) {
	t.Helper()
	inFile(t, dir, func(tx *bbolt.Tx) error {
		b, k, v := entry(tx, "audit", "", n)
		bad := bytes.Clone(v)
		bad[len(bad)/2] ^= 1
		return b.Put(bytes.Clone(k), bad)
	})
}

// A backup that was taken of a damaged store is what there is when the disk dies: it goes
// back where that is asked for, with what is damaged named and left as it is, and
// everybody else served.
func TestABackupOfADamagedStoreGoesBackWhereAsked(t *testing.T) {
	request := func(kind byte) func(*testing.T, string) {
		return func(t *testing.T, dir string) { spoil(t, dir, kind, 1) }
	}
	for name, c := range map[string]struct {
		damage func(t *testing.T, dir string)
		unread int
		broken uint64
	}{
		"a request":            {request('r'), 1, 0},
		"a letter":             {request('l'), 1, 0},
		"the bytes of one":     {request('b'), 1, 0},
		"a message":            {request(0), 1, 0},
		"an entry":             {func(t *testing.T, dir string) { spoilEntry(t, dir, 1) }, 0, 2},
		"a request, and entry": {func(t *testing.T, dir string) { spoil(t, dir, 'r', 0); spoilEntry(t, dir, 2) }, 1, 3},
	} {
		t.Run(name, func(t *testing.T) {
			dir := lived(t, 4)
			c.damage(t, dir)
			s, err := open(t, dir)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			p := store.BackupPlace{Dir: filepath.Join(t.TempDir(), "backups")}
			backup, m, err := p.Take(s)
			if err != nil || m.Unreadable != c.unread || m.ChainBroken != c.broken || !m.Damaged() {
				t.Fatalf("%+v %v", m, err)
			}
			r, err := p.CheckBackup(backup, storetest.Keyring(t), time.Now())
			if err != nil || len(r.Unread) != c.unread {
				t.Errorf("%+v %v", r, err)
			}
			o := store.RestoreOptions{From: backup, To: filepath.Join(t.TempDir(), "again"), Place: p, Ring: storetest.Keyring(t)}
			if _, err := store.Restore(o); !errors.Is(err, privacy.ErrDamaged) || !strings.Contains(err.Error(), "--damaged") {
				t.Error("without the switch:", err)
			}
			o.Damaged = true
			back, err := store.Restore(o)
			if err != nil || len(back.Unread) != c.unread || (back.Broken != "") != (c.broken > 0) {
				t.Fatalf("%+v %v", back, err)
			}
			wantStillTold(t, o.To, c.unread, c.broken)
		})
	}
}

// wantStillTold opens what was put back: the daemon tells the damage as it did before.
func wantStillTold(t *testing.T, dir string, unread int, broken uint64) {
	t.Helper()
	s, err := open(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	otherWork(t, s)
	if _, err := s.CheckSealed(nil); errors.Is(err, privacy.ErrUnreadable) != (unread > 0) || len(s.Unreadable()) != unread {
		t.Errorf("%v %+v", err, s.Unreadable())
	}
	if err := s.LookAtChain(); errors.Is(err, audit.ErrBroken) != (broken > 0) {
		t.Error(err)
	}
}

// What is damaged beyond what its manifest says was not so when it was taken.
func TestABackupMoreDamagedThanItSaysIsBad(t *testing.T) {
	dir := lived(t, 4)
	spoilEntry(t, dir, 2)
	s, err := open(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	p := store.BackupPlace{Dir: filepath.Join(t.TempDir(), "backups")}
	if _, _, err := p.Take(spoiled{s}); !errors.Is(err, audit.ErrBroken) {
		t.Error(err)
	}
}

// spoiled says less of its damage than there is.
type spoiled struct{ *store.Store }

func (s spoiled) CopyData(begin func(store.Copied) (io.Writer, error)) error {
	return s.Store.CopyData(func(c store.Copied) (io.Writer, error) { c.ChainBroken = 0; return begin(c) })
}

// With a key that no copy has a backup is taken where that is asked for.
func TestABackupWithoutALostKeyIsTakenWhereAsked(t *testing.T) {
	dir := lived(t, 4)
	lose(t, dir, 3, 1)
	s, err := open(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	p := store.BackupPlace{Dir: filepath.Join(t.TempDir(), "backups")}
	if _, _, err := p.Take(s); err == nil || !strings.Contains(err.Error(), "otinish backup --damaged") {
		t.Fatal(err)
	}
	backup, m, err := p.Take(keysLeft{s})
	if err != nil || m.Unreadable != 1 {
		t.Fatalf("%+v %v", m, err)
	}
	if r, err := p.CheckBackup(backup, storetest.Keyring(t), time.Now()); err != nil || len(r.Unread) != 1 || !r.Unread[0].KeyLost {
		t.Errorf("%+v %v", r, err)
	}
	o := store.RestoreOptions{From: backup, To: filepath.Join(t.TempDir(), "again"), Place: p, Ring: storetest.Keyring(t), Damaged: true}
	if r, err := store.Restore(o); err != nil || len(r.Unread) != 1 {
		t.Errorf("%+v %v", r, err)
	}
}

type keysLeft struct{ *store.Store }

func (k keysLeft) CopyKeys(w io.Writer) error { return k.CopyKeysLeft(w) }
