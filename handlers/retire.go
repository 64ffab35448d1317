package handlers

import (
	"errors"
	"fmt"
	"slices"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// GroundRetention is the ground of what goes because its period has ended (policy
// 5.7, Law 94-V Art. 18(1)).
const GroundRetention = "retention"

// HeldUnreadable stands against the end of what a record that does not open belongs to:
// whether a rule protects it, nobody knows.
const HeldUnreadable = "a record about it cannot be read"

// RequestHeld says what stands against the end of a request, or of the texts about
// it, or nothing.
func (o *Office) RequestHeld(tx *store.Tx, r store.Request) (string, error) {
	why, err := requestHeld(tx, r)
	if errors.Is(err, privacy.ErrUnreadable) {
		return HeldUnreadable, nil
	}
	return why, err
}

func requestHeld(tx *store.Tx, r store.Request) (string, error) {
	if r.State.Open() {
		return "it is not decided", nil
	}
	if r.UndoUntil.After(tx.Now()) {
		return "a change can still be undone", nil
	}
	s, err := subjectOf(tx, r)
	if err != nil && !errors.Is(err, privacy.ErrNotFound) {
		return "", err
	}
	if s.Blocked {
		return "the record is blocked", nil
	}
	letters, err := tx.LettersOf(r.ID)
	if slices.ContainsFunc(letters, func(l store.Letter) bool { return l.State == store.LetterQueued }) {
		return "a letter has not left yet", err
	}
	return "", err
}

func subjectOf(tx *store.Tx, r store.Request) (store.Subject, error) {
	switch {
	case r.SubjectID != "":
		return tx.Subject(r.SubjectID)
	case r.From.IsZero():
		return store.Subject{}, privacy.ErrNotFound
	}
	return tx.SubjectByAddress(r.From)
}

// MayRetire refuses the destruction of what a rule still holds, with ErrNotAllowed:
// a blocked record (P13), a consent in force or in question, a request that waits.
// That the period has ended is for ended to say, of what is on record now.
func (o *Office) MayRetire(tx *store.Tx, d store.Doomed, ended func(*store.Tx, store.Doomed) (bool, error)) error {
	if is, err := ended(tx, d); err != nil {
		return err
	} else if !is {
		return fmt.Errorf("the period has not ended: %w", privacy.ErrNotAllowed)
	}
	if d.Subject != "" {
		if why := heldRecord(d.Record, d.Consents); why != "" {
			return fmt.Errorf("%s: %w", why, privacy.ErrNotAllowed)
		}
		if slices.ContainsFunc(d.Consents, Questioned) {
			return fmt.Errorf("a withdrawal is not confirmed: %w", privacy.ErrNotAllowed)
		}
	}
	for _, r := range d.Requests {
		if d.Subject != "" && r.Proof != privacy.Proven {
			continue // as in MayDestroy: strangers hold nothing up
		}
		why, err := o.RequestHeld(tx, r)
		if err != nil {
			return err
		}
		if why != "" {
			return fmt.Errorf("request %s: %s: %w", r.Number, why, privacy.ErrNotAllowed)
		}
	}
	return nil
}

// Questioned: an unproven withdrawal has stopped the processing, and nobody knows yet
// whether it was meant (P8).
func Questioned(c store.Consent) bool { return c.WithdrawnAt.IsZero() && c.SuspendedBy != "" }

// EndConsent ends a consent whose term is over (policy 8.9).
func (o *Office) EndConsent(tx *store.Tx, c store.Consent) error {
	c.WithdrawnAt = tx.Now()
	if err := tx.PutConsent(c); err != nil {
		return err
	}
	return tx.Append(store.AuditAct{Actor: privacy.ActorSystem, Act: "consent-ended", Reason: "term"})
}
