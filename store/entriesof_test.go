package store_test

import (
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

func about(t *testing.T, s *store.Store, n privacy.Number, names ...string) {
	t.Helper()
	update(t, s, func(tx *store.Tx) error {
		for _, name := range names {
			if err := tx.Append(store.AuditAct{Actor: privacy.ActorSystem, Act: name, Number: n}); err != nil {
				return err
			}
		}
		return nil
	})
}

func namesAbout(t *testing.T, s *store.Store, id privacy.RequestID) (names []string) {
	t.Helper()
	view(t, s, func(tx *store.Tx) error {
		entries, err := tx.EntriesOf(id)
		for _, e := range entries {
			names = append(names, e.Act.Act)
		}
		return err
	})
	return names
}

// However long the chain is before and behind, only the entries of the request are
// read: reading them allocates as much among thirty entries as among six thousand.
func TestEntriesOfARequestAreReadAlone(t *testing.T) {
	s := storetest.Open(t)
	_, r := newPerson(1).enter(t, s, 1)
	_, other := newPerson(2).enter(t, s, 2)
	before := len(namesAbout(t, s, r.ID))
	about(t, s, r.Number, "confirmed", "applied")
	many := func(n int) {
		names := make([]string, n)
		for i := range names {
			names[i] = "noted"
		}
		about(t, s, other.Number, names...)
	}
	cost := func() float64 {
		return testing.AllocsPerRun(20, func() {
			if got := namesAbout(t, s, r.ID); len(got) != before+3 || got[before+2] != "closed" {
				t.Fatalf("%q", got)
			}
		})
	}
	many(30)
	about(t, s, r.Number, "closed")
	few := cost()
	many(6000)
	if long := cost(); long > few+10 {
		t.Errorf("%v allocations in a long chain, %v in a short one", long, few)
	}
}

func TestNothingIsListedOfADestroyedRequest(t *testing.T) {
	s := storetest.Open(t)
	sub, r := newPerson(1).enter(t, s, 1)
	about(t, s, r.Number, "applied")
	destroy(t, s, sub, r)
	if got := namesAbout(t, s, r.ID); len(got) > 0 {
		t.Errorf("%q", got)
	}
}

func TestMigrationListsTheEntriesOfRequests(t *testing.T) {
	dir := t.TempDir()
	s, err := store.Open(dir, store.Options{Keyring: storetest.Keyring(t)}.WithSchema3())
	if err != nil {
		t.Fatal(err)
	}
	_, r := newPerson(1).enter(t, s, 1)
	gone, goneRequest := newPerson(2).enter(t, s, 2)
	about(t, s, r.Number, "applied", "closed")
	about(t, s, goneRequest.Number, "applied")
	about(t, s, "", "backup")
	destroy(t, s, gone, goneRequest)
	want := namesAbout(t, s, r.ID)
	update(t, s, func(tx *store.Tx) error { return tx.DropEntriesOf() })
	s.Close()

	s = storetest.OpenAt(t, dir, nil)
	if got := namesAbout(t, s, r.ID); len(got) != len(want) || len(got) < 2 || got[len(got)-1] != "closed" {
		t.Errorf("%q, want %q", got, want)
	}
	if got := namesAbout(t, s, goneRequest.ID); len(got) > 0 {
		t.Errorf("of a destroyed one: %q", got)
	}
}

func TestEntriesThatAreCutAreNotListed(t *testing.T) {
	c := newClock()
	s := storetest.OpenAt(t, t.TempDir(), c.now)
	_, r := newPerson(1).enter(t, s, 1)
	about(t, s, r.Number, "applied")
	c.set(day.AddDate(4, 0, 0))
	about(t, s, r.Number, "noted")
	c.set(day.AddDate(6, 0, 0))
	if n, _ := cut(t, s, c); n == 0 {
		t.Fatal("nothing was cut")
	}
	if got := namesAbout(t, s, r.ID); len(got) != 1 || got[0] != "noted" {
		t.Errorf("%q", got)
	}
	if err := s.Check(); err != nil {
		t.Error(err)
	}
}
