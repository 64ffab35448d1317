package store_test

import (
	"errors"
	"fmt"
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

func imported(n int) audit.Act {
	return audit.Act{Actor: privacy.ActorSystem, Act: "imported", Reason: fmt.Sprint(n)}
}

// entrances are people with one consent each.
func entrances(t testing.TB, addresses ...string) (list []store.Entrance) {
	for _, a := range addresses {
		list = append(list, store.Entrance{
			Subject:  store.Subject{Address: address(t, a), Name: privacy.NewPersonal("name of " + a)},
			Consents: []store.Consent{{Purpose: "letters", GivenAt: day}},
		})
	}
	return list
}

// A register enters as people one by one do: who is on record or was destroyed
// stays as it is, the rest is there with consents, whole or not at all.
func TestARegisterIsEntered(t *testing.T) {
	failing := ""
	s := storetest.OpenWith(t, t.TempDir(), store.Options{Fault: func(op string) error {
		if op == failing {
			return errMine
		}
		return nil
	}})
	gone, r := newPerson(0).enter(t, s, 1)
	if _, err := s.Destroy(t.Context(), destructionOf(gone, r), allow); err != nil {
		t.Fatal(err)
	}
	known, _ := newPerson(1).enter(t, s, 2)
	names := []string{known.Address.Reveal(), gone.Address.Reveal(), "twice@b.kz", "twice@b.kz"}
	for n := range 200 {
		names = append(names, fmt.Sprintf("p%d@b.kz", n))
	}
	failing = "commit"
	if err := s.EnterSubjects(t.Context(), entrances(t, names...), false, imported); !errors.Is(err, privacy.ErrUnavailable) {
		t.Fatal(err)
	}
	failing = ""
	view(t, s, func(tx *store.Tx) error {
		if n := tx.CountSubjects(); n != 1 {
			t.Errorf("%d after a commit that failed", n)
		}
		return nil
	})
	list := entrances(t, names...)
	if err := s.EnterSubjects(t.Context(), list, false, imported); err != nil {
		t.Fatal(err)
	}
	for i, want := range []error{privacy.ErrExists, privacy.ErrDestroyed, nil, privacy.ErrExists, nil} {
		if !errors.Is(list[i].Err, want) {
			t.Errorf("%d: %v, want %v", i, list[i].Err, want)
		}
	}
	view(t, s, func(tx *store.Tx) error {
		if n := tx.CountSubjects(); n != 202 {
			t.Errorf("%d subjects", n)
		}
		for _, e := range list[4:] {
			sub, err := tx.SubjectByAddress(e.Subject.Address)
			if err != nil || sub.Name != e.Subject.Name || sub.AddedAt.IsZero() {
				t.Fatalf("%+v %v", sub, err)
			}
			consents, err := tx.Consents(sub.ID)
			if err != nil || len(consents) != 1 || consents[0].SubjectID != sub.ID || !consents[0].GivenAt.Equal(day) {
				t.Fatalf("%+v %v", consents, err)
			}
		}
		sub, err := tx.SubjectByAddress(known.Address)
		if sub.ID != known.ID {
			t.Error("somebody else took the address")
		}
		return err
	})
	again := entrances(t, gone.Address.Reveal())
	if err := s.EnterSubjects(t.Context(), again, true, imported); err != nil || again[0].Err != nil {
		t.Fatal(err, again[0].Err)
	}
	view(t, s, func(tx *store.Tx) error {
		sub, err := tx.SubjectByAddress(gone.Address)
		if sub.ID == gone.ID {
			t.Error("the destroyed one was revived")
		}
		return err
	})
	report, err := s.CheckSealed(nil)
	if err != nil || report.Keys != 204 {
		t.Errorf("%+v %v", report, err)
	}
}
