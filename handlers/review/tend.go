package review

import (
	"context"
	"errors"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// escalateBefore: an unconfirmed withdrawal goes to a person this long before its
// question expires, so that it does not lapse over a weekend.
const escalateBefore = 24 * time.Hour

// keepUsed is how long a spent token is remembered, so that a late answer is known
// for what it is.
const keepUsed = 90 * 24 * time.Hour

// Tend is step 12: questions, decisions that can no longer be taken back, and what
// operators are told. It does each thing once, in one transaction, and may be called
// as often as one likes.
func (d *Desk) Tend(ctx context.Context) error {
	return errors.Join(d.tendQuestions(ctx), d.forgetUndone(ctx), d.tell(ctx))
}

// tendQuestions: one reminder, escalation of a withdrawal, expiry of the rest.
func (d *Desk) tendQuestions(ctx context.Context) error {
	due, err := d.dueQuestions()
	if err != nil || len(due) == 0 {
		return err
	}
	defer d.Wake() // in any case: a disk that failed in confirming may have kept the commit
	for _, digest := range due {
		err := d.update(ctx, func(tx *store.Tx) error { return d.tendOne(tx, digest) })
		if err = store.PassOver(err); err != nil && !errors.Is(err, privacy.ErrNotFound) {
			return err
		}
	}
	return nil
}

// dueQuestions reads without holding up a writer.
func (d *Desk) dueQuestions() (due [][]byte, err error) {
	err = d.Store.View(func(tx *store.Tx) error {
		return store.PassOver(tx.EachConfirmation(func(c store.Confirmation) bool {
			if d.step(tx.Now(), c) != "" {
				due = append(due, c.Digest)
			}
			return true
		}))
	})
	return due, err
}

// step names what is due for a question now.
func (d *Desk) step(now time.Time, c store.Confirmation) string {
	open := c.UsedAt.IsZero()
	switch {
	case now.After(c.ExpiresAt.Add(keepUsed)):
		return "forget"
	case open && c.Act != store.ActUndoAddress && now.After(c.ExpiresAt):
		return "expire"
	case open && c.Act == store.ActConfirmRequest && now.After(c.ExpiresAt.Add(-escalateBefore)):
		return "escalate"
	case c.Act == store.ActAnswer: // asked in an operator's words, once
		return ""
	case open && c.Act != store.ActUndoAddress && c.RemindedAt.IsZero() && now.After(c.AskedAt.Add(d.Office.Periods.Reminder)):
		return "remind"
	}
	return ""
}

func (d *Desk) tendOne(tx *store.Tx, digest []byte) error {
	c, err := tx.ConfirmationByDigest(digest)
	if err != nil {
		return err
	}
	r, err := tx.Request(c.RequestID)
	if err != nil {
		return err
	}
	switch step := d.step(tx.Now(), c); step {
	case "forget":
		return tx.DeleteConfirmation(digest)
	case "remind":
		if r.State != privacy.StateAwaiting {
			c.RemindedAt = tx.Now()
			return tx.UpdateConfirmation(c)
		}
		return d.Office.Remind(tx, c)
	case "escalate":
		if r.State == privacy.StateAwaiting && r.Kind == privacy.KindWithdraw {
			return d.Office.Review(tx, &r, "unconfirmed")
		}
	case "expire":
		c.UsedAt = tx.Now()
		if err := tx.UpdateConfirmation(c); err != nil {
			return err
		}
		switch {
		case r.State != privacy.StateAwaiting:
			return nil
		case c.Act == store.ActAnswer:
			return d.Office.Review(tx, &r, "unanswered")
		}
		if open, err := awaited(tx, r); err != nil || len(open) > 0 { // an operator has asked something else since
			return err
		}
		return d.Office.Expire(tx, &r)
	}
	return nil
}
