package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"maps"
	"slices"

	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
)

// erase takes out of the data what a line of the ledger names, leaves tombstones and
// puts the act on the chain. It needs none of the keys: they may be gone already,
// where older data were brought back beside the key store of today. lost tells that
// a record could not be read, so that counters must be set anew. Doing it again
// changes nothing.
func (tx *Tx) erase(e Erasure) (lost bool, err error) {
	if tx.unfinished(e) {
		tx.count(countLedger, 1)
		for _, k := range e.Messages {
			if err := tx.PutToErase(k); err != nil {
				return false, err
			}
		}
	}
	for _, c := range e.Cases {
		if err := tx.eraseCase(c, e, &lost); err != nil {
			return lost, err
		}
	}
	if err := tx.forgetSaid(e.Cases); err != nil {
		return lost, err
	}
	if e.Subject != "" {
		err = tx.eraseSubject(e, &lost)
	}
	if err == nil && e.Farewell != "" {
		err = tx.letGo(e.Farewell, e.At)
	}
	if err == nil && e.Letter.ID != "" {
		err = tx.eraseLetter(e, &lost)
	}
	return lost, err
}

func (tx *Tx) eraseSubject(e Erasure, lost *bool) error {
	id, err := idKey(e.Subject)
	if err != nil {
		return err
	}
	s, found, err := load[Subject](tx, tableSubject, id)
	switch {
	case err == nil && found:
		err = errors.Join(tx.indexAddress(id, s.Address, privacy.Address{}), tx.indexDue(id, s, Subject{}))
	case err != nil:
		*lost = true
		err = errors.Join(tx.freeSaid(id, nil), tx.drop(tableAddress, func(_, value []byte) bool { return bytes.Equal(value, id) }),
			tx.drop(tableDestroyDue, endsWith(id)))
	}
	if err != nil {
		return err
	}
	if found {
		tx.count(countSubjects, -1)
	}
	err = tx.each(tableConsent, id, func(key, _ []byte) (bool, error) { return true, tx.delete(tableConsent, bytes.Clone(key)) })
	if err = errors.Join(err, tx.delete(tableSubject, id), tx.delete(tableSubjectKey, id)); err != nil {
		return err
	}
	if tx.has(tableTombstone, id) {
		return nil // it may have been lifted since
	}
	if err := tx.Append(audit.Act{Actor: e.By, Act: "subject-destroyed", Number: e.Number, Reason: e.Ground}); err != nil {
		return err
	}
	tx.count(countTombstones, 1)
	if err := tx.put(tableMeta, []byte(keyDestroyedAt), binary.BigEndian.AppendUint64(nil, timeKey(e.At))); err != nil {
		return err
	}
	for _, digest := range e.Addresses {
		if err := tx.put(tableTombstoneOf, bytes.Clone(digest[:]), id); err != nil {
			return err
		}
	}
	return tx.putRecord(tableTombstone, id, e.tombstone())
}

func (tx *Tx) eraseCase(c CaseFact, e Erasure, lost *bool) error {
	id, err := idKey(c.ID)
	if err != nil {
		return err
	}
	delete(tx.indexed, string(id))
	r, found, err := load[Request](tx, tableRequest, id)
	switch {
	case err != nil:
		*lost = true
		err = errors.Join(tx.drop(tablePerson, endsWith(id)), tx.drop(tableRequestOf, endsWith(id)),
			tx.drop(tableSaidOf, func(_, value []byte) bool { return bytes.Equal(value, id) }))
	case found:
		tx.count(countRequests+string(r.State), -1)
		err = tx.indexPerson(id, r, Request{})
	}
	if err != nil {
		return err
	}
	if err := tx.eraseLetters(id, lost); err != nil {
		return err
	}
	err = tx.each(tableConfirmOf, id, func(key, _ []byte) (bool, error) {
		key = bytes.Clone(key)
		return true, errors.Join(tx.delete(tableConfirmation, key[idSize:]), tx.delete(tableConfirmOf, key))
	})
	err = errors.Join(err, tx.each(tableEntryOf, id, func(key, _ []byte) (bool, error) {
		return true, tx.delete(tableEntryOf, bytes.Clone(key))
	}))
	if err = errors.Join(err, tx.eraseAnswers(id), tx.eraseReview(id)); err != nil {
		return err
	}
	for _, t := range []table{tableRequest, tableOpen, tableUndo, tableMessage, tableCaseKey} {
		if err := tx.delete(t, id); err != nil {
			return err
		}
	}
	if tx.has(tableCaseTomb, id) {
		return nil
	}
	if err := tx.keepNumber(id, c.Number); err != nil {
		return err
	}
	if err := tx.Append(audit.Act{Actor: e.By, Act: "destroyed", Number: c.Number, Reason: e.Ground}); err != nil {
		return err
	}
	tx.countDestroyed(c)
	return tx.putRecord(tableCaseTomb, id, CaseTombstone{Fact: c, DestroyedAt: e.At, FinalAt: e.finalAt(), Ground: e.Ground, By: e.By, Originals: len(e.Messages) > 0})
}

// keepNumber: data brought back from before the request must know its number too, so
// that nobody else gets it.
func (tx *Tx) keepNumber(id []byte, n privacy.Number) error {
	if n == "" || tx.has(tableNumber, numberKey(n)) {
		return nil
	}
	return tx.put(tableNumber, numberKey(n), id)
}

func (tx *Tx) eraseLetters(request []byte, lost *bool) error {
	return tx.each(tableLetterOf, request, func(key, _ []byte) (bool, error) {
		key = bytes.Clone(key)
		id := key[idSize:]
		l, found, err := load[Letter](tx, tableLetter, id)
		switch {
		case err != nil:
			*lost = true
			err = tx.drop(tableLetterDue, endsWith(id))
		case found:
			tx.count(countLetters+string(l.State), -1)
			if l.State == LetterQueued {
				err = tx.delete(tableLetterDue, dueKey(l.NextAt, id))
			}
		}
		return true, errors.Join(err, tx.delete(tableLetter, id), tx.delete(tableLetterBytes, id), tx.delete(tableLetterOf, key))
	})
}

func (tx *Tx) eraseReview(id []byte) error {
	item, found, err := load[ReviewItem](tx, tableReview, id)
	if err != nil || !found {
		return err
	}
	if item.waiting() {
		tx.count(countWaiting, -1)
		if err := tx.delete(tableWaiting, waitingKey(item, id)); err != nil {
			return err
		}
	}
	return tx.delete(tableReview, id)
}

// endsWith matches index entries that end with an id.
func endsWith(id []byte) func(key, _ []byte) bool {
	return func(key, _ []byte) bool { return bytes.HasSuffix(key, id) }
}

// drop deletes every entry of an index that match names. It reads all of it.
func (tx *Tx) drop(t table, match func(key, value []byte) bool) error {
	return tx.each(t, nil, func(key, value []byte) (bool, error) {
		if !match(key, value) {
			return true, nil
		}
		return true, tx.delete(t, bytes.Clone(key))
	})
}

// recount sets the counters that a record which cannot be read left wrong. Others that
// cannot be read stay counted, by whichever state they may be in.
func (tx *Tx) recount() error {
	have, unread := make(map[string]int64), make(map[string]int64)
	err := tx.each(tableCount, nil, func(name, _ []byte) (bool, error) { have[string(name)] = 0; return true, nil })
	for name := range tx.counts {
		have[name] = 0
	}
	for t, family := range map[table]string{tableRequest: countRequests, tableLetter: countLetters, tableSubject: countSubjects} {
		err = errors.Join(err, tx.each(t, nil, func(key, value []byte) (bool, error) {
			_, counter, err := tx.claims(t, key, value)
			if errors.Is(err, privacy.ErrUnreadable) || errors.Is(err, privacy.ErrDestroyed) {
				unread[family]++
				return true, nil
			}
			have[counter]++
			return true, err
		}))
	}
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(have)) {
		family := familyOf(name)
		if family == "" || family == countWaiting {
			continue
		}
		wrong := int64(tx.counted(name)) - have[name]
		keep := min(max(wrong, 0), unread[family])
		unread[family] -= keep
		tx.count(name, keep-wrong)
	}
	return nil
}
