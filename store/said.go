package store

import (
	"bytes"
	"errors"
	"fmt"

	"medico-intech.kz/otinish/store/privacy"
)

const useSaid = "author and words"

// saidKey is half a digest: these keys lie at random, one more page in a commit,
// and 128 bits are enough to tell letters apart.
func (tx *Tx) saidKey(said [32]byte) []byte {
	d := tx.s.digest(useSaid, said[:])
	return d[:16]
}

// PutSaid remembers that a request was made in these words by its author, given as one
// digest. A later request takes the place of the one before.
//
// Where the author is on record it lies with that record, on a page that is written
// anyway; else among all digests.
func (tx *Tx) PutSaid(said [32]byte, r Request) error {
	request, err := idKey(r.ID)
	if err != nil {
		return fmt.Errorf("put said: %w", err)
	}
	t, key := tableSaid, tx.saidKey(said)
	if r.SubjectID != "" && r.SubjectID == tx.SubjectIDByAddress(r.From) {
		subject, err := idKey(r.SubjectID)
		if err != nil {
			return fmt.Errorf("put said: %w", err)
		}
		t, key = tableSaidOf, joinKeys(subject, key)
	}
	if err := tx.put(t, key, request); err != nil {
		return fmt.Errorf("put said: %w", err)
	}
	return nil
}

// RequestSaid returns the request that this author made in the same words; false if
// there is none, or it was destroyed.
func (tx *Tx) RequestSaid(said [32]byte, from privacy.Address) (Request, bool, error) {
	key := tx.saidKey(said)
	var id []byte
	if subject, err := idKey(tx.SubjectIDByAddress(from)); err == nil {
		id = tx.get(tableSaidOf, joinKeys(subject, key))
	}
	if id == nil { // from somebody who was not on record, or has another address now
		id = tx.get(tableSaid, key)
	}
	if id == nil {
		return Request{}, false, nil
	}
	r, err := follow[Request](tx, tableRequest, id)
	if errors.Is(err, privacy.ErrDestroyed) {
		return Request{}, false, nil
	}
	return r, err == nil, err
}

// freeSaid lays what was said with a record among all digests, where it is found when
// the author is no more found by that record; of one request, or of all where it is nil.
func (tx *Tx) freeSaid(subject, request []byte) error {
	return tx.each(tableSaidOf, subject, func(key, id []byte) (bool, error) {
		if request != nil && !bytes.Equal(id, request) {
			return true, nil
		}
		key, id = bytes.Clone(key), bytes.Clone(id)
		return true, errors.Join(tx.put(tableSaid, key[idSize:], id), tx.delete(tableSaidOf, key))
	})
}

// forgetSaid takes out what these requests were made with. It reads all that was said:
// no way leads there from a request, and destruction is rare.
func (tx *Tx) forgetSaid(cases []CaseFact) error {
	gone := make(map[string]bool)
	for _, c := range cases {
		id, err := idKey(c.ID)
		if err != nil {
			return err
		}
		gone[string(id)] = true
	}
	if len(gone) == 0 {
		return nil
	}
	return tx.drop(tableSaid, func(_, id []byte) bool { return gone[string(id)] })
}
