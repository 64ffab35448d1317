package store

import (
	"bytes"
	"fmt"

	"github.com/fxamacker/cbor/v2"

	"medico-intech.kz/otinish/store/privacy"
)

// indexPersons leads to schema 3, where a person's requests are found without reading
// all of them: it makes the entries of those on record. Whose key was destroyed since
// these data were written has none; the erasure ledger takes them out next.
func indexPersons(tx *Tx) error {
	return tx.each(tableRequest, nil, func(id, value []byte) (bool, error) {
		var r struct {
			From      privacy.Address   `cbor:"11,keyasint,omitempty"`
			SubjectID privacy.SubjectID `cbor:"12,keyasint,omitempty"`
		}
		plain, err := tx.unseal(tableRequest, id, value)
		if err != nil {
			return skipDestroyed(err)
		}
		if err := cbor.Unmarshal(plain, &r); err != nil { // the codec of records knows the fields of today
			return false, fmt.Errorf("read a request: %w", privacy.ErrDamaged)
		}
		return true, tx.indexPerson(bytes.Clone(id), Request{}, Request{From: r.From, SubjectID: r.SubjectID})
	})
}
