package store

import (
	"bytes"
	"errors"
	"fmt"

	"medico-intech.kz/otinish/store/privacy"
)

// claim is an entry of an index that a record calls for.
type claim struct {
	table      table
	key, value []byte
}

// claimants are the records that indexes lead to; claimed, those indexes. All of an
// index can be made again of the records.
var (
	claimants = []table{tableSubject, tableRequest, tableCaseTomb, tableReview, tableLetter, tableConfirmation}
	claimed   = []table{
		tableAddress, tableDestroyDue, tableNumber, tableOpen, tableUndo, tablePerson, tableRequestOf,
		tableWaiting, tableLetterDue, tableLetterOf, tableConfirmOf,
	}
)

// claims reads a record and says which entries it calls for, and by which counter it
// is counted; empty: by none.
func (tx *Tx) claims(t table, key, value []byte) (c []claim, counter string, err error) {
	switch t {
	case tableSubject:
		return tx.subjectClaims(key, value)
	case tableRequest:
		return tx.requestClaims(key, value)
	case tableCaseTomb:
		var stone CaseTombstone
		err = tx.decode(t, key, value, &stone)
		return []claim{{tableNumber, numberKey(stone.Fact.Number), key}}, "", err
	case tableReview:
		var item ReviewItem
		if err = tx.decode(t, key, value, &item); err == nil && item.waiting() {
			return []claim{{tableWaiting, waitingKey(item, key), nil}}, countWaiting, nil
		}
		return nil, "", err
	case tableLetter:
		return tx.letterClaims(key, value)
	case tableConfirmation:
		var con Confirmation
		if err = tx.decode(t, key, value, &con); err != nil {
			return nil, "", err
		}
		request, err := idKey(con.RequestID)
		if err != nil {
			return nil, "", fmt.Errorf("confirmation: %w", privacy.ErrDamaged)
		}
		return []claim{{tableConfirmOf, joinKeys(request, key), nil}}, "", nil
	}
	return nil, "", nil
}

func (tx *Tx) subjectClaims(id, value []byte) (c []claim, counter string, err error) {
	var s Subject
	if err := tx.decode(tableSubject, id, value, &s); err != nil {
		return nil, "", err
	}
	if !s.DestructionDueAt.IsZero() {
		c = append(c, claim{tableDestroyDue, dueKey(s.DestructionDueAt, id), nil})
	}
	if !s.Address.IsZero() {
		c = append(c, claim{tableAddress, tx.addressKey(useSubjectAddress, s.Address), id})
	}
	return c, countSubjects, nil
}

func (tx *Tx) requestClaims(id, value []byte) (c []claim, counter string, err error) {
	var r Request
	if err := tx.decode(tableRequest, id, value, &r); err != nil {
		return nil, "", err
	}
	c = []claim{{tableNumber, numberKey(r.Number), id}}
	if r.State.Open() {
		c = append(c, claim{tableOpen, id, nil})
	}
	if r.Undo != nil {
		c = append(c, claim{tableUndo, id, nil})
	}
	of, key, err := tx.personKey(id, r)
	if err != nil {
		return nil, "", fmt.Errorf("request: %w (%w)", privacy.ErrDamaged, err)
	}
	if key != nil {
		c = append(c, claim{of, key, nil})
	}
	return c, countRequests + string(r.State), nil
}

func (tx *Tx) letterClaims(id, value []byte) (c []claim, counter string, err error) {
	var l Letter
	if err := tx.decode(tableLetter, id, value, &l); err != nil {
		return nil, "", err
	}
	if l.State == LetterQueued {
		c = append(c, claim{tableLetterDue, dueKey(l.NextAt, id), nil})
	}
	if request, err := idKey(l.RequestID); err == nil {
		c = append(c, claim{tableLetterOf, joinKeys(request, id), nil})
	}
	return c, countLetters + string(l.State), nil
}

// met reports whether a claim has its entry.
func (tx *Tx) met(c claim) bool {
	have := tx.get(c.table, c.key)
	return have != nil && bytes.Equal(have, c.value)
}

// leads says which records an entry of an index may belong to, and their key.
func leads(t table, key, value []byte) (to []table, id []byte) {
	switch t {
	case tableAddress:
		return []table{tableSubject}, value
	case tableNumber:
		return []table{tableRequest, tableCaseTomb}, value
	case tableOpen, tableUndo:
		return []table{tableRequest}, key
	case tableConfirmOf:
		if len(key) <= idSize {
			return nil, nil
		}
		return []table{tableConfirmation}, key[idSize:]
	}
	if len(key) < idSize {
		return nil, nil
	}
	id = key[len(key)-idSize:]
	switch t {
	case tableDestroyDue:
		return []table{tableSubject}, id
	case tableWaiting:
		return []table{tableReview}, id
	case tableLetterDue, tableLetterOf:
		return []table{tableLetter}, id
	case tablePerson, tableRequestOf:
		return []table{tableRequest}, id
	}
	return nil, nil
}

// stray reports whether an entry of an index belongs to no record. Where the record
// cannot be read nobody knows, and it stays.
func (tx *Tx) stray(t table, key, value []byte) (bool, error) {
	to, id := leads(t, key, value)
	for _, source := range to {
		record := tx.get(source, id)
		if record == nil {
			continue
		}
		claims, _, err := tx.claims(source, bytes.Clone(id), record)
		if errors.Is(err, privacy.ErrDestroyed) || errors.Is(err, privacy.ErrUnreadable) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		for _, c := range claims {
			if c.table == t && bytes.Equal(c.key, key) && bytes.Equal(c.value, value) {
				return false, nil
			}
		}
	}
	return true, nil
}
