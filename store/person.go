package store

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"medico-intech.kz/otinish/store/privacy"
)

const (
	useRequestFrom    = "request from address"
	useRequestSubject = "request of subject"
)

// indexPerson keeps the way from a person to their requests: by the address they
// wrote from, and by the record it belongs to.
func (tx *Tx) indexPerson(id []byte, old, r Request) error {
	if !r.From.IsZero() && r.From != old.From {
		if err := tx.put(tablePerson, joinKeys(tx.addressKey(useRequestFrom, r.From), id), nil); err != nil {
			return err
		}
	}
	if !old.From.IsZero() && r.From != old.From {
		if err := tx.delete(tablePerson, joinKeys(tx.addressKey(useRequestFrom, old.From), id)); err != nil {
			return err
		}
	}
	if r.SubjectID != "" && r.SubjectID != old.SubjectID {
		if err := tx.put(tablePerson, joinKeys(tx.subjectKey(r.SubjectID), id), nil); err != nil {
			return err
		}
	}
	if old.SubjectID != "" && r.SubjectID != old.SubjectID {
		return tx.delete(tablePerson, joinKeys(tx.subjectKey(old.SubjectID), id))
	}
	return nil
}

// subjectKey lies among the digests of addresses, so an id becomes one too.
func (tx *Tx) subjectKey(id privacy.SubjectID) []byte {
	d := tx.s.keys.Digest(useRequestSubject, []byte(id))
	return d[:]
}

// RequestsOf returns the requests of a person, the newest first: those written from
// the address, and those of the record, at most limit; 0 means all. Either may be empty.
func (tx *Tx) RequestsOf(from privacy.Address, subject privacy.SubjectID, limit int) ([]Request, error) {
	var prefixes [][]byte
	if !from.IsZero() {
		prefixes = append(prefixes, tx.addressKey(useRequestFrom, from))
	}
	if subject != "" {
		prefixes = append(prefixes, tx.subjectKey(subject))
	}
	ids := make(map[string]bool)
	for _, prefix := range prefixes {
		err := tx.each(tablePerson, prefix, func(key, _ []byte) (bool, error) {
			ids[string(bytes.TrimPrefix(key, prefix))] = true
			return true, nil
		})
		if err != nil {
			return nil, fmt.Errorf("requests of a person: %w", err)
		}
	}
	var requests []Request
	for _, id := range slices.Backward(slices.Sorted(maps.Keys(ids))) { // ids rise with time
		r, err := follow[Request](tx, tableRequest, []byte(id))
		if err != nil {
			return nil, fmt.Errorf("requests of a person: %w", err)
		}
		if requests = append(requests, r); len(requests) == limit {
			break
		}
	}
	return requests, nil
}
