// Package handlers acts: one file a kind of request. Every act takes the
// transaction it happens in, so that effect, letter, state and audit entry are
// durable together or not at all (P2, P8, P10).
package handlers

import (
	"errors"
	"io"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// Office is what every act needs: who answers, in which words, within which bounds.
type Office struct {
	Templates  *templates.Set
	Controller templates.Controller
	From       privacy.Address // the address letters come from
	Zone       *time.Location
	Random     io.Reader
	Limits     Limits
	Periods    Periods

	// Basis words the rule a due date came from.
	Basis func(kind privacy.Kind, receivedAt time.Time, l privacy.Language) string
	// DestructionDue is the end of the period in which data must be destroyed after
	// a withdrawal at the given time.
	DestructionDue func(withdrawn time.Time) time.Time

	pen pen // how the letters of one decision are written; zero: as they are, at once
}

// Periods are our own, not the law's.
type Periods struct {
	Question time.Duration // how long a confirmation question can be answered
	Reminder time.Duration // after how long without an answer it is asked once more
	Undo     time.Duration // how long the owner of the former address can undo a change
	Desk     time.Duration // how long letters of an operator's decision wait, so that it can be taken back
}

// DefaultPeriods: a week is long enough for somebody who reads mail on Sundays.
var DefaultPeriods = Periods{Question: 7 * 24 * time.Hour, Reminder: 3 * 24 * time.Hour, Undo: 7 * 24 * time.Hour, Desk: 10 * time.Minute}

// move takes a request to another state, the only place where states change, and
// puts the step on the chain.
func (o *Office) move(tx *store.Tx, r *store.Request, to privacy.State, by privacy.Actor, reason string) error {
	if err := privacy.Step(r.State, to, by, r.Proof); err != nil {
		return err
	}
	from := r.State
	r.State = to
	if !to.Open() && r.ClosedAt.IsZero() {
		r.ClosedAt = tx.Now()
	}
	if err := tx.PutRequest(*r); err != nil {
		return err
	}
	if from == privacy.StateInReview && to != privacy.StateInReview {
		if err := settleReview(tx, r, by, to); err != nil {
			return err
		}
	}
	return o.record(tx, r, by, string(to), reason)
}

// record appends an act to the audit chain.
func (o *Office) record(tx *store.Tx, r *store.Request, by privacy.Actor, act, reason string) error {
	return tx.Append(store.AuditAct{Actor: by, Act: act, Number: r.Number, Reason: reason})
}

func isNotFound(err error) bool { return errors.Is(err, privacy.ErrNotFound) }
