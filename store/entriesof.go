package store

import (
	"errors"
	"fmt"

	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
)

// indexEntry notes which request an entry of the chain is about. A destroyed one has
// no list of its own any more.
func (tx *Tx) indexEntry(seq uint64, n privacy.Number) error {
	id := tx.aboutRequest(n)
	if id == nil {
		return nil
	}
	return tx.put(tableEntryOf, joinKeys(id, entryKey(seq)), nil)
}

// aboutRequest is the id of the request on record with this number, or nil.
func (tx *Tx) aboutRequest(n privacy.Number) []byte {
	if n == "" {
		return nil
	}
	id := tx.get(tableNumber, numberKey(n))
	if id == nil || !tx.has(tableRequest, id) {
		return nil
	}
	return id
}

// EntriesOf returns what the chain says about a request, the oldest first. It reads
// these entries alone, however long the chain is.
func (tx *Tx) EntriesOf(id privacy.RequestID) (entries []audit.Entry, err error) {
	request, err := lookupKey("request", id)
	if err != nil {
		return nil, err
	}
	err = tx.each(tableEntryOf, request, func(key, _ []byte) (bool, error) {
		e, err := follow[audit.Entry](tx, tableAudit, key[idSize:])
		entries = append(entries, e)
		return true, err
	})
	return entries, err
}

// checkEntries compares the lists with the chain, both ways. What the chain itself is
// worth, VerifyAudit says.
func (tx *Tx) checkEntries() error {
	about, listed := 0, 0
	err := tx.each(tableAudit, nil, func(key, value []byte) (bool, error) {
		var e audit.Entry
		if tx.s.codec.decode(value, &e) != nil {
			return true, nil
		}
		id := tx.aboutRequest(e.Act.Number)
		if id == nil {
			return true, nil
		}
		about++
		if !tx.has(tableEntryOf, joinKeys(id, key)) {
			return true, fmt.Errorf("index %s misses an entry: %w", tableLayout[tableEntryOf].name, privacy.ErrDamaged)
		}
		return true, nil
	})
	all := tx.each(tableEntryOf, nil, func(_, _ []byte) (bool, error) { listed++; return true, nil })
	if err == nil && all == nil && listed != about {
		err = fmt.Errorf("index %s has %d entries, the chain %d: %w", tableLayout[tableEntryOf].name, listed, about, privacy.ErrDamaged)
	}
	return errors.Join(err, all)
}
