package handlers

import (
	"slices"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// Review lays a request before a person, with the code of the reason. A request
// that waits already keeps its place and is counted as changed; one that was closed
// is opened again, and ClosedAt then tells that its act was carried out before.
func (o *Office) Review(tx *store.Tx, r *store.Request, why string) error {
	item, err := tx.ReviewItem(r.ID)
	switch {
	case isNotFound(err):
		item = store.ReviewItem{RequestID: r.ID, Since: tx.Now()}
	case err != nil:
		return err
	}
	if !item.DecidedAt.IsZero() { // it waited for somebody else meanwhile
		item.Since = tx.Now()
	}
	item.DueAt, item.NamedDue, item.Why, item.Urgent = r.DueAt, r.NamedDue, why, r.Kind == privacy.KindAuthority
	item.DecidedAt, item.DecidedBy, item.Decision = zeroTime, "", ""
	item.Version++
	if r.State == privacy.StateInReview {
		if err := o.record(tx, r, privacy.ActorSystem, "in-review", why); err != nil {
			return err
		}
	} else if err := o.move(tx, r, privacy.StateInReview, privacy.ActorSystem, why); err != nil {
		return err
	}
	return tx.PutReviewItem(item)
}

// settleReview takes a decided request out of the queue.
func settleReview(tx *store.Tx, r *store.Request, by privacy.Actor, decision privacy.State) error {
	item, err := tx.ReviewItem(r.ID)
	if isNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	item.DecidedAt, item.DecidedBy, item.Decision = tx.Now(), by, string(decision)
	item.Version++
	return tx.PutReviewItem(item)
}

// Acknowledge tells the writer that the request arrived, under which number, and
// until when it will be answered.
func (o *Office) Acknowledge(tx *store.Tx, r *store.Request) error {
	return o.send(tx, r, templates.Acknowledgement, r.From, templates.Data{Fields: changedFields(r)})
}

// NothingHeld answers a proven writer under whose address no record exists, and
// shows the case to a person: the record may lie under another address.
func (o *Office) NothingHeld(tx *store.Tx, r *store.Request) error {
	if r.Kind == privacy.KindWithdraw || r.Kind == privacy.KindUnsubscribe {
		if err := tx.Suppress(r.From, store.Suppression{Since: tx.Now(), RequestID: r.ID}); err != nil {
			return err
		}
		if err := o.record(tx, r, privacy.ActorSubject, "suppressed", "no-record"); err != nil {
			return err
		}
		if err := o.send(tx, r, templates.NothingHeld, r.From, templates.Data{}); err != nil {
			return err
		}
		if err := o.move(tx, r, privacy.StateApplied, privacy.ActorSubject, "no-record"); err != nil {
			return err
		}
		return o.move(tx, r, privacy.StateClosed, privacy.ActorSystem, "no-record")
	}
	if err := o.send(tx, r, templates.NothingHeld, r.From, templates.Data{}); err != nil {
		return err
	}
	return o.Review(tx, r, "no-record")
}

// SayNothingHeld closes what an operator found nobody on record for: the writer hears
// it, unless they have heard it about this request already, and a withdrawal or an
// unsubscription puts the address on the stop list, as the letter says. It fails with
// privacy.ErrNotAllowed where no letter may leave.
func (o *Office) SayNothingHeld(tx *store.Tx, r *store.Request, by privacy.Actor) error {
	if r.Kind == privacy.KindWithdraw || r.Kind == privacy.KindUnsubscribe {
		if err := tx.Suppress(r.From, store.Suppression{Since: tx.Now(), RequestID: r.ID}); err != nil {
			return err
		}
		if err := o.record(tx, r, by, "suppressed", "no-record"); err != nil {
			return err
		}
	}
	told, err := ToldNothingHeld(tx, r.ID)
	if err != nil {
		return err
	}
	if !told {
		if err := o.mustWrite(r, r.From); err != nil {
			return err
		}
		if err := o.send(tx, r, templates.NothingHeld, r.From, templates.Data{}); err != nil {
			return err
		}
	}
	return o.finish(tx, r, by, "no-record")
}

// ToldNothingHeld reports whether the letter that nothing is held was written about a
// request, and not taken back or refused since.
func ToldNothingHeld(tx *store.Tx, id privacy.RequestID) (bool, error) {
	letters, err := tx.LettersOf(id)
	return slices.ContainsFunc(letters, func(l store.Letter) bool {
		return l.Template == templates.NothingHeld && (l.State == store.LetterQueued || l.State == store.LetterSent)
	}), err
}

// Undelivered shows a request to a person whose letter could not be sent.
func (o *Office) Undelivered(tx *store.Tx, r *store.Request, why string) error {
	return o.Review(tx, r, "letter-"+why)
}
