package store_test

import (
	"context"
	"errors"
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/seal"
	"medico-intech.kz/otinish/store/storetest"
)

func nextKeyring(t *testing.T) *seal.Keyring {
	t.Helper()
	key := storetest.Key()
	key[7]++
	k, err := seal.NewKeyring(key)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// The store goes on working while it is rotated, finds everything afterwards, and
// belongs to the next master key once that has opened it.
func TestRotationOfAStore(t *testing.T) {
	dir := t.TempDir()
	s := storetest.OpenAt(t, dir, nil)
	p := newPerson(1)
	sub, r := p.enter(t, s, 1)
	gone, goneRequest := newPerson(2).enter(t, s, 2)
	operator := privacy.Operator("dana")
	if err := s.RotateKey(t.Context(), operator, nextKeyring(t), nil); err != nil {
		t.Fatal(err)
	}
	newPerson(3).enter(t, s, 3)
	if k, err := s.Keys(); err != nil || len(k.Masters) != 2 || k.Masters[1] != nextKeyring(t).Name() || k.InUse != storetest.Keyring(t).Name() || k.Done != k.Slots {
		t.Errorf("%+v %v", k, err)
	}
	s.Close()
	s = storetest.OpenAt(t, dir, nil) // not yet put in place
	s.Close()

	s = storetest.OpenWith(t, dir, store.Options{Keyring: nextKeyring(t)})
	view(t, s, func(tx *store.Tx) error {
		got, err := tx.SubjectByAddress(sub.Address)
		if got.Name.Reveal() != p.name {
			t.Error("a person is not as before")
		}
		_, err2 := tx.RequestByNumber(r.Number)
		return first(err, err2)
	})
	destroy(t, s, gone, goneRequest) // marks hold across a rotation
	wantGone(t, s, newPerson(2), gone, goneRequest)
	wantActs(t, s, "applied applied key-rotated applied destroyed subject-destroyed")
	s.Close()
	if _, err := open(t, dir); !errors.Is(err, store.ErrWrongKey) {
		t.Error("the former key:", err)
	}
	wantGone(t, storetest.OpenWith(t, dir, store.Options{Keyring: nextKeyring(t)}), newPerson(2), gone, goneRequest)
}

func TestInterruptedRotationGoesOnAtTheNextStart(t *testing.T) {
	dir := t.TempDir()
	s := storetest.OpenAt(t, dir, nil)
	newPerson(1).enter(t, s, 1)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.RotateKey(ctx, privacy.Operator("dana"), nextKeyring(t), nil); !errors.Is(err, privacy.ErrUnavailable) {
		t.Fatal(err)
	}
	s.Close()
	told := make(chan string, 10)
	s = storetest.OpenWith(t, dir, store.Options{Keyring: nextKeyring(t), Progress: func(task string, _, _ uint64) { told <- task }})
	if task := <-told; task != "rewrap" {
		t.Error(task)
	}
	s.Close()
	s = storetest.OpenWith(t, dir, store.Options{Keyring: nextKeyring(t)})
	if k, err := s.Keys(); err != nil || len(k.Masters) != 1 || k.Wrapping || k.Generation != 2 {
		t.Errorf("%+v %v", k, err)
	}
	if err := s.RotateKey(t.Context(), privacy.Operator("dana"), nextKeyring(t), nil); !errors.Is(err, privacy.ErrNotAllowed) {
		t.Error("to the key in use:", err)
	}
}
