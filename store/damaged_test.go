package store_test

import (
	"errors"
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

func TestAWriterThatMetDamageIsTheLast(t *testing.T) {
	s, err := open(t, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	grow(t, s, 1)
	update(t, s, func(tx *store.Tx) error { return tx.ForgeEntry(1, func([]byte) []byte { return []byte("no entry") }) })
	act := func(tx *store.Tx) error {
		return tx.Append(store.AuditAct{Actor: privacy.ActorSystem, Act: "received"})
	}
	if err := s.Update(t.Context(), act); !errors.Is(err, privacy.ErrDamaged) {
		t.Fatal(err)
	}
	ran := false
	err = s.Update(t.Context(), func(*store.Tx) error { ran = true; return nil })
	if !errors.Is(err, privacy.ErrDamaged) || ran || s.Damage() == nil {
		t.Errorf("%v, ran: %v", err, ran)
	}
	n := 0
	view(t, s, func(tx *store.Tx) error { return tx.EachSubject(func(store.Subject) bool { n++; return true }) })
	if n != 1 {
		t.Errorf("%d people can be read", n)
	}
}
