package handlers

import (
	"fmt"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// Unsubscribe stops information letters; consent for anything else stands.
func (o *Office) Unsubscribe(tx *store.Tx, r *store.Request, s store.Subject, by privacy.Actor) error {
	if s.Blocked {
		return privacy.Mistaken("blocked", fmt.Errorf("unsubscribe: the record is blocked: %w", privacy.ErrNotAllowed)) // P13
	}
	r.SubjectID = s.ID
	s.NoLetters, s.ChangedAt = true, tx.Now()
	if err := tx.PutSubject(s); err != nil {
		return err
	}
	if err := o.send(tx, r, templates.Unsubscribed, r.From, templates.Data{}); err != nil {
		return err
	}
	return o.finish(tx, r, by, "unsubscribed")
}

// UnsubscribeUnproven stops information letters on the word of a From line: what a
// stranger can do with it is harmless and reversible. The letter tells no more than
// that the request arrived (P4).
func (o *Office) UnsubscribeUnproven(tx *store.Tx, r *store.Request, s store.Subject) error {
	if s.ID != "" && !s.Blocked {
		s.NoLetters, s.ChangedAt = true, tx.Now()
		if err := tx.PutSubject(s); err != nil {
			return err
		}
		if err := o.record(tx, r, privacy.ActorSystem, "letters-stopped", "unproven"); err != nil {
			return err
		}
	}
	if err := o.Acknowledge(tx, r); err != nil {
		return err
	}
	if s.Blocked { // frozen (P13): a person sees to it
		return o.Review(tx, r, "blocked")
	}
	return o.move(tx, r, privacy.StateClosed, privacy.ActorSystem, "letters-stopped")
}
