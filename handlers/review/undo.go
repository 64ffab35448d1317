package review

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// Undo takes the last decision about a request back, within ten minutes and while no
// letter of it has left; what was decided before it comes next. It is on the chain as the decision is.
func (d *Desk) Undo(ctx context.Context, n privacy.Number, by privacy.Actor, seen int) error {
	if err := d.mayDecide(by); err != nil {
		return fmt.Errorf("undo %s: %w", n, err)
	}
	defer d.Wake()
	return d.update(ctx, func(tx *store.Tx) error {
		r, err := tx.RequestByNumber(n)
		if err != nil {
			err = unknown(n, err)
		} else {
			err = d.Office.Undo(tx, &r, by, seen)
		}
		if err != nil {
			return fmt.Errorf("undo %s: %w", n, err)
		}
		return nil
	})
}

// before keeps how things stand; Questions holds those asked before, for completeUndo
// to compare with.
func before(tx *store.Tx, c Case, what decision) (*store.Undo, error) {
	r := c.Request
	if !handlers.UndoLives(tx, r.Undo) { // else both can be taken back, the last one first
		r.Undo = nil
	}
	r.Undo = still(r.Undo, tx.Now())
	u := &store.Undo{At: tx.Now(), Until: tx.Now().Add(undoWindow), By: what.by, Verb: what.verb, Request: &r, Item: c.Item}
	asked, err := tx.ConfirmationsOf(r.ID)
	if err != nil {
		return nil, err
	}
	for _, q := range asked {
		u.Questions = append(u.Questions, q.Digest)
	}
	if c.Subject.ID == "" {
		return u, nil
	}
	s := c.Subject
	u.Subject = &s
	if u.Consents, err = tx.Consents(s.ID); err != nil {
		return nil, err
	}
	if _, listed, err := tx.Suppressed(s.Address); err != nil || listed {
		return u, err
	}
	u.Silenced = true // not on the list before: whatever puts it there is the decision
	return u, nil
}

// still drops from a row of decisions those whose time is over, with the values they
// hold.
func still(u *store.Undo, now time.Time) *store.Undo {
	if u == nil || u.Request == nil || now.After(u.Until) {
		return nil
	}
	kept, r := *u, *u.Request
	r.Undo = still(r.Undo, now)
	kept.Request = &r
	return &kept
}

// completeUndo notes what the decision made. Once a letter leaves there is nothing to
// take back, so the time ends with the first of them.
func completeUndo(t *turn, written []store.Letter, asked [][]byte) error {
	u := t.undo
	for _, l := range written {
		u.Letters = append(u.Letters, l.ID)
		if l.NextAt.Before(u.Until) {
			u.Until = l.NextAt
		}
	}
	u.Questions = nil
	questions, err := t.tx.ConfirmationsOf(t.Request.ID)
	if err != nil {
		return err
	}
	for _, q := range questions {
		if !slices.ContainsFunc(asked, func(d []byte) bool { return bytes.Equal(d, q.Digest) }) {
			u.Questions = append(u.Questions, q.Digest)
		}
	}
	if u.Subject != nil {
		s, err := t.tx.Subject(u.Subject.ID)
		if err != nil && !errors.Is(err, privacy.ErrNotFound) {
			return err
		}
		u.ChangedAt = s.ChangedAt
	}
	return nil
}

// forgetUndone drops what can no longer be taken back: it holds values that the
// record no longer has.
func (d *Desk) forgetUndone(ctx context.Context) error {
	due := false
	find := func(tx *store.Tx, fn func(store.Request)) error {
		return store.PassOver(tx.EachUndo(func(r store.Request) bool {
			if r.Undo != nil && tx.Now().After(r.Undo.Until) {
				fn(r)
			}
			return true
		}))
	}
	if err := d.Store.View(func(tx *store.Tx) error { return find(tx, func(store.Request) { due = true }) }); err != nil || !due {
		return err
	}
	return d.update(ctx, func(tx *store.Tx) error {
		var errs []error
		err := find(tx, func(r store.Request) {
			r.Undo = nil
			errs = append(errs, tx.PutRequest(r))
		})
		return errors.Join(append(errs, err)...)
	})
}
