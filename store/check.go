package store

import (
	"bytes"
	"errors"
	"fmt"

	"medico-intech.kz/otinish/store/privacy"
)

// Check reads the whole store and compares: the pages of the file, every record,
// every index and every counter. It takes a reading transaction for that long.
// All that is wrong is joined in the error, which wraps privacy.ErrDamaged; it
// names tables, no content. The chain has its own check, VerifyAudit.
func (s *Store) Check() error {
	if err := s.stillPages(); err != nil {
		return err
	}
	return s.View(func(tx *Tx) error {
		var wrong []error
		for _, check := range []func() error{
			tx.checkSubjects, tx.checkRequests, tx.checkReviews, tx.checkLetters, tx.checkConfirmations, tx.checkMessages, tx.checkOwners, tx.checkTombstones, tx.checkEntries, tx.checkFarewells,
		} {
			if err := check(); err != nil {
				wrong = append(wrong, err)
			}
		}
		return errors.Join(wrong...)
	})
}

// tally is what an index or a counter should hold, counted from the records.
type tally map[table]int

// compare counts the keys of the index tables.
func (tx *Tx) compare(want tally) error {
	var wrong []error
	for t, n := range want {
		have := 0
		err := tx.each(t, nil, func(_, _ []byte) (bool, error) { have++; return true, nil })
		if err == nil && have != n {
			err = fmt.Errorf("index %s has %d entries, the records %d: %w", tableLayout[t].name, have, n, privacy.ErrDamaged)
		}
		wrong = append(wrong, err)
	}
	return errors.Join(wrong...)
}

func (tx *Tx) compareCount(name string, want int) error {
	if have := tx.counted(name); have != want {
		return fmt.Errorf("counter %s is %d, the records are %d: %w", name, have, want, privacy.ErrDamaged)
	}
	return nil
}

// expect finds an index entry that a record should have.
func (tx *Tx) expect(t table, key, value []byte) error {
	have := tx.get(t, key)
	if have == nil || !bytes.Equal(have, value) {
		return fmt.Errorf("index %s misses a record: %w", tableLayout[t].name, privacy.ErrDamaged)
	}
	return nil
}

func (tx *Tx) checkSubjects() error {
	records, indexed, due := 0, 0, 0
	err := tx.each(tableSubject, nil, func(id, value []byte) (bool, error) {
		var s Subject
		if err := tx.decode(tableSubject, id, value, &s); err != nil {
			return false, err
		}
		records++
		if !s.DestructionDueAt.IsZero() {
			due++
			if err := tx.expect(tableDestroyDue, dueKey(s.DestructionDueAt, id), nil); err != nil {
				return true, err
			}
		}
		if s.Address.IsZero() {
			return true, nil
		}
		indexed++
		return true, tx.expect(tableAddress, tx.addressKey(useSubjectAddress, s.Address), id)
	})
	return errors.Join(err, tx.compare(tally{tableAddress: indexed, tableDestroyDue: due}), tx.compareCount(countSubjects, records),
		eachRecord(tx, tableConsent, nil, func(Consent) bool { return true }),
		eachRecord(tx, tableSuppression, nil, func(Suppression) bool { return true }))
}

func (tx *Tx) checkRequests() error {
	records, open, undo := 0, 0, 0
	persons := tally{tablePerson: 0, tableRequestOf: 0}
	states := make(map[privacy.State]int)
	err := tx.each(tableRequest, nil, func(id, value []byte) (bool, error) {
		var r Request
		if err := tx.decode(tableRequest, id, value, &r); err != nil {
			return false, err
		}
		records++
		states[r.State]++
		err := tx.expect(tableNumber, []byte(r.Number), id)
		if r.State.Open() {
			open++
			err = errors.Join(err, tx.expect(tableOpen, id, nil))
		}
		if r.Undo != nil {
			undo++
			err = errors.Join(err, tx.expect(tableUndo, id, nil))
		}
		of, key, keyErr := tx.personKey(id, r)
		if err = errors.Join(err, keyErr); key != nil {
			persons[of]++
			err = errors.Join(err, tx.expect(of, key, nil))
		}
		return true, err
	})
	counts, countErr := tx.CountRequests()
	for state, n := range counts {
		if states[state] != n {
			countErr = errors.Join(countErr, fmt.Errorf("counter of state %s is %d, the records are %d: %w", state, n, states[state], privacy.ErrDamaged))
		}
		delete(states, state)
	}
	if len(states) > 0 {
		countErr = errors.Join(countErr, fmt.Errorf("a state is not counted: %w", privacy.ErrDamaged))
	}
	gone := 0
	goneErr := tx.each(tableCaseTomb, nil, func(id, value []byte) (bool, error) {
		var t CaseTombstone
		if err := tx.decode(tableCaseTomb, id, value, &t); err != nil {
			return false, err
		}
		gone++
		return true, tx.expect(tableNumber, []byte(t.Fact.Number), id)
	})
	return errors.Join(err, countErr, goneErr, tx.compare(persons),
		tx.compare(tally{tableNumber: records + gone, tableOpen: open, tableUndo: undo}))
}

func (tx *Tx) checkReviews() error {
	waiting := 0
	err := tx.each(tableReview, nil, func(id, value []byte) (bool, error) {
		var item ReviewItem
		if err := tx.decode(tableReview, id, value, &item); err != nil {
			return false, err
		}
		if !item.waiting() {
			return true, nil
		}
		waiting++
		return true, tx.expect(tableWaiting, waitingKey(item, id), nil)
	})
	return errors.Join(err, tx.compare(tally{tableWaiting: waiting}), tx.compareCount(countWaiting, waiting))
}

func (tx *Tx) checkLetters() error {
	due, of := 0, 0
	states := map[LetterState]int{LetterQueued: 0, LetterSent: 0, LetterFailed: 0}
	err := tx.each(tableLetter, nil, func(id, value []byte) (bool, error) {
		var l Letter
		if err := tx.decode(tableLetter, id, value, &l); err != nil {
			return false, err
		}
		states[l.State]++
		var wrong []error
		if l.State == LetterQueued {
			due++
			wrong = append(wrong, tx.expect(tableLetterDue, dueKey(l.NextAt, id), nil))
		}
		if request, err := idKey(l.RequestID); err == nil {
			of++
			wrong = append(wrong, tx.expect(tableLetterOf, joinKeys(request, id), nil))
		}
		return true, errors.Join(wrong...)
	})
	for state, n := range states {
		err = errors.Join(err, tx.compareCount(countLetters+string(state), n))
	}
	return errors.Join(err, tx.compare(tally{tableLetterDue: due, tableLetterOf: of}))
}

func (tx *Tx) checkConfirmations() error {
	records := 0
	err := tx.each(tableConfirmation, nil, func(digest, value []byte) (bool, error) {
		var c Confirmation
		if err := tx.decode(tableConfirmation, digest, value, &c); err != nil {
			return false, err
		}
		request, err := idKey(c.RequestID)
		if err != nil {
			return false, fmt.Errorf("confirmation: %w", privacy.ErrDamaged)
		}
		records++
		return true, tx.expect(tableConfirmOf, joinKeys(request, digest), nil)
	})
	return errors.Join(err, tx.compare(tally{tableConfirmOf: records}))
}

// checkMessages: a fingerprint must lead to a disposition; not every disposition
// has one of its own.
func (tx *Tx) checkMessages() error {
	err := tx.each(tableFingerprint, nil, func(_, key []byte) (bool, error) {
		_, err := follow[Disposition](tx, tableDisposition, key)
		return true, err
	})
	said := tx.each(tableSaid, nil, func(_, id []byte) (bool, error) {
		_, err := follow[Request](tx, tableRequest, id)
		return true, err
	})
	return errors.Join(err, said,
		eachRecord(tx, tableDisposition, nil, func(Disposition) bool { return true }),
		eachRecord(tx, tableCursor, nil, func(Cursor) bool { return true }))
}
