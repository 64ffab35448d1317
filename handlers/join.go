package handlers

import (
	"fmt"
	"slices"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// SamePerson reports whether two requests came from one person, as far as their
// addresses and the record tell.
func SamePerson(a, b store.Request) bool {
	return a.SubjectID != "" && a.SubjectID == b.SubjectID || !a.From.IsZero() && a.From == b.From
}

// Merge closes a request that repeats another of the same person. What it adds goes
// over to the other, and so does a stop of the processing that it caused (P8).
func (o *Office) Merge(tx *store.Tx, r, into *store.Request, by privacy.Actor) error {
	switch {
	case r.ID == into.ID:
		return fmt.Errorf("a request is no duplicate of itself: %w", privacy.ErrBadInput)
	case !SamePerson(*r, *into):
		return fmt.Errorf("the two came from different people: %w", privacy.ErrNotAllowed)
	case r.Kind != into.Kind:
		return fmt.Errorf("one asks for %s, the other for %s; reclassify first: %w", r.Kind, into.Kind, privacy.ErrNotAllowed)
	case into.State == privacy.StateReceived && !into.ProofNextAt.IsZero(): // what is added would be taken for proven with it (P3)
		return fmt.Errorf("%s waits for the proof of its author; decide when that is settled: %w", into.Number, privacy.ErrNotAllowed)
	case into.MergedInto != "":
		return fmt.Errorf("%s was merged into %s itself: %w", into.Number, into.MergedInto, privacy.ErrNotAllowed)
	}
	if into.State.Open() {
		for _, c := range r.Changes {
			if !slices.ContainsFunc(into.Changes, func(have store.Change) bool { return have.Field == c.Field }) {
				into.Changes = append(into.Changes, c)
			}
		}
		if err := handOver(tx, r, into); err != nil {
			return err
		}
	} else if err := o.Resume(tx, r); err != nil {
		return err
	}
	if err := tx.PutRequest(*into); err != nil {
		return err
	}
	r.MergedInto = into.Number
	if err := o.record(tx, into, by, "merged-in", ""); err != nil {
		return err
	}
	return o.move(tx, r, privacy.StateClosed, by, "merged")
}

// handOver leaves consents suspended, for the other request from now on.
func handOver(tx *store.Tx, r, into *store.Request) error {
	if r.SubjectID == "" {
		return nil
	}
	consents, err := tx.Consents(r.SubjectID)
	if err != nil {
		return err
	}
	for _, c := range consents {
		if c.SuspendedBy != r.ID {
			continue
		}
		c.SuspendedBy = into.ID
		if err := tx.PutConsent(c); err != nil {
			return err
		}
	}
	return nil
}

// Split opens a second request of the same letter, of another kind, with a number
// and a period of its own; the writer hears of it.
func (o *Office) Split(tx *store.Tx, r *store.Request, by privacy.Actor, kind privacy.Kind, dueAt time.Time, clock string) (store.Request, error) {
	number, err := tx.NewNumber()
	if err != nil {
		return store.Request{}, err
	}
	second := *r
	second.ID, second.Number, second.Kind, second.Certainty = tx.NewRequestID(), number, kind, privacy.Doubtful
	second.State, second.Route, second.Reason = privacy.StateReceived, privacy.RouteReview, "split"
	second.RecordedAt, second.DueAt, second.Clock, second.ClosedAt = tx.Now(), dueAt, clock, time.Time{}
	second.Changes, second.Notes, second.Doubts, second.Undo, second.MergedInto, second.StatedDue = nil, nil, nil, nil, "", zeroTime
	second.FormerAddress, second.UndoUntil = privacy.Address{}, time.Time{}
	if kind == privacy.KindUpdate {
		second.Changes = slices.Clone(r.Changes)
	}
	if err := tx.PutRequest(second); err != nil {
		return second, err
	}
	if err := o.record(tx, &second, by, "received", string(kind)+"/split"); err != nil {
		return second, err
	}
	raw, err := tx.MessageBytes(r.ID)
	if err == nil {
		err = tx.PutMessageBytes(second.ID, raw)
	}
	if err != nil && !isNotFound(err) {
		return second, err
	}
	if r.Message.UID != 0 {
		if err := tx.AddDisposed(r.Message, second.ID); err != nil && !isNotFound(err) {
			return second, err
		}
	}
	if err := o.Review(tx, &second, "split"); err != nil {
		return second, err
	}
	return second, o.Acknowledge(tx, &second)
}
