package store

import (
	"errors"
	"fmt"

	"medico-intech.kz/otinish/store/privacy"
)

// Check reads the whole store and compares: the pages of the file, every record,
// every index and every counter. It takes a reading transaction for that long.
// All that is wrong is joined in the error, which wraps privacy.ErrDamaged; it
// names tables, no content. The chain has its own check, VerifyAudit.
func (s *Store) Check() error { return s.check(func(err error) error { return err }) }

// checkOthers is Check that holds nothing against records that cannot be read: whose
// they are, Unreadable tells.
func (s *Store) checkOthers() error { return s.check(PassOver) }

// check is shown by past what it may pass over.
func (s *Store) check(past func(error) error) error {
	if err := s.stillPages(); err != nil {
		return err
	}
	return s.View(func(tx *Tx) error {
		return errors.Join(tx.checkRecords(past), tx.checkMessages(past), tx.checkOwners(past),
			tx.checkTombstones(), tx.checkEntries(), tx.checkFarewells(past))
	})
}

// tally is what an index should hold, counted from the records.
type tally map[table]int

func (tx *Tx) compareCount(name string, want int) error {
	if have := tx.counted(name); have != want {
		return fmt.Errorf("counter %s is %d, the records are %d: %w", name, have, want, privacy.ErrDamaged)
	}
	return nil
}

// checkRecords compares records, indexes and counters.
func (tx *Tx) checkRecords(past func(error) error) error {
	l := &lookOver{last: true}
	return errors.Join(l.run(tx), past(l.unreadFirst),
		eachRecord(tx, tableSuppression, nil, func(Suppression) bool { return true }))
}

// checkMessages: a fingerprint must lead to a disposition; not every disposition
// has one of its own.
func (tx *Tx) checkMessages(past func(error) error) error {
	err := tx.each(tableFingerprint, nil, func(_, key []byte) (bool, error) {
		_, err := follow[Disposition](tx, tableDisposition, key)
		return true, err
	})
	said := func(_, id []byte) (bool, error) {
		_, err := follow[Request](tx, tableRequest, id)
		return true, past(err)
	}
	return errors.Join(err, tx.each(tableSaid, nil, said), tx.each(tableSaidOf, nil, said),
		eachRecord(tx, tableDisposition, nil, func(Disposition) bool { return true }),
		eachRecord(tx, tableCursor, nil, func(Cursor) bool { return true }))
}
