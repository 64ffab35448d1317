package store

import (
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

// PutSaid remembers that a request was made in these words by this author, given as
// one digest. A later request takes the place of the one before.
func (tx *Tx) PutSaid(said [32]byte, id privacy.RequestID) error {
	request, err := idKey(id)
	if err != nil {
		return fmt.Errorf("put said: %w", err)
	}
	if err := tx.put(tableSaid, tx.saidKey(said), request); err != nil {
		return fmt.Errorf("put said: %w", err)
	}
	return nil
}

// RequestSaid returns the request that the same author made in the same words; false
// if there is none, or it was destroyed.
func (tx *Tx) RequestSaid(said [32]byte) (Request, bool, error) {
	id := tx.get(tableSaid, tx.saidKey(said))
	if id == nil {
		return Request{}, false, nil
	}
	r, err := follow[Request](tx, tableRequest, id)
	if errors.Is(err, privacy.ErrDestroyed) {
		return Request{}, false, nil
	}
	return r, err == nil, err
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
