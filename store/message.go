package store

import (
	"fmt"

	"medico-intech.kz/otinish/store/privacy"
)

// PutMessageBytes keeps the message a request came in, as it was fetched.
func (tx *Tx) PutMessageBytes(id privacy.RequestID, raw []byte) error {
	key, err := idKey(id)
	if err != nil {
		return fmt.Errorf("put message: %w", err)
	}
	if err := tx.putSealedBytes(tableMessage, key, ofCase(key), raw); err != nil {
		return fmt.Errorf("put message: %w", err)
	}
	return nil
}

// MessageBytes returns the message a request came in.
func (tx *Tx) MessageBytes(id privacy.RequestID) ([]byte, error) {
	key, err := lookupKey("message", id)
	if err != nil {
		return nil, err
	}
	raw, err := tx.getSealed(tableMessage, key)
	if err == nil && raw == nil {
		err = fmt.Errorf("message: %w", privacy.ErrNotFound)
	}
	return raw, err
}

// DeleteMessageBytes forgets the message a request came in; none is no error.
func (tx *Tx) DeleteMessageBytes(id privacy.RequestID) error {
	key, err := idKey(id)
	if err != nil {
		return fmt.Errorf("delete message: %w", err)
	}
	if !tx.has(tableMessage, key) {
		return nil
	}
	if err := tx.delete(tableMessage, key); err != nil {
		return fmt.Errorf("delete message: %w", err)
	}
	return nil
}
