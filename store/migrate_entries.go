package store

import (
	"bytes"
	"fmt"

	"github.com/fxamacker/cbor/v2"

	"medico-intech.kz/otinish/store/privacy"
)

// indexEntries leads to schema 4, where what the chain says about a request is found
// without walking the chain.
func indexEntries(tx *Tx) error {
	return tx.each(tableAudit, nil, func(key, value []byte) (bool, error) {
		var e struct {
			Act struct {
				Number privacy.Number `cbor:"3,keyasint,omitempty"`
			} `cbor:"3,keyasint"`
		}
		if err := cbor.Unmarshal(value, &e); err != nil { // the codec of records knows the fields of today
			return false, fmt.Errorf("read an entry of the chain: %w", privacy.ErrDamaged)
		}
		id := bytes.Clone(tx.formerNumber(e.Act.Number))
		if e.Act.Number == "" || id == nil || !tx.has(tableRequest, id) {
			return true, nil
		}
		return true, tx.put(tableEntryOf, joinKeys(id, key), nil)
	})
}
