package handlers

import (
	"fmt"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// Withdraw takes every consent of a subject back: the transaction that records it
// stops the processing (P8; policy 8.4; Law 94-V Art. 8) and sets the date by which
// the data must be destroyed.
func (o *Office) Withdraw(tx *store.Tx, r *store.Request, s store.Subject, by privacy.Actor) error {
	return o.stop(tx, r, s, by, templates.Withdrawn, "withdrawn")
}

// stop ends all processing of a subject's data and answers with a letter.
func (o *Office) stop(tx *store.Tx, r *store.Request, s store.Subject, by privacy.Actor, letter, reason string) error {
	if s.Blocked {
		return privacy.Mistaken("blocked", fmt.Errorf("stop processing: the record is blocked: %w", privacy.ErrNotAllowed)) // P13
	}
	r.SubjectID = s.ID
	consents, err := tx.Consents(s.ID)
	if err != nil {
		return err
	}
	for _, c := range consents {
		if !c.WithdrawnAt.IsZero() {
			continue // the fact and its date stay as they were
		}
		c.WithdrawnAt, c.WithdrawnBy, c.SuspendedBy, c.SuspendedAt = tx.Now(), r.ID, "", zeroTime
		if err := tx.PutConsent(c); err != nil {
			return err
		}
	}
	s.NoLetters, s.ChangedAt = true, tx.Now()
	soonest := o.soonestDestruction(tx)
	if s.DestructionDueAt.IsZero() {
		if s.DestructionDueAt = o.DestructionDue(r.ReceivedAt); s.DestructionDueAt.Before(soonest) {
			s.DestructionDueAt = soonest
		}
	}
	told := s.DestructionDueAt
	if told.Before(soonest) { // set long ago and held up since: the record keeps what is overdue
		told = soonest
	}
	if err := tx.PutSubject(s); err != nil {
		return err
	}
	if err := tx.Suppress(s.Address, store.Suppression{Since: tx.Now(), RequestID: r.ID}); err != nil {
		return err
	}
	d := templates.Data{DestroyBy: told.In(o.Zone)}
	if err := o.send(tx, r, letter, s.Address, d); err != nil {
		return err
	}
	return o.finish(tx, r, by, reason)
}

// Suspend stops optional processing while the author of a withdrawal is not yet
// proven (P8). Reversible: nothing else about the record changes.
func (o *Office) Suspend(tx *store.Tx, r *store.Request, s store.Subject) error {
	if s.Blocked {
		return nil // frozen already
	}
	consents, err := tx.Consents(s.ID)
	if err != nil {
		return err
	}
	for _, c := range consents {
		if !c.Processing() {
			continue
		}
		c.SuspendedBy, c.SuspendedAt = r.ID, tx.Now()
		if err := tx.PutConsent(c); err != nil {
			return err
		}
	}
	return o.record(tx, r, privacy.ActorSystem, "suspended", "proof-pending")
}

// Resume lifts what Suspend stopped for this request.
func (o *Office) Resume(tx *store.Tx, r *store.Request) error {
	if r.SubjectID == "" {
		return nil
	}
	consents, err := tx.Consents(r.SubjectID)
	if err != nil {
		return err
	}
	lifted := false
	for _, c := range consents {
		if c.SuspendedBy != r.ID {
			continue
		}
		c.SuspendedBy, c.SuspendedAt = "", zeroTime
		if err := tx.PutConsent(c); err != nil {
			return err
		}
		lifted = true
	}
	if !lifted {
		return nil
	}
	return o.record(tx, r, privacy.ActorSystem, "resumed", "not-confirmed")
}
