package store

import (
	"context"
	"fmt"

	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/seal"
)

// spendKeys destroys the keys of before, once nothing is sealed with them and nobody
// reads what was.
func (s *Store) spendKeys(ctx context.Context) error {
	var r resealing
	var found bool
	err := s.View(func(tx *Tx) (err error) { r, found, err = tx.resealing(); return err })
	if err != nil || !found {
		return err
	}
	keep, err := s.stillSealed(r.Before)
	if err != nil {
		return err
	}
	if err := s.readers.wait(ctx, &s.closing); err != nil {
		return err
	}
	s.keysSpent.Store(true)
	ended, err := s.vault.Spend(r.Before, keep)
	if err != nil {
		return fmt.Errorf("%w: %w", privacy.ErrUnavailable, err)
	}
	if err := s.lookForRevived(); err != nil {
		return err
	}
	return s.Update(ctx, func(tx *Tx) error {
		if err := tx.delete(tableMeta, []byte(keyResealing)); err != nil {
			return err
		}
		return tx.Append(audit.Act{Actor: r.By, Act: "data-keys-renewed", Reason: fmt.Sprintf("destroyed %d kept %d", ended, len(keep))})
	})
}

// manyKept: so many are left over that something is wrong with the renewal itself.
const manyKept = 1 << 12

// stillSealed finds the keys of before that something is sealed with, or that somebody
// holds. It looks at every value, and opens none.
func (s *Store) stillSealed(before uint32) (keep map[uint32]bool, err error) {
	keep = make(map[uint32]bool)
	err = s.View(func(tx *Tx) error {
		err := tx.eachSlot(func(slot uint32) error { return keepSlot(keep, slot, before) })
		for t := range tables {
			if err == nil && sealedTables[t] {
				err = tx.each(t, nil, func(_, value []byte) (bool, error) {
					slot, err := sealedSlot(value)
					if err != nil {
						return true, nil // no key opens it
					}
					return true, keepSlot(keep, slot, before)
				})
			}
		}
		return err
	})
	return keep, err
}

func keepSlot(keep map[uint32]bool, slot, before uint32) error {
	if slot < before {
		keep[slot] = true
	}
	if len(keep) > manyKept {
		return fmt.Errorf("too much is still sealed with the keys of before, and none was destroyed: %w", seal.ErrVault)
	}
	return nil
}
