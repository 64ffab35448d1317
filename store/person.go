package store

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"medico-intech.kz/otinish/store/privacy"
)

const useRequestFrom = "request from address"

// personKey is the one way from a person to a request: by the record it belongs to,
// which lies among what is written anyway, or, where there is none, by the address it
// came from. A request of nobody has no key.
func (tx *Tx) personKey(id []byte, r Request) (table, []byte, error) {
	switch {
	case r.SubjectID != "":
		subject, err := idKey(r.SubjectID)
		return tableRequestOf, joinKeys(subject, id), err
	case !r.From.IsZero():
		return tablePerson, joinKeys(tx.addressKey(useRequestFrom, r.From), id), nil
	}
	return tablePerson, nil, nil
}

// indexPerson keeps the way from a person to their requests; it may turn out later
// whose a request is.
func (tx *Tx) indexPerson(id []byte, old, r Request) error {
	before, was, err := tx.personKey(id, old)
	if err != nil {
		return err
	}
	after, is, err := tx.personKey(id, r)
	if err != nil || before == after && bytes.Equal(was, is) {
		return err
	}
	if was != nil {
		if err := tx.delete(before, was); err != nil {
			return err
		}
	}
	if subject, none := idKey(old.SubjectID); none == nil && old.SubjectID != r.SubjectID {
		if err := tx.freeSaid(subject, id); err != nil {
			return err
		}
	}
	if is == nil {
		return nil
	}
	return tx.put(after, is, nil)
}

// RequestsOf returns the requests of a person, the newest first: those of the record,
// and those that came from the address while no record lay under it; at most limit, 0
// means all. Either may be empty. One that cannot be read is the error beside all others.
func (tx *Tx) RequestsOf(from privacy.Address, subject privacy.SubjectID, limit int) ([]Request, error) {
	ids, err := tx.personIDs(from, subject)
	if err != nil {
		return nil, fmt.Errorf("requests of a person: %w", err)
	}
	var requests []Request
	var g goOn
	for _, id := range ids {
		r, err := follow[Request](tx, tableRequest, id)
		if err != nil {
			if _, err := g.past(err); err != nil {
				return nil, fmt.Errorf("requests of a person: %w", err)
			}
			continue
		}
		if requests = append(requests, r); len(requests) == limit {
			break
		}
	}
	return requests, g.first
}

// requestIDsOf is RequestsOf without reading the requests.
func (tx *Tx) requestIDsOf(from privacy.Address, subject privacy.SubjectID) (list []privacy.RequestID, err error) {
	ids, err := tx.personIDs(from, subject)
	for _, id := range ids {
		list = append(list, keyID[privacy.RequestID](id))
	}
	return list, err
}

// personIDs finds the requests of a person, the newest first.
func (tx *Tx) personIDs(from privacy.Address, subject privacy.SubjectID) (list [][]byte, err error) {
	ids := make(map[string]bool)
	collect := func(t table, prefix []byte) error {
		return tx.each(t, prefix, func(key, _ []byte) (bool, error) {
			ids[string(key[len(prefix):])] = true
			return true, nil
		})
	}
	if !from.IsZero() {
		if err := collect(tablePerson, tx.addressKey(useRequestFrom, from)); err != nil {
			return nil, err
		}
	}
	if key, err := idKey(subject); err == nil {
		if err := collect(tableRequestOf, key); err != nil {
			return nil, err
		}
	}
	for _, id := range slices.Backward(slices.Sorted(maps.Keys(ids))) { // ids rise with time
		list = append(list, []byte(id))
	}
	return list, nil
}
