package store

import (
	"context"
	"fmt"

	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/seal"
)

// Keys is the state of the key store.
type Keys struct {
	seal.Rotation
	InUse     seal.MasterName // the master key that this process was given
	Held      uint64          // data keys that somebody owns
	Spare     uint64          // made ahead, or left over by an earlier start
	Destroyed uint64
}

// Keys tells the state of the key store. It reads all of it.
func (s *Store) Keys() (k Keys, err error) {
	k.Rotation, k.InUse = s.vault.Rotation(), s.ring.Name()
	if k.Held, k.Destroyed, err = s.vault.Count(); err != nil {
		return k, fmt.Errorf("list keys: %w", err)
	}
	owned := uint64(0)
	err = s.View(func(tx *Tx) error { return tx.eachSlot(func(uint32) error { owned++; return nil }) })
	if err != nil {
		return k, fmt.Errorf("list keys: %w", err)
	}
	k.Held, k.Spare = min(owned, k.Held), k.Held-min(owned, k.Held)
	return k, nil
}

// RotateKey takes the store to another master key: it draws a new wrapping key,
// puts it under both master keys, and wraps every data key anew while the store is
// used. Interrupted, it goes on when the store is opened. From the first opening
// with the next master key the former one opens nothing. progress may be nil.
//
// With the master key in use it calls off a rotation whose next key is not in place yet.
//
// The error wraps privacy.ErrNotAllowed while another rotation is under way.
func (s *Store) RotateKey(ctx context.Context, by privacy.Actor, next *seal.Keyring, progress func(done, total uint64)) error {
	if err := s.Damage(); err != nil {
		return fmt.Errorf("rotate the key: %w", err)
	}
	if err := s.vault.Rotate(next); err != nil {
		return fmt.Errorf("%w: %w", privacy.ErrNotAllowed, err)
	}
	// It has begun: the act is put on the chain whoever has lost patience.
	act := "key-rotated"
	if next.Name() == s.ring.Name() {
		act = "key-rotation-called-off"
	}
	err := s.Update(context.WithoutCancel(ctx), func(tx *Tx) error {
		return tx.Append(audit.Act{Actor: by, Act: act, Reason: next.Name().String()})
	})
	if err != nil {
		return fmt.Errorf("rotate the key: %w", err)
	}
	if err := s.vault.Rewrap(func() bool { return ctx.Err() == nil && !s.closing.Load() }, progress); err != nil {
		return err
	}
	if s.vault.Rotation().Wrapping {
		return fmt.Errorf("rotate the key: interrupted, it goes on when the store is opened next: %w", privacy.ErrUnavailable)
	}
	return nil
}

// goOnRotating ends in the background what an interrupted rotation left.
func (s *Store) goOnRotating() error {
	if !s.vault.Rotation().Wrapping {
		return nil
	}
	s.work.Go(func() {
		// Trouble with the disk leaves it for the next start; nothing depends on it.
		_ = s.vault.Rewrap(func() bool { return !s.closing.Load() }, func(done, total uint64) { s.progress("rewrap", done, total) })
	})
	return nil
}
