package handlers

import (
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
	item.DueAt, item.Why, item.Urgent = r.DueAt, why, r.Kind == privacy.KindAuthority
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

// Undelivered shows a request to a person whose letter could not be sent.
func (o *Office) Undelivered(tx *store.Tx, r *store.Request, why string) error {
	return o.Review(tx, r, "letter-"+why)
}
