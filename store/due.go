package store

import (
	"encoding/binary"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// indexDue keeps the order in which subjects must be destroyed.
func (tx *Tx) indexDue(id []byte, before, after Subject) error {
	if before.DestructionDueAt.Equal(after.DestructionDueAt) {
		return nil
	}
	if !before.DestructionDueAt.IsZero() {
		if err := tx.delete(tableDestroyDue, dueKey(before.DestructionDueAt, id)); err != nil {
			return err
		}
	}
	if after.DestructionDueAt.IsZero() {
		return nil
	}
	return tx.put(tableDestroyDue, dueKey(after.DestructionDueAt, id), nil)
}

// DueDestructions returns subjects that must be destroyed by then, the most urgent
// first, at most limit.
func (tx *Tx) DueDestructions(by time.Time, limit int) (ids []privacy.SubjectID, err error) {
	end := timeKey(by)
	err = tx.each(tableDestroyDue, nil, func(key, _ []byte) (bool, error) {
		if len(ids) >= limit || binary.BigEndian.Uint64(key) > end {
			return false, nil
		}
		ids = append(ids, keyID[privacy.SubjectID](key[8:]))
		return true, nil
	})
	return ids, err
}

// NextDestruction says when the next subject must be destroyed, and how many are
// to be in all; zero: nobody.
func (tx *Tx) NextDestruction() (at time.Time, subjects int, err error) {
	err = tx.each(tableDestroyDue, nil, func(key, _ []byte) (bool, error) {
		if subjects == 0 {
			at = keyTime(key)
		}
		subjects++
		return true, nil
	})
	return at, subjects, err
}
