package store

import (
	"bytes"
	"fmt"

	"medico-intech.kz/otinish/store/privacy"
)

const useToken = "confirmation token"

// PutConfirmation keeps an open question under the keyed digest of its token: who
// reads the store cannot answer it. The error wraps privacy.ErrExists if the token
// is in use.
func (tx *Tx) PutConfirmation(token string, c Confirmation) error {
	digest := tx.s.digest(useToken, []byte(token))
	if tx.has(tableConfirmation, digest[:]) {
		return fmt.Errorf("put confirmation: %w", privacy.ErrExists)
	}
	request, err := idKey(c.RequestID)
	if err != nil {
		return fmt.Errorf("put confirmation: %w", err)
	}
	if err := tx.put(tableConfirmOf, joinKeys(request, digest[:]), nil); err != nil {
		return fmt.Errorf("put confirmation: %w", err)
	}
	if err := tx.putSealed(tableConfirmation, digest[:], ofCase(request), c); err != nil {
		return fmt.Errorf("put confirmation: %w", err)
	}
	return nil
}

// Confirmation returns the question this token answers, used or expired ones too.
func (tx *Tx) Confirmation(token string) (Confirmation, error) {
	digest := tx.s.digest(useToken, []byte(token))
	c, err := mustLoad[Confirmation](tx, tableConfirmation, digest[:])
	c.Digest = digest[:]
	return c, err
}

// ConfirmationByDigest returns the question kept under a digest that a Confirmation
// carried.
func (tx *Tx) ConfirmationByDigest(digest []byte) (Confirmation, error) {
	c, err := mustLoad[Confirmation](tx, tableConfirmation, digest)
	c.Digest = bytes.Clone(digest)
	return c, err
}

// UpdateConfirmation stores a changed question under its Digest. Its request
// cannot change: privacy.ErrBadInput.
func (tx *Tx) UpdateConfirmation(c Confirmation) error {
	old, err := mustLoad[Confirmation](tx, tableConfirmation, c.Digest)
	if err != nil {
		return fmt.Errorf("update confirmation: %w", err)
	}
	if old.RequestID != c.RequestID {
		return fmt.Errorf("update confirmation: of another request: %w", privacy.ErrBadInput)
	}
	request, err := idKey(c.RequestID)
	if err != nil {
		return fmt.Errorf("update confirmation: %w", err)
	}
	if err := tx.putSealed(tableConfirmation, bytes.Clone(c.Digest), ofCase(request), c); err != nil {
		return fmt.Errorf("update confirmation: %w", err)
	}
	return nil
}

// EachConfirmation calls fn for every question, in no useful order, until it
// returns false. fn may update and delete.
func (tx *Tx) EachConfirmation(fn func(Confirmation) bool) error {
	var g goOn
	return g.end(tx.each(tableConfirmation, nil, func(digest, value []byte) (bool, error) {
		var c Confirmation
		if err := tx.decode(tableConfirmation, digest, value, &c); err != nil {
			return g.past(err)
		}
		c.Digest = bytes.Clone(digest)
		return fn(c), nil
	}))
}

// ConfirmationsOf returns the questions asked about a request.
func (tx *Tx) ConfirmationsOf(id privacy.RequestID) ([]Confirmation, error) {
	request, err := idKey(id)
	if err != nil {
		return nil, nil
	}
	var questions []Confirmation
	err = tx.each(tableConfirmOf, request, func(key, _ []byte) (bool, error) {
		digest := bytes.Clone(key[idSize:])
		c, err := follow[Confirmation](tx, tableConfirmation, digest)
		c.Digest = digest
		questions = append(questions, c)
		return true, err
	})
	return questions, err
}

// DeleteConfirmation forgets a question; none under this digest is no error.
func (tx *Tx) DeleteConfirmation(digest []byte) error {
	c, found, err := load[Confirmation](tx, tableConfirmation, digest)
	if err != nil || !found {
		return err
	}
	if request, err := idKey(c.RequestID); err == nil {
		if err := tx.delete(tableConfirmOf, joinKeys(request, digest)); err != nil {
			return fmt.Errorf("delete confirmation: %w", err)
		}
	}
	if err := tx.delete(tableConfirmation, digest); err != nil {
		return fmt.Errorf("delete confirmation: %w", err)
	}
	return nil
}
