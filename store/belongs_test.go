package store_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/storetest"
)

// twoStores are two stores with somebody destroyed in each, and a backup of each.
type twoStores struct {
	dirs, backups, ledgers [2]string
	places                 [2]store.BackupPlace
	clk                    *clock
}

func newTwoStores(t *testing.T) (w twoStores) {
	t.Helper()
	w.clk = newClock()
	for i := range w.dirs {
		w.clk.set(day.Add(time.Duration(i) * time.Hour))
		w.dirs[i] = t.TempDir()
		w.places[i] = store.BackupPlace{Dir: filepath.Join(t.TempDir(), "backups")}
		s := storetest.OpenAt(t, w.dirs[i], w.clk.now)
		sub, r := newPerson(1+i).enter(t, s, 1)
		destroy(t, s, sub, r)
		newPerson(5+i).enter(t, s, 2)
		w.backups[i] = take(t, w.places[i], s)
		s.Close()
		w.ledgers[i] = filepath.Join(w.dirs[i], store.LedgerName)
	}
	return w
}

func (w twoStores) restore(t *testing.T, with func(*store.RestoreOptions)) error {
	o := store.RestoreOptions{From: w.backups[0], To: filepath.Join(t.TempDir(), "again"), Place: w.places[0], Ring: storetest.Keyring(t), Now: w.clk.now}
	if with != nil {
		with(&o)
	}
	_, err := store.Restore(o)
	if left, _ := os.ReadDir(o.To); err != nil && len(left) != 0 {
		t.Errorf("something was put back: %v", left)
	}
	return err
}

// wantMixed: refused, and both files are named.
func wantMixed(t *testing.T, err error, files ...string) {
	t.Helper()
	if !errors.Is(err, store.ErrMixed) {
		t.Errorf("not refused as mixed: %v", err)
		return
	}
	for _, want := range append(files, "is of store ", "is of another store, ") {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("does not say %q: %v", want, err)
		}
	}
}

func copyOver(t *testing.T, from, to string) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestLedgerOfAnotherStoreIsRefused(t *testing.T) {
	w := newTwoStores(t)
	own, err := os.ReadFile(w.ledgers[0])
	if err != nil {
		t.Fatal(err)
	}
	foreign, _ := os.ReadFile(w.ledgers[1])
	for name, content := range map[string][]byte{"instead": foreign, "joined": append(bytes.Clone(own), foreign...)} {
		os.WriteFile(w.ledgers[0], content, 0o600)
		_, err := open(t, w.dirs[0])
		wantMixed(t, err, store.FileName, store.LedgerName)
		if left, _ := os.ReadFile(w.ledgers[0]); !bytes.Equal(left, content) {
			t.Errorf("%s: it was written to", name)
		}
	}
	os.WriteFile(w.ledgers[0], own, 0o600)
	if s, err := open(t, w.dirs[0]); err != nil {
		t.Error("its own:", err)
	} else {
		s.Close()
	}
}

// Lines of before the store was noted, and those made of tombstones, go with it.
func TestLinesWithoutStoreAreTaken(t *testing.T) {
	w := newTwoStores(t)
	b, _ := os.ReadFile(w.ledgers[0])
	lines, err := store.ReadLedger(bytes.NewReader(b))
	if err != nil || len(lines) != 1 || lines[0].Store == ([16]byte{}) {
		t.Fatalf("%+v %v", lines, err)
	}
	id := lines[0].Store
	lines[0].Store = [16]byte{}
	var old bytes.Buffer
	if err := store.WriteLedger(&old, lines); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"of before": old.Bytes(), "lost": nil} {
		os.WriteFile(w.ledgers[0], content, 0o600)
		s, err := open(t, w.dirs[0])
		if err != nil {
			t.Fatal(name, err)
		}
		if lines, err := s.Erasures(); err != nil || len(lines) != 1 || name == "lost" && lines[0].Store != id {
			t.Errorf("%s: %+v %v", name, lines, err)
		}
		s.Close()
	}
}

func TestRestoreTakesTheFilesOfOneStoreOnly(t *testing.T) {
	w := newTwoStores(t)
	foreignKeys := keyCopies(t, w.places[1])[0]
	keysDir := filepath.Dir(keyCopies(t, w.places[0])[0])

	wantMixed(t, w.restore(t, func(o *store.RestoreOptions) { o.Ledgers = []string{w.ledgers[1]} }), w.ledgers[1], w.backups[0])
	wantMixed(t, w.restore(t, func(o *store.RestoreOptions) { o.Keys = foreignKeys }), foreignKeys, w.backups[0])

	lying := filepath.Join(keysDir, filepath.Base(foreignKeys)) // newer, so that it would be taken
	copyOver(t, foreignKeys, lying)
	wantMixed(t, w.restore(t, nil), lying, w.backups[0])
	os.Remove(lying)

	beside := filepath.Join(w.places[0].Dir, filepath.Base(w.backups[1]))
	if err := os.CopyFS(beside, os.DirFS(w.backups[1])); err != nil {
		t.Fatal(err)
	}
	wantMixed(t, w.restore(t, nil), beside, w.backups[0])
	os.RemoveAll(beside)

	for _, name := range []string{store.FileName, store.LedgerName} {
		path := filepath.Join(w.backups[0], name)
		own, _ := os.ReadFile(path)
		copyOver(t, filepath.Join(w.backups[1], name), path)
		wantMixed(t, w.restore(t, nil), path, w.backups[0])
		_, err := w.places[0].CheckBackup(w.backups[0], nil, w.clk.now())
		wantMixed(t, err, path)
		os.WriteFile(path, own, 0o600)
	}
	if err := w.restore(t, func(o *store.RestoreOptions) { o.Ledgers = []string{w.ledgers[0]} }); err != nil {
		t.Error("its own files:", err)
	}
}

// A fresh store, made by mistake, must not push out the backups of the lost one.
func TestNoBackupAmongThoseOfAnotherStore(t *testing.T) {
	w := newTwoStores(t)
	s := storetest.OpenAt(t, w.dirs[1], w.clk.now)
	w.clk.set(day.Add(3 * time.Hour))
	before, _ := w.places[0].Backups()
	_, _, err := w.places[0].Take(s)
	wantMixed(t, err, w.backups[0], "another folder")
	if after, _ := w.places[0].Backups(); len(after) != len(before) {
		t.Errorf("backups now %v", after)
	}
	p := store.BackupPlace{Dir: filepath.Join(t.TempDir(), "fresh"), KeysDir: filepath.Dir(keyCopies(t, w.places[0])[0])}
	_, _, err = p.Take(s)
	wantMixed(t, err, keyCopies(t, w.places[0])[0])
	take(t, w.places[1], s)
}
