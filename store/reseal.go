package store

import (
	"context"
	"errors"
	"fmt"

	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
)

// resealing is how far the renewal of data keys has come. A key is renewed when its
// slot is before Before: what was given out since is new.
type resealing struct {
	By     privacy.Actor `cbor:"1,keyasint"`
	Before uint32        `cbor:"2,keyasint"`
	Cases  bool          `cbor:"3,keyasint"` // subjects are done
	After  []byte        `cbor:"4,keyasint"` // the last owner that was looked at
	Done   uint64        `cbor:"5,keyasint"` // owners
}

const keyResealing = "resealing"

func (tx *Tx) resealing() (r resealing, found bool, err error) {
	return load[resealing](tx, tableMeta, []byte(keyResealing))
}

// Reseal gives every subject and every request a new data key, seals all that is
// theirs anew, and then destroys the keys of before, while the store is used. It goes
// in commits of bounded size and, interrupted, goes on when the store is opened.
// Copies of the data from before need a copy of the keys from before. progress may be
// nil. Calling it while one is under way goes on with that one.
//
// While a key is lost or a record cannot be read it is refused, privacy.ErrNotAllowed:
// copies of the keys from before, which may yet open it, would go with nothing in their
// place. Whose record turns out to be unreadable meanwhile keeps the key.
func (s *Store) Reseal(ctx context.Context, by privacy.Actor, progress func(done, total uint64)) error {
	if err := s.allOpens(); err != nil {
		return fmt.Errorf("renew the data keys: %w", err)
	}
	err := s.Update(ctx, func(tx *Tx) error {
		if _, found, err := tx.resealing(); err != nil || found {
			return err
		}
		if err := tx.putRecord(tableMeta, []byte(keyResealing), resealing{By: by, Before: tx.s.vault.Given()}); err != nil {
			return err
		}
		return tx.Append(audit.Act{Actor: by, Act: "data-keys-renewal-begun"})
	})
	if err != nil {
		return fmt.Errorf("renew the data keys: %w", err)
	}
	if progress == nil {
		progress = func(uint64, uint64) {}
	}
	if err := s.reseal(ctx, progress); err != nil {
		return fmt.Errorf("renew the data keys: %w; it goes on when otinish key rotate --data is run again, or at the next start", err)
	}
	if err := s.noneUnread(); err != nil {
		return fmt.Errorf("renew the data keys: done for all others: %w", err)
	}
	return nil
}

// Renewal is the state of a renewal of the data keys that has not ended: until then the
// former keys open what is in old pages and backups.
type Renewal struct {
	Begun bool   // and not ended
	Goes  bool   // on, in this moment; else it waits for the next start or call
	Done  uint64 // people and requests that were looked at
}

// Renewal tells whether one has begun.
func (s *Store) Renewal() (r Renewal, err error) {
	err = s.View(func(tx *Tx) error {
		at, found, err := tx.resealing()
		r.Begun, r.Done = found, at.Done
		return err
	})
	if err != nil {
		return r, fmt.Errorf("look for a renewal of the data keys: %w", err)
	}
	r.Goes = s.renewing.Load()
	return r, nil
}

// allOpens opens every key and every sealed value.
func (s *Store) allOpens() error {
	if err := s.keysHeld(); err != nil {
		return fmt.Errorf("%w: %w", privacy.ErrNotAllowed, err)
	}
	if _, err := s.CheckSealed(nil); err != nil && !errors.Is(err, privacy.ErrDamaged) {
		return err
	}
	return s.noneUnread()
}

func (s *Store) noneUnread() error {
	if n := len(s.Unreadable()); n > 0 {
		return fmt.Errorf("records of %d people or requests cannot be read, otinish status says whose; have them back, or destroy them, first: %w", n, privacy.ErrNotAllowed)
	}
	return nil
}

// reseal does what is left. One at a time: a second one waits for the first.
func (s *Store) reseal(ctx context.Context, progress func(done, total uint64)) error {
	s.resealer.Lock()
	defer s.resealer.Unlock()
	s.renewing.Store(true)
	defer s.renewing.Store(false)
	for more := true; more; {
		if s.closing.Load() {
			return errClosing
		}
		var done, total uint64
		err := s.Update(ctx, func(tx *Tx) (err error) {
			var r resealing
			r, more, err = tx.resealBatch()
			requests, countErr := tx.CountRequests()
			total = uint64(tx.CountSubjects())
			for _, n := range requests {
				total += uint64(n)
			}
			done, total = min(r.Done, total), max(r.Done, total)
			return errors.Join(err, countErr)
		})
		if err != nil {
			return err
		}
		progress(done, total)
	}
	return s.spendKeys(ctx)
}

// goOnResealing ends in the background what was interrupted.
func (s *Store) goOnResealing() {
	found := false
	err := s.View(func(tx *Tx) (err error) { _, found, err = tx.resealing(); return err })
	if err != nil || !found {
		return
	}
	s.work.Go(func() {
		// Trouble with the disk leaves it for the next start; nothing depends on it.
		_ = s.reseal(context.Background(), func(done, total uint64) { s.progress("reseal", done, total) })
	})
}
