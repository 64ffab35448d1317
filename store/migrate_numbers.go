package store

import (
	"bytes"
	"errors"

	"medico-intech.kz/otinish/store/privacy"
)

// placeNumbers leads to schema 5, where a number lies among the digests of messages. Of
// former requests it lies at random, as before; of later ones beside the message.
func placeNumbers(tx *Tx) error {
	return tx.each(tableFormerNumber, nil, func(key, id []byte) (bool, error) {
		key, id = bytes.Clone(key), bytes.Clone(id)
		return true, errors.Join(tx.put(tableNumber, numberKey(privacy.Number(key)), id), tx.delete(tableFormerNumber, key))
	})
}

// formerNumber finds a request by its number for a step from before schema 5.
func (tx *Tx) formerNumber(n privacy.Number) (id []byte) {
	if id = tx.get(tableFormerNumber, []byte(n)); id == nil {
		id = tx.get(tableNumber, numberKey(n))
	}
	return id
}
