package store

import (
	"errors"
	"fmt"

	"medico-intech.kz/otinish/store/privacy"
)

// checkOwners compares the key each value was sealed with to the key of whom it
// belongs to: what is sealed with another one would outlive its owner (P9).
func (tx *Tx) checkOwners(past func(error) error) error {
	byKey := func(of func(key []byte) owner) func(key, value []byte) (owner, error) {
		return func(key, _ []byte) (owner, error) { return of(key), nil }
	}
	subject := byKey(func(key []byte) owner { return ofSubject(key[:idSize]) })
	request := byKey(ofCase)
	check := func(t table, of func(key, value []byte) (owner, error)) error { return tx.checkOwner(t, of, past) }
	return errors.Join(
		check(tableSubject, subject), check(tableConsent, subject),
		check(tableRequest, request), check(tableMessage, request),
		check(tableAnswer, byKey(func(key []byte) owner { return ofCase(key[:idSize]) })),
		check(tableLetter, tx.letterOwner), check(tableLetterBytes, tx.letterOwner),
		check(tableConfirmation, func(digest, value []byte) (owner, error) {
			var c Confirmation
			err := tx.decode(tableConfirmation, digest, value, &c)
			id, idErr := idKey(c.RequestID)
			return ofCase(id), errors.Join(err, idErr)
		}))
}

func (tx *Tx) letterOwner(id, _ []byte) (owner, error) {
	l, err := follow[Letter](tx, tableLetter, id)
	if err != nil {
		return owner{}, err
	}
	return caseOf(id, l)
}

func (tx *Tx) checkOwner(t table, ownerOf func(key, value []byte) (owner, error), past func(error) error) error {
	return tx.each(t, nil, func(key, value []byte) (bool, error) {
		of, err := ownerOf(key, value)
		if err != nil {
			return true, past(err)
		}
		slot, err := sealedSlot(value)
		if held, found := tx.heldSlot(of); err == nil && (!found || held != slot) {
			err = fmt.Errorf("%s: sealed with a key of nobody: %w", tableLayout[t].name, privacy.ErrDamaged)
		}
		if err != nil {
			if _, unread := tx.unseal(t, key, value); errors.Is(unread, privacy.ErrUnreadable) {
				err = past(unread)
			}
		}
		return true, err
	})
}

// checkTombstones: an address must lead to a tombstone, and nobody lies beside one.
func (tx *Tx) checkTombstones() error {
	leads := tx.each(tableTombstoneOf, nil, func(_, id []byte) (bool, error) {
		_, err := follow[Tombstone](tx, tableTombstone, id)
		return true, err
	})
	stones := 0
	beside := tx.each(tableTombstone, nil, func(id, _ []byte) (bool, error) {
		stones++
		if tx.has(tableSubject, id) || tx.has(tableSubjectKey, id) {
			return false, fmt.Errorf("a subject lies beside its tombstone: %w", privacy.ErrDamaged)
		}
		return true, nil
	})
	cases := tx.each(tableCaseTomb, nil, func(id, _ []byte) (bool, error) {
		answers, err := tx.hasAnswers(id)
		if err != nil {
			return false, err
		}
		if answers || tx.has(tableRequest, id) || tx.has(tableMessage, id) || tx.has(tableCaseKey, id) {
			return false, fmt.Errorf("a request lies beside its tombstone: %w", privacy.ErrDamaged)
		}
		return true, nil
	})
	return errors.Join(leads, beside, cases, tx.compareCount(countTombstones, stones))
}
