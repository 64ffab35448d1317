package store

import (
	"bytes"
	"fmt"

	"medico-intech.kz/otinish/store/privacy"
)

const countSubjects = "subject"

// addressKey finds an address without its text in the key: keys are not sealed.
func (tx *Tx) addressKey(use string, a privacy.Address) []byte {
	d := tx.s.digest(use, []byte(a.Reveal()))
	return d[:]
}

const (
	useSubjectAddress = "subject address"
	useSuppressed     = "suppressed address"
)

// PutSubject stores a subject and keeps the address index: a changed address
// finds the subject from now on, the former one no longer. The error wraps
// privacy.ErrExists if another subject has the address, and privacy.ErrDestroyed for
// a new subject under the address of a destroyed one (LiftTombstone).
func (tx *Tx) PutSubject(s Subject) error {
	id, err := idKey(s.ID)
	if err != nil {
		return fmt.Errorf("put subject: %w", err)
	}
	old, found, err := load[Subject](tx, tableSubject, id)
	if err != nil {
		return fmt.Errorf("put subject: %w", err)
	}
	if !found && !s.Address.IsZero() {
		if err := tx.mayEnter(s.Address); err != nil {
			return fmt.Errorf("put subject: %w", err)
		}
	}
	if err := tx.indexAddress(id, old.Address, s.Address); err != nil {
		return fmt.Errorf("put subject: %w", err)
	}
	if err := tx.indexDue(id, old, s); err != nil {
		return fmt.Errorf("put subject: %w", err)
	}
	if err := tx.putSealed(tableSubject, id, ofSubject(id), s); err != nil {
		return fmt.Errorf("put subject: %w", err)
	}
	if !found {
		tx.count(countSubjects, 1)
	}
	return nil
}

func (tx *Tx) indexAddress(id []byte, before, after privacy.Address) error {
	if after != before && !after.IsZero() {
		key := tx.addressKey(useSubjectAddress, after)
		if owner := tx.get(tableAddress, key); owner != nil && !bytes.Equal(owner, id) {
			return fmt.Errorf("the address belongs to another subject: %w", privacy.ErrExists)
		}
		if err := tx.put(tableAddress, key, id); err != nil {
			return err
		}
	}
	if after != before && !before.IsZero() {
		if err := tx.freeSaid(id, nil); err != nil {
			return err
		}
		return tx.delete(tableAddress, tx.addressKey(useSubjectAddress, before))
	}
	return nil
}

// Subject returns the subject with this id.
func (tx *Tx) Subject(id privacy.SubjectID) (Subject, error) {
	key, err := lookupKey("subject", id)
	if err != nil {
		return Subject{}, err
	}
	s, err := mustLoad[Subject](tx, tableSubject, key)
	return s, tx.destroyed(tableTombstone, key, err)
}

// SubjectByAddress returns the subject on record under this address.
func (tx *Tx) SubjectByAddress(a privacy.Address) (Subject, error) {
	id := tx.get(tableAddress, tx.addressKey(useSubjectAddress, a))
	if id == nil {
		return Subject{}, fmt.Errorf("subject by address: %w", privacy.ErrNotFound)
	}
	return follow[Subject](tx, tableSubject, id)
}

// SubjectIDByAddress is SubjectByAddress without reading the record; empty where there
// is none.
func (tx *Tx) SubjectIDByAddress(a privacy.Address) privacy.SubjectID {
	id := tx.get(tableAddress, tx.addressKey(useSubjectAddress, a))
	if a.IsZero() || len(id) != idSize {
		return ""
	}
	return keyID[privacy.SubjectID](id)
}

// EachSubject calls fn for every subject in the order they were added, until it
// returns false.
func (tx *Tx) EachSubject(fn func(Subject) bool) error {
	return eachRecord(tx, tableSubject, nil, fn)
}

// CountSubjects says how many subjects are on record, at the cost of one look-up.
func (tx *Tx) CountSubjects() int { return tx.counted(countSubjects) }
