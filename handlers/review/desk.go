// Package review is the operator's desk: every decision a person can make, one
// method each, used alike by the command line and by whatever else faces operators;
// and the sweeps that remind, expire and escalate.
package review

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/handlers/deadline"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// Desk is what operators work at.
type Desk struct {
	Store  *store.Store
	Office *handlers.Office
	Rules  *deadline.Rules
	Log    *slog.Logger
	Phone  func(string) (e164 string, err error)
	// Originals: letters of the destroyed go from the mailbox too.
	Originals bool
	// Forget is called after destructions: what the memory holds of the destroyed
	// should go.
	Forget func()
	Wake   func() // called after a commit that may have laid out letters or mail to file

	Retention handlers.Retention // how long what is kept
}

// Case is a request with what lies behind it.
type Case struct {
	Request store.Request
	Item    store.ReviewItem // zero where the request never waited for a person
	Subject store.Subject    // zero where no record lies under the address
	Letters []store.Letter
	Raw     []byte // the message, or its beginning
}

// Waiting returns the review queue: urgent first, then by due date.
func (d *Desk) Waiting(context.Context) (cases []Case, err error) {
	err = d.Store.View(func(tx *store.Tx) error {
		var failed error
		err := tx.EachWaiting(func(item store.ReviewItem) bool {
			r, err := tx.Request(item.RequestID)
			if err != nil {
				failed = err
				return false
			}
			cases = append(cases, Case{Request: r, Item: item})
			return true
		})
		return errors.Join(err, failed)
	})
	return cases, err
}

// Case returns one request with all that lies behind it.
func (d *Desk) Case(_ context.Context, n privacy.Number) (c Case, err error) {
	err = d.Store.View(func(tx *store.Tx) (err error) {
		c, err = caseOf(tx, n)
		return err
	})
	return c, err
}

func caseOf(tx *store.Tx, n privacy.Number) (c Case, err error) {
	c.Request, err = tx.RequestByNumber(n)
	if errors.Is(err, privacy.ErrDestroyed) {
		return c, proofOf(tx, n)
	}
	if err != nil {
		return c, fmt.Errorf("request %s: %w", n, err)
	}
	if c.Item, err = tx.ReviewItem(c.Request.ID); err != nil && !errors.Is(err, privacy.ErrNotFound) {
		return c, err
	}
	if c.Subject, err = subjectOf(tx, c.Request); err != nil && !errors.Is(err, privacy.ErrNotFound) {
		return c, err
	}
	if c.Letters, err = tx.LettersOf(c.Request.ID); err != nil {
		return c, err
	}
	if c.Raw, err = tx.MessageBytes(c.Request.ID); err != nil && !errors.Is(err, privacy.ErrNotFound) {
		return c, err
	}
	return c, nil
}

// proofOf says what is left of a destroyed request.
func proofOf(tx *store.Tx, n privacy.Number) error {
	t, err := tx.CaseTombstone(n)
	if err != nil {
		return fmt.Errorf("request %s: %w", n, err)
	}
	return fmt.Errorf("request %s (%s, received %s, %s) was destroyed on %s by %s, ground %s, final on %s: %w", n,
		t.Fact.Kind, t.Fact.ReceivedAt.Format(time.DateOnly), t.Fact.State, t.DestroyedAt.Format(time.DateOnly), t.By, t.Ground,
		t.FinalAt.Format(time.DateOnly), privacy.ErrDestroyed)
}

// subjectOf finds whose request it is: on record when it came, or by now.
func subjectOf(tx *store.Tx, r store.Request) (store.Subject, error) {
	if r.SubjectID != "" {
		return tx.Subject(r.SubjectID)
	}
	if r.From.IsZero() {
		return store.Subject{}, privacy.ErrNotFound
	}
	return tx.SubjectByAddress(r.From)
}

// decide runs one decision on a waiting request in one transaction. The second of
// two operators is told that the first was faster (ErrConflict), not overwritten.
func (d *Desk) decide(ctx context.Context, n privacy.Number, by privacy.Actor, do func(*store.Tx, *Case) error) error {
	if !by.IsOperator() {
		return fmt.Errorf("decide %s: an operator must be named: %w", n, privacy.ErrNotAllowed)
	}
	defer d.Wake() // in any case: a disk that failed in confirming may have kept the commit
	return d.Store.Update(ctx, func(tx *store.Tx) error {
		c, err := caseOf(tx, n)
		if err != nil {
			return err
		}
		if c.Request.State != privacy.StateInReview {
			return fmt.Errorf("decide %s: it does not wait for a decision, its state is %q: %w", n, c.Request.State, privacy.ErrConflict)
		}
		if c.Request.Quiet != handlers.QuietAutomatic { // what was not to be answered by rule, a person may answer
			c.Request.Quiet = ""
		}
		if err := do(tx, &c); err != nil {
			return fmt.Errorf("decide %s: %w", n, err)
		}
		return nil
	})
}

// file lists the message for its keyword: a person has said that it is a request (P6).
func file(tx *store.Tx, r store.Request) error {
	if r.Message.UID == 0 {
		return nil
	}
	return tx.PutToFile(r.Message)
}
