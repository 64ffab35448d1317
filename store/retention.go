package store

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// RetentionState is since when the periods of the configuration are in force, and
// when the sweep last came round: what it destroys was announced before.
type RetentionState struct {
	Periods string    `cbor:"1,keyasint"` // as the configuration words them
	Since   time.Time `cbor:"2,keyasint"`
	SweptAt time.Time `cbor:"3,keyasint"`
}

const keyRetention = "retention"

// RetentionState returns what PutRetentionState stored; false if nothing was yet.
func (tx *Tx) RetentionState() (RetentionState, bool, error) {
	return load[RetentionState](tx, tableMeta, []byte(keyRetention))
}

// PutRetentionState notes how the sweep stands.
func (tx *Tx) PutRetentionState(r RetentionState) error {
	return tx.putRecord(tableMeta, []byte(keyRetention), r)
}

// SubjectsAfter returns subjects in the order they were added, behind the one with
// this id (empty: from the first), at most limit, without those that cannot be read.
// Only in a reading transaction.
func (tx *Tx) SubjectsAfter(id privacy.SubjectID, limit int) ([]Subject, error) {
	return recordsAfter[Subject](tx, tableSubject, string(id), limit)
}

// RequestsAfter is SubjectsAfter for requests, the oldest first.
func (tx *Tx) RequestsAfter(id privacy.RequestID, limit int) ([]Request, error) {
	return recordsAfter[Request](tx, tableRequest, string(id), limit)
}

// recordsAfter walks a clustered table from the middle, so that a sweep over all of
// it need not hold one transaction.
func recordsAfter[R any](tx *Tx, t table, id string, limit int) (list []R, err error) {
	h, _, err := tx.place(t, nil)
	if err != nil {
		return nil, err
	}
	c := h.Cursor()
	k, v := c.First()
	if id != "" {
		after, err := idKey(id)
		if err != nil {
			return nil, err
		}
		k, v = c.Seek(append(after, 0xff)) // kinds are letters: behind all that lies with it
	}
	for before := k; k != nil && len(list) < limit; k, v = c.Next() {
		if !(forward{}).inOrder(before, k) {
			return nil, disorder(t)
		}
		before = k
		_, err := tx.show(t, k, v, func(key, value []byte) (bool, error) {
			var r R
			if err := tx.decode(t, key, value, &r); PassOver(err) == nil && err != nil {
				return true, nil
			} else if err != nil {
				return skipDestroyed(err)
			}
			list = append(list, r)
			return true, nil
		})
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Texts says which texts about a request are held: the message it came in, and
// letters that wait for nothing any more.
func (tx *Tx) Texts(id privacy.RequestID) (message bool, letters []privacy.LetterID, err error) {
	request, err := lookupKey("request", id)
	if err != nil {
		return false, nil, err
	}
	err = tx.each(tableLetterOf, request, func(key, _ []byte) (bool, error) {
		letter := bytes.Clone(key[idSize:])
		if !tx.has(tableLetterBytes, letter) {
			return true, nil
		}
		l, err := follow[Letter](tx, tableLetter, letter)
		if err == nil && l.State != LetterQueued {
			letters = append(letters, l.ID)
		}
		return true, err
	})
	answers, answersErr := tx.hasAnswers(request)
	return answers || tx.has(tableMessage, request), letters, errors.Join(err, answersErr)
}

// RemoveTexts takes the message of a request and the answers about it out of the store, or the text of its
// letters that have left, or both; what is known about them stays. They are
// destroyed with the key of the request: until then old pages and copies of the
// data hold them, sealed.
func (tx *Tx) RemoveTexts(id privacy.RequestID, message, letters bool) (removed int, err error) {
	held, ids, err := tx.Texts(id)
	if err != nil {
		return 0, fmt.Errorf("remove texts: %w", err)
	}
	request, err := idKey(id)
	if message && held {
		removed++
		err = errors.Join(err, tx.delete(tableMessage, request), tx.eraseAnswers(request))
	}
	for _, l := range ids {
		if !letters {
			break
		}
		key, idErr := idKey(l)
		removed++
		err = errors.Join(err, idErr, tx.delete(tableLetterBytes, key))
	}
	if err != nil {
		return 0, fmt.Errorf("remove texts: %w", err)
	}
	return removed, nil
}
