package store_test

import (
	"bytes"
	"errors"
	"testing"

	"go.etcd.io/bbolt"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/seal"
	"medico-intech.kz/otinish/store/storetest"
)

// A flipped bit in an entry of the chain is found by whoever looks. Others are served, and
// the store is not closed as if nothing were wrong.
func TestABrokenChainIsFound(t *testing.T) {
	dir := lived(t, 3)
	inFile(t, dir, func(tx *bbolt.Tx) error {
		b := tx.Bucket([]byte("audit"))
		k, v := b.Cursor().First()
		bad := bytes.Clone(v)
		bad[len(bad)/2] ^= 1
		return b.Put(bytes.Clone(k), bad)
	})
	s, err := open(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.LookAtChain(); !errors.Is(err, audit.ErrBroken) {
		t.Error(err)
	}
	if err := s.ChainBroken(); !errors.Is(err, audit.ErrBroken) || s.Damage() != nil {
		t.Error(err, s.Damage())
	}
	update(t, s, appendAct("received"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if !unclean(t, dir) {
		t.Error("closed as if nothing were wrong")
	}
	s = storetest.OpenAt(t, t.TempDir(), nil)
	grow(t, s, 1)
	if err := s.LookAtChain(); err != nil || s.ChainBroken() != nil {
		t.Error(err)
	}
}

// Spare keys are nobody's, and what is made behind a rotation is no work left of it.
func TestKeysAreCountedByWhoOwnsThem(t *testing.T) {
	dir := lived(t, 3)
	s := storetest.OpenAt(t, dir, nil)
	if k, err := s.Keys(); err != nil || k.Held != 6 || k.Spare == 0 {
		t.Errorf("%+v %v", k, err)
	}
	if err := s.RotateKey(t.Context(), privacy.Operator("dana"), ringOf(t, 9), nil); err != nil {
		t.Fatal(err)
	}
	for i := range 100 {
		grow(t, s, 10+i)
	}
	if k, err := s.Keys(); err != nil || k.Wrapping || k.Done != k.Slots || k.Held != 206 {
		t.Errorf("%+v %v", k, err)
	}
}

// A start with the former master key, which waits for the next one, finds all re-wrapped;
// spare keys made from then on are no work left either.
func TestKeysMadeAfterARotationAreNoWorkLeft(t *testing.T) {
	dir := lived(t, 3)
	s := storetest.OpenAt(t, dir, nil)
	if err := s.RotateKey(t.Context(), privacy.Operator("dana"), ringOf(t, 9), nil); err != nil {
		t.Fatal(err)
	}
	s.Close()
	s = storetest.OpenAt(t, dir, nil)
	for i := range 50 {
		grow(t, s, 10+i)
	}
	if k, err := s.Keys(); err != nil || k.Wrapping || k.Done != k.Slots {
		t.Errorf("%+v %v", k, err)
	}
}

// A rotation that waits for the next key is called off by the one in use: the next one
// opens nothing then.
func TestARotationIsCalledOff(t *testing.T) {
	dir := lived(t, 3)
	s := storetest.OpenAt(t, dir, nil)
	next := ringOf(t, 9)
	if err := s.RotateKey(t.Context(), privacy.Operator("dana"), next, nil); err != nil {
		t.Fatal(err)
	}
	if err := s.RotateKey(t.Context(), privacy.Operator("dana"), storetest.Keyring(t), nil); err != nil {
		t.Fatal(err)
	}
	if k, err := s.Keys(); err != nil || len(k.Masters) != 1 || k.Masters[0] != k.InUse || k.Wrapping {
		t.Errorf("%+v %v", k, err)
	}
	if a := acts(t, s); a[len(a)-1] != "key-rotation-called-off" {
		t.Error(a)
	}
	s.Close()
	if _, err := store.Open(dir, store.Options{Keyring: next}); !errors.Is(err, store.ErrWrongKey) {
		t.Error("the next key:", err)
	}
	s = storetest.OpenAt(t, dir, nil)
	if _, err := s.CheckSealed(nil); err != nil {
		t.Error(err)
	}
	if err := s.RotateKey(t.Context(), privacy.Operator("dana"), next, nil); err != nil {
		t.Error("another try:", err)
	}
}

func ringOf(t *testing.T, n byte) *seal.Keyring {
	t.Helper()
	key := storetest.Key()
	key[7] += n
	ring, err := seal.NewKeyring(key)
	if err != nil {
		t.Fatal(err)
	}
	return ring
}
