package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// farewellTexts are what the letter that tells of a destruction leaves in the store.
func (p person) farewellTexts() []string {
	return []string{"To: " + p.address + ", you were destroyed", p.address}
}

// destroyTold is destroy with a letter to the person, as the desk does it; the letter
// is on its way then.
func (p person) destroyTold(t testing.TB, s *store.Store, sub store.Subject, r store.Request) (id privacy.LetterID) {
	t.Helper()
	d := destructionOf(sub, r)
	done, err := s.Foresee(t.Context(), d, func(tx *store.Tx, doomed store.Doomed) error {
		if doomed.Record.ID != sub.ID || len(doomed.Requests) == 0 {
			t.Errorf("foreseen: %+v", doomed)
		}
		l := letter(tx, "", time.Time{})
		l.To, l.State, l.Bytes = sub.Address, store.LetterHeld, []byte(p.farewellTexts()[0])
		l.Farewell = &store.Farewell{Subject: sub.ID, Number: r.Number, Until: tx.Now().Add(time.Hour)}
		id = l.ID
		return tx.PutLetter(l)
	})
	if err != nil || done {
		t.Fatal(done, err)
	}
	d.Farewell = id
	if _, err := s.Destroy(t.Context(), d, allow); err != nil {
		t.Fatal(err)
	}
	return id
}

func endFarewell(t testing.TB, s *store.Store, id privacy.LetterID) {
	t.Helper()
	update(t, s, func(tx *store.Tx) error { return tx.EraseFarewell(id, "") })
}

// farewells are the states of those that are not over.
func farewells(t testing.TB, s *store.Store) (states string) {
	t.Helper()
	view(t, s, func(tx *store.Tx) error {
		list, err := tx.Farewells()
		for _, l := range list {
			due, dueErr := tx.DueLetters(tx.Now().Add(time.Second), 10)
			if full, err := tx.Letter(l.ID); err != nil || len(full.Bytes) == 0 || dueErr != nil || len(due) != 1 != (l.State == store.LetterHeld) {
				t.Errorf("a farewell that is %s cannot leave: %v, %d due", l.State, err, len(due))
			}
			states += string(l.State) + " "
		}
		return err
	})
	return states
}

// Wherever the process dies the person is whole and the letter waits, or they are gone
// and the letter is on its way, or both are gone: the letter leaves in no other case.
func TestFarewellMayStopAnywhere(t *testing.T) {
	dir := t.TempDir()
	var copies []string
	armed := false
	s := storetest.OpenWith(t, dir, store.Options{Step: func(string) {
		if armed {
			copies = append(copies, copyDir(t, dir))
		}
	}})
	p := newPerson(1)
	sub, r := p.enter(t, s, 1)
	newPerson(2).enter(t, s, 2)
	armed = true
	id := p.destroyTold(t, s, sub, r)
	endFarewell(t, s, id)
	armed = false
	wantGone(t, s, p, sub, r)
	if farewells(t, s) != "" {
		t.Error("it is still there")
	}
	seen := make(map[string]bool)
	for i, at := range copies {
		again := storetest.OpenAt(t, at, nil)
		states := farewells(t, again)
		var lost error
		view(t, again, func(tx *store.Tx) error { _, lost = tx.Subject(sub.ID); return nil })
		switch {
		case lost == nil && (states == "" || states == "held "):
		case errors.Is(lost, privacy.ErrDestroyed) && (states == "queued " || states == ""):
			wantGone(t, again, p, sub, r)
		default:
			t.Errorf("step %d: person: %v, letter %q", i, lost, states)
		}
		seen[states] = true
		storetest.Verify(t, again)
		if _, err := again.CheckSealed(nil); err != nil {
			t.Errorf("step %d: %v", i, err)
		}
		again.Close()
	}
	if len(copies) < 8 || !seen["held "] || !seen["queued "] || !seen[""] {
		t.Errorf("%d steps, seen %v", len(copies), seen)
	}
}

// The commit that destroys fails behind its line: the letter leaves with the next one.
func TestFarewellAfterAFailedCommit(t *testing.T) {
	broken := false
	s := storetest.OpenWith(t, t.TempDir(), store.Options{Fault: func(op string) error {
		if broken && op == "commit" {
			return errMine
		}
		return nil
	}})
	p := newPerson(1)
	sub, r := p.enter(t, s, 1)
	var id privacy.LetterID
	d := destructionOf(sub, r)
	update(t, s, func(tx *store.Tx) error {
		l := letter(tx, "", time.Time{})
		l.To, l.State, l.Farewell = sub.Address, store.LetterHeld, &store.Farewell{Subject: sub.ID, Until: tx.Now().Add(time.Hour)}
		id, d.Farewell = l.ID, l.ID
		return tx.PutLetter(l)
	})
	broken = true
	if _, err := s.Destroy(t.Context(), d, allow); !errors.Is(err, privacy.ErrUnavailable) {
		t.Fatal(err)
	}
	if got := farewells(t, s); got != "held " {
		t.Errorf("%q", got)
	}
	broken = false
	update(t, s, appendAct("next"))
	wantGone(t, s, p, sub, r)
	if got := farewells(t, s); got != "queued " {
		t.Errorf("%q", got)
	}
	broken = true // and so for its own end
	if err := s.Update(t.Context(), func(tx *store.Tx) error { return tx.EraseFarewell(id, "refused") }); !errors.Is(err, privacy.ErrUnavailable) {
		t.Fatal(err)
	}
	broken = false
	update(t, s, appendAct("last"))
	if got := farewells(t, s); got != "" {
		t.Errorf("%q", got)
	}
	wantActs(t, s, "applied destroyed subject-destroyed next letter failed last")
	if report, err := s.CheckSealed(nil); err != nil || report.Destroyed != 3 {
		t.Errorf("%+v %v", report, err)
	}
}

// A backup in which the letter was on its way revives neither beside today's ledger.
func TestARestoreRevivesNoFarewell(t *testing.T) {
	dir, c := t.TempDir(), newClock()
	s := storetest.OpenAt(t, dir, c.now)
	p := newPerson(1)
	sub, r := p.enter(t, s, 1)
	place := store.BackupPlace{Dir: filepath.Join(t.TempDir(), "backups")}
	whole := take(t, place, s)
	c.set(day.Add(time.Hour))
	id := p.destroyTold(t, s, sub, r)
	underWay := take(t, place, s)
	endFarewell(t, s, id)
	s.Close()
	for _, from := range []string{whole, underWay} {
		o := store.RestoreOptions{From: from, To: filepath.Join(t.TempDir(), "again"), Ledgers: []string{filepath.Join(dir, store.LedgerName)}, Place: place, Ring: storetest.Keyring(t), Now: c.now}
		if _, err := store.Restore(o); err != nil {
			t.Fatal(err)
		}
		again := storetest.OpenAt(t, o.To, c.now)
		wantGone(t, again, p, sub, r)
		if got := farewells(t, again); got != "" {
			t.Errorf("%q", got)
		}
		again.Close()
	}
	os.RemoveAll(dir)
}
