package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// lives is a store and who is alive in it, through faults, restarts, crashes and
// restores of older data. The destroyed stay destroyed, whatever is brought back.
type lives struct {
	t         *rapid.T
	tb        *testing.T
	dir       string
	s         *store.Store
	failing   string // operation that fails
	next      int
	alive     map[int]store.Subject
	requests  map[int]store.Request
	destroyed map[int]store.Subject

	backup      string // folder with the data, and the keys, of an earlier moment
	backupAlive map[int]store.Subject
}

func (l *lives) open(dir string) {
	s, err := store.Open(dir, store.Options{Keyring: storetest.Keyring(l.tb), Fault: func(op string) error {
		if op == l.failing {
			return errMine
		}
		return nil
	}})
	if err != nil {
		l.t.Fatal(err)
	}
	l.dir, l.s = dir, s
}

func (l *lives) enter() {
	sub, r := newPerson(l.next).enter(l.tb, l.s, uint32(l.next+1))
	l.alive[l.next], l.requests[l.next] = sub, r
	l.next++
}

func (l *lives) pick() (n int, ok bool) {
	var all []int
	for n := range l.next {
		if _, alive := l.alive[n]; alive {
			all = append(all, n)
		}
	}
	if len(all) == 0 {
		return 0, false
	}
	return rapid.SampledFrom(all).Draw(l.t, "who"), true
}

// destroy lets one of its steps fail, or none.
func (l *lives) destroy() {
	n, ok := l.pick()
	if !ok {
		return
	}
	l.failing = rapid.SampledFrom([]string{"", "", "commit", "ledger", "keys"}).Draw(l.t, "fails")
	_, err := l.s.Destroy(l.tb.Context(), destructionOf(l.alive[n], l.requests[n]), allow)
	if (err == nil) != (l.failing == "") {
		l.t.Fatalf("%q failed and the error is %v", l.failing, err)
	}
	announced := l.failing != "ledger"
	l.failing = ""
	if announced {
		l.destroyed[n] = l.alive[n]
		delete(l.alive, n)
	}
	if rapid.Bool().Draw(l.t, "something is committed next") {
		update(l.tb, l.s, func(tx *store.Tx) error { return appendAct("next")(tx) })
		return
	}
	l.restart()
}

func (l *lives) restart() {
	if err := l.s.Close(); err != nil {
		l.t.Fatal(err)
	}
	l.open(l.dir)
}

// crash goes on with the files as they lie there.
func (l *lives) crash() {
	at := copyDir(l.tb, l.dir)
	l.s.Close()
	l.open(at)
}

func (l *lives) backUp() {
	l.backup, l.backupAlive = copyDir(l.tb, l.dir), make(map[int]store.Subject)
	for n, sub := range l.alive {
		l.backupAlive[n] = sub
	}
}

// restore brings the data back, with the keys or beside today's; the ledger stays.
func (l *lives) restore() {
	if l.backup == "" {
		return
	}
	files := []string{store.FileName}
	if rapid.Bool().Draw(l.t, "keys too") {
		files = append(files, store.KeysName)
	}
	l.s.Close()
	for _, name := range files {
		content, err := os.ReadFile(filepath.Join(l.backup, name))
		if err := first(err, os.WriteFile(filepath.Join(l.dir, name), content, 0o600)); err != nil {
			l.t.Fatal(err)
		}
	}
	l.alive = make(map[int]store.Subject)
	for n, sub := range l.backupAlive {
		if _, gone := l.destroyed[n]; !gone {
			l.alive[n] = sub
		}
	}
	l.open(l.dir)
}

func (l *lives) compare() {
	if err := l.s.Check(); err != nil {
		l.t.Fatal(err)
	}
	report, err := l.s.CheckSealed(nil)
	if err != nil || report.Keys != uint64(2*len(l.alive)) {
		l.t.Fatalf("%d alive: %+v %v", len(l.alive), report, err)
	}
	err = l.s.View(func(tx *store.Tx) error {
		if n := tx.CountSubjects(); n != len(l.alive) {
			l.t.Fatalf("%d subjects, want %d", n, len(l.alive))
		}
		for n := range l.alive {
			sub, err := tx.SubjectByAddress(address(l.tb, newPerson(n).address))
			if err != nil || sub.Name.Reveal() != newPerson(n).name {
				l.t.Fatalf("person %d: %v", n, err)
			}
		}
		for n, sub := range l.destroyed {
			_, err := tx.Subject(sub.ID)
			_, stone := tx.TombstoneByAddress(sub.Address)
			if !errors.Is(err, privacy.ErrDestroyed) || stone != nil {
				l.t.Fatalf("destroyed person %d: %v, %v", n, err, stone)
			}
		}
		return nil
	})
	if err != nil {
		l.t.Fatal(err)
	}
}

func TestTheDestroyedStayDestroyed(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		l := &lives{t: rt, tb: t, alive: map[int]store.Subject{}, requests: map[int]store.Request{}, destroyed: map[int]store.Subject{}}
		l.open(t.TempDir())
		defer func() { l.s.Close() }()
		steps := []func(){l.enter, l.enter, l.destroy, l.destroy, l.restart, l.crash, l.backUp, l.restore}
		for range rapid.IntRange(2, 8).Draw(rt, "steps") {
			steps[rapid.IntRange(0, len(steps)-1).Draw(rt, "step")]()
			l.compare()
		}
	})
}
