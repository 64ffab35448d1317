package review

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"medico-intech.kz/otinish/store/privacy"
)

// Merge closes a request as a duplicate of another one of the same person.
func (d *Desk) Merge(ctx context.Context, n privacy.Number, by privacy.Actor, seen int, into privacy.Number) error {
	return d.decide(ctx, decision{"merge", n, by, seen, ""}, func(t *turn) error {
		other, err := t.tx.RequestByNumber(into)
		if err != nil {
			return unknown(into, err)
		}
		kept := other
		kept.Undo = nil // it stays with the other, and is not kept twice
		kept.Changes = slices.Clone(other.Changes)
		t.undo.Other = &kept
		item, err := itemOf(t.tx, other.ID)
		if err != nil {
			return err
		}
		t.undo.OtherStood = item.Stands()
		if err := t.file(); err != nil {
			return err
		}
		t.undo.OtherItem, err = t.office.Merge(t.tx, &t.Request, &other, item, by)
		return err
	})
}

// Split opens a second request of the same letter and returns its number.
func (d *Desk) Split(ctx context.Context, n privacy.Number, by privacy.Actor, seen int, kind privacy.Kind) (second privacy.Number, err error) {
	if !kind.Valid() {
		return "", privacy.Mistaken("no-kind", fmt.Errorf("split %s: no such kind; one of %v: %w", n, privacy.Kinds, privacy.ErrBadInput))
	}
	err = d.decide(ctx, decision{"split", n, by, seen, ""}, func(t *turn) error {
		if kind == t.Request.Kind {
			return privacy.Mistaken("split-same", fmt.Errorf("it is of the kind %s itself: %w", kind, privacy.ErrBadInput), privacy.Coded("kind", kind))
		}
		if err := t.notSplit(kind); err != nil {
			return err
		}
		due := d.Rules.Due(kind, t.Request.ReceivedAt, d.Office.Zone)
		made, err := t.office.Split(t.tx, &t.Request, by, kind, due.At.UTC(), due.Clock)
		t.undo.Made, second = append(t.undo.Made, made.ID), made.Number
		return err
	})
	return second, err
}

// notSplit refuses what the letter has a request of already: its writer would be told
// of two numbers for one thing.
func (t *turn) notSplit(kind privacy.Kind) error {
	if t.Request.Message.UID == 0 {
		return nil
	}
	d, _, err := t.tx.Disposition(t.Request.Message)
	if err != nil {
		return err
	}
	for _, id := range d.Requests {
		r, err := t.tx.Request(id)
		if errors.Is(err, privacy.ErrDestroyed) {
			continue
		}
		if err != nil {
			return err
		}
		if r.State.Open() && r.Kind == kind && r.ID != t.Request.ID {
			return privacy.Mistaken("split-again", fmt.Errorf("%s asks for %s by the same letter already: %w", r.Number, kind, privacy.ErrConflict), privacy.Plain(r.Number), privacy.Coded("kind", kind))
		}
	}
	return nil
}
