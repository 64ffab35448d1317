package store

import (
	"fmt"

	"medico-intech.kz/otinish/store/privacy"
)

// PutConsent stores a consent under its subject.
func (tx *Tx) PutConsent(c Consent) error {
	subject, err := idKey(c.SubjectID)
	if err != nil {
		return fmt.Errorf("put consent: subject %w", err)
	}
	id, err := idKey(c.ID)
	if err != nil {
		return fmt.Errorf("put consent: %w", err)
	}
	if err := tx.putSealed(tableConsent, joinKeys(subject, id), ofSubject(subject), c); err != nil {
		return fmt.Errorf("put consent: %w", err)
	}
	return nil
}

// Consents returns the consents of a subject, withdrawn ones too, oldest first;
// none for an unknown subject.
func (tx *Tx) Consents(id privacy.SubjectID) ([]Consent, error) {
	subject, err := idKey(id)
	if err != nil {
		return nil, nil
	}
	var consents []Consent
	err = eachRecord(tx, tableConsent, subject, func(c Consent) bool {
		consents = append(consents, c)
		return true
	})
	return consents, err
}
