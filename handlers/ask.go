package handlers

import (
	"fmt"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// AskWriter sends an operator's question to the writer. The request waits; whatever
// the writer answers brings it back before a person.
func (o *Office) AskWriter(tx *store.Tx, r *store.Request, by privacy.Actor, text string) error {
	if err := o.mustWrite(r, r.From); err != nil {
		return err
	}
	if err := o.ask(tx, r, r.From, store.ActAnswer, templates.Question, templates.Data{Text: text}); err != nil {
		return err
	}
	return o.move(tx, r, privacy.StateAwaiting, by, "asked")
}

// Confirm is an operator's decision to ask the owner of the address on file whether
// a request is theirs.
func (o *Office) Confirm(tx *store.Tx, r *store.Request, to privacy.Address, by privacy.Actor) error {
	if err := o.mustWrite(r, to); err != nil {
		return err
	}
	return o.AskConfirmation(tx, r, to, by, "confirmation-asked")
}

// mustWrite: a request may not wait for the answer to a letter that never leaves.
func (o *Office) mustWrite(r *store.Request, to privacy.Address) error {
	switch {
	case to.IsZero() || to == o.From:
		return privacy.Mistaken("no-address", fmt.Errorf("there is no address to write to: %w", privacy.ErrNotAllowed))
	case r.Quiet != "":
		return privacy.Mistaken("no-letter", fmt.Errorf("no letter may leave about this request (%s): %w", r.Quiet, privacy.ErrNotAllowed), privacy.Coded("why", r.Quiet)) // P5
	}
	return nil
}

// leastAnswer: asking on the last day still leaves the writer some hours.
const leastAnswer = 4 * time.Hour

// answerBy is when a request comes back unanswered: in time for somebody to decide
// without the answer, for the period does not wait for it.
func (o *Office) answerBy(tx *store.Tx, r *store.Request) time.Time {
	by := tx.Now().Add(o.Periods.Question)
	if r.DueAt.IsZero() {
		return by
	}
	if early := r.DueAt.Add(-24 * time.Hour); early.Before(by) {
		by = early
	}
	if least := tx.Now().Add(leastAnswer); by.Before(least) {
		by = least
	}
	return by
}

// answered brings a request back whose writer has answered. An answer after the
// time, or a second one, is read too.
func (o *Office) answered(tx *store.Tx, q Question) error {
	if q.UsedAt.IsZero() {
		q.UsedAt = tx.Now()
		if err := tx.UpdateConfirmation(q.Confirmation); err != nil {
			return err
		}
	}
	return o.reviewAnswer(tx, &q.Request, "answered")
}
