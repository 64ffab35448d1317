package store_test

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// kept is a store with people and acts in it, and a place for its backups.
func kept(t *testing.T) (*store.Store, *clock, store.BackupPlace) {
	t.Helper()
	c := newClock()
	s := storetest.OpenAt(t, t.TempDir(), c.now)
	for i := range 3 {
		grow(t, s, i)
	}
	return s, c, store.BackupPlace{Dir: filepath.Join(t.TempDir(), "backups")}
}

// grow adds a person, a request with its message and letter, and acts.
func grow(t *testing.T, s *store.Store, i int) {
	t.Helper()
	update(t, s, func(tx *store.Tx) error {
		r, err := request(tx, privacy.StateReceived)
		r.SubjectLine = privacy.NewPersonal("my data")
		return first(err, tx.PutSubject(subject(tx, address(t, fmt.Sprintf("p%d@example.kz", i)))), tx.PutRequest(r),
			tx.PutMessageBytes(r.ID, []byte("Subject: my data")), tx.PutLetter(letter(tx, r.ID, tx.Now())),
			tx.Append(audit.Act{Actor: privacy.ActorSystem, Act: "received", Number: r.Number}))
	})
}

func take(t *testing.T, p store.BackupPlace, s store.Source) string {
	t.Helper()
	dir, _, err := p.Take(s)
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func keyCopies(t *testing.T, p store.BackupPlace) []string {
	t.Helper()
	keys, err := p.KeyCopies()
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func TestBackupOpensWithItsKeysOnly(t *testing.T) {
	s, c, p := kept(t)
	dir := take(t, p, s)
	r, err := p.CheckBackup(dir, storetest.Keyring(t), c.now())
	if err != nil {
		t.Fatal(err)
	}
	if m := r.Manifest; m.Subjects != 3 || m.Requests != 3 || m.Letters != 3 || m.Entries != 3 || !m.TakenAt.Equal(day) {
		t.Errorf("%+v", m)
	}
	if !r.OwnKeys || r.Opened == nil || r.Opened.Values == 0 || len(r.TooOld) != 0 {
		t.Errorf("%+v", r)
	}
	all, _ := filepath.Glob(filepath.Join(p.Dir, "*", "*"))
	if len(all) != 4 {
		t.Errorf("files: %q", all)
	}
	for _, f := range all {
		info, err := os.Stat(f)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: mode %v %v", f, info.Mode(), err)
		}
		if b, _ := os.ReadFile(f); strings.Contains(string(b), "example.kz") || strings.Contains(string(b), "my data") {
			t.Errorf("%s holds personal data in clear", f)
		}
	}
	if r, err = p.CheckBackup(dir, nil, c.now()); err != nil || r.Opened != nil {
		t.Errorf("without the key: %v %+v", err, r.Opened)
	}
}

// hot is a store that is written to while it is copied.
type hot struct {
	*store.Store
	t *testing.T
}

func (h hot) CopyData(begin func(store.Copied) (io.Writer, error)) error {
	return h.Store.CopyData(func(c store.Copied) (io.Writer, error) {
		w, err := begin(c)
		grow(h.t, h.Store, 100)
		return w, err
	})
}

func TestBackupIsOfOneMomentWhileTheStoreIsWorkedOn(t *testing.T) {
	s, c, p := kept(t)
	dir := take(t, p, hot{s, t})
	r, err := p.CheckBackup(dir, storetest.Keyring(t), c.now())
	if err != nil || r.Manifest.Subjects != 3 || r.Manifest.Entries != 3 {
		t.Errorf("%v %+v", err, r.Manifest)
	}
}

// broken fails in one of its parts.
type broken struct {
	*store.Store
	part string
}

var errCut = errors.New("the connection was cut")

func (b broken) CopyData(begin func(store.Copied) (io.Writer, error)) error {
	return b.Store.CopyData(func(c store.Copied) (io.Writer, error) {
		w, err := begin(c)
		if b.part == "data" {
			w = &cutter{w: w, left: 5000}
		}
		return w, err
	})
}

func (b broken) CopyKeys(w io.Writer) error {
	if b.part == "keys" {
		w = &cutter{w: w, left: 10}
	}
	return b.Store.CopyKeys(w)
}

func (b broken) CopyLedger(w io.Writer) error {
	if b.part == "ledger" {
		return errCut
	}
	return b.Store.CopyLedger(w)
}

// cutter writes so many octets and then fails.
type cutter struct {
	w    io.Writer
	left int
}

func (c *cutter) Write(b []byte) (int, error) {
	if len(b) <= c.left {
		c.left -= len(b)
		return c.w.Write(b)
	}
	n, _ := c.w.Write(b[:c.left])
	return n, errCut
}

func TestFailedBackupLeavesNothingAndHarmsNone(t *testing.T) {
	s, c, p := kept(t)
	good := take(t, p, s)
	c.set(day.Add(time.Hour))
	for _, part := range []string{"data", "keys", "ledger"} {
		if _, _, err := p.Take(broken{s, part}); err == nil || !strings.Contains(err.Error(), "no backup was made") {
			t.Errorf("%s: %v", part, err)
		}
		backups, err := p.Backups()
		if err != nil || len(backups) != 1 || backups[0] != good || len(keyCopies(t, p)) != 1 {
			t.Errorf("%s: %v %v %v", part, backups, keyCopies(t, p), err)
		}
		if rest, _ := filepath.Glob(filepath.Join(p.Dir, ".*")); len(rest) != 0 {
			t.Errorf("%s: left %q", part, rest)
		}
	}
	if _, err := p.CheckBackup(good, storetest.Keyring(t), c.now()); err != nil {
		t.Error(err)
	}
}

func TestTwoBackupsAtOnce(t *testing.T) {
	s, _, p := kept(t)
	var second error
	_, _, err := p.Take(during{s, func() { _, _, second = p.Take(s) }})
	if err != nil || !errors.Is(second, privacy.ErrLocked) {
		t.Errorf("first %v, second %v", err, second)
	}
	if _, _, err := p.Take(s); !errors.Is(err, privacy.ErrExists) {
		t.Error("of the same second:", err)
	}
}

// Backups in two folders that keep their keys in one write them under one name.
func TestTwoBackupsAtOnceThatShareAFolderOfKeys(t *testing.T) {
	s, c, p := kept(t)
	p.KeysDir = filepath.Join(t.TempDir(), "keys")
	other := store.BackupPlace{Dir: filepath.Join(t.TempDir(), "other"), KeysDir: p.KeysDir}
	var second error
	var left []string
	dir, _, err := p.Take(during{s, func() {
		_, _, second = other.Take(s)
		left, _ = other.CutShort()
	}})
	if err != nil || !errors.Is(second, privacy.ErrLocked) || !strings.Contains(second.Error(), p.KeysDir) || len(left) != 0 {
		t.Fatalf("first %v, second %v, said to be left %q", err, second, left)
	}
	if _, err := p.CheckBackup(dir, storetest.Keyring(t), c.now()); err != nil {
		t.Error(err)
	}
	c.set(day.Add(time.Hour))
	if _, _, err := other.Take(s); err != nil {
		t.Error("after it:", err)
	}
	one := store.BackupPlace{Dir: p.KeysDir, KeysDir: p.KeysDir}
	if _, _, err := one.Take(s); !errors.Is(err, privacy.ErrBadInput) {
		t.Error(err)
	}
}

type during struct {
	*store.Store
	do func()
}

func (d during) CopyKeys(w io.Writer) error { d.do(); return d.Store.CopyKeys(w) }

// A flipped bit anywhere, a file cut short, a file that is missing: each is found
// and the file is named.
func TestDamagedBackupIsFound(t *testing.T) {
	s, c, p := kept(t)
	dir := take(t, p, s)
	keys := keyCopies(t, p)[0]
	for _, f := range []string{filepath.Join(dir, store.FileName), filepath.Join(dir, store.LedgerName), keys} {
		content, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		bad := func(how string, b []byte) {
			t.Helper()
			if err := os.WriteFile(f, b, 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := p.CheckBackup(dir, nil, c.now())
			if !errors.Is(err, privacy.ErrDamaged) || !strings.Contains(err.Error(), filepath.Base(f)) {
				t.Errorf("%s %s: %v", filepath.Base(f), how, err)
			}
		}
		for at := 0; at < len(content); at += max(1, len(content)/40) {
			b := slices.Clone(content)
			b[at] ^= 1 << (at % 8)
			bad(fmt.Sprint("bit flipped in octet ", at), b)
		}
		if len(content) > 0 {
			bad("cut short", content[:len(content)-1])
		}
		bad("longer", append(slices.Clone(content), 0))
		if err := os.WriteFile(f, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := p.CheckBackup(dir, storetest.Keyring(t), c.now()); err != nil {
		t.Error("as it was:", err)
	}
	if _, err := p.CheckBackup(t.TempDir(), nil, c.now()); !errors.Is(err, privacy.ErrNotFound) {
		t.Error("no backup:", err)
	}
	if err := os.Remove(filepath.Join(dir, store.FileName)); err != nil {
		t.Fatal(err)
	}
	if _, err := p.CheckBackup(dir, nil, c.now()); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

func TestOldKeyCopiesGoAndTheNewestStays(t *testing.T) {
	s, c, p := kept(t)
	for _, days := range []int{0, 10, 20, 45} {
		c.set(day.AddDate(0, 0, days))
		take(t, p, s)
	}
	r, err := p.CheckBackup(filepath.Join(p.Dir, "otinish-20260302T080000Z"), nil, c.now())
	if err != nil || len(r.TooOld) != 2 {
		t.Errorf("%v: too old %q", err, r.TooOld)
	}
	done, err := p.Prune(3, c.now())
	if err != nil || len(done.Keys) != 2 || len(done.Backups) != 1 {
		t.Fatalf("%v %+v", err, done)
	}
	oldest, newest := day.AddDate(0, 0, 20).Truncate(time.Second), day.AddDate(0, 0, 45).Truncate(time.Second)
	if !done.OldestKeys.Equal(oldest) || !done.FinalBy().Equal(newest.Add(store.KeyBackupMaxAge)) {
		t.Errorf("oldest %v, final by %v", done.OldestKeys, done.FinalBy())
	}
	// A clock a year ahead, or behind, takes all old key copies but the newest, and
	// no backup that is to be kept.
	for _, years := range []int{-1, 1} {
		if _, err := p.Prune(3, c.now().AddDate(years, 0, 0)); err != nil {
			t.Fatal(err)
		}
	}
	backups, err := p.Backups()
	if err != nil || len(backups) != 3 || len(keyCopies(t, p)) != 1 {
		t.Errorf("%v %v %v", backups, keyCopies(t, p), err)
	}
	// Without its own key copy an old backup is still good with the newest.
	r, err = p.CheckBackup(backups[0], storetest.Keyring(t), c.now())
	if err != nil || r.OwnKeys || r.Keys == "" || r.Opened == nil || r.Opened.Ended > 0 {
		t.Errorf("%v %+v", err, r)
	}
	rest, err := store.Restore(store.RestoreOptions{From: backups[0], To: filepath.Join(t.TempDir(), "again"), Place: p, Ring: storetest.Keyring(t), Now: c.now})
	if err != nil || rest.Subjects != 3 {
		t.Error(err)
	}
}

// Letters in every state are counted: of one that was taken back, and of one that
// waits for a destruction, a backup must not say that records are missing.
func TestBackupCountsLettersInEveryState(t *testing.T) {
	s, _, p := kept(t)
	update(t, s, func(tx *store.Tx) error {
		r, err := request(tx, privacy.StateReceived)
		taken := letter(tx, r.ID, tx.Now())
		taken.State = store.LetterCancelled
		held := letter(tx, "", tx.Now())
		held.State, held.Farewell = store.LetterHeld, &store.Farewell{Until: tx.Now()}
		return first(err, tx.PutRequest(r), tx.PutLetter(taken), tx.PutLetter(held))
	})
	if _, err := p.CheckBackup(take(t, p, s), nil, day); err != nil {
		t.Error(err)
	}
}
