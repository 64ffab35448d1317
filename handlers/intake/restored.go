package intake

import (
	"medico-intech.kz/otinish/classifier"
	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// After a restore the store ends earlier than what was done (docs/decisions/0010).
// Mail of that gap is read again. What it asks may have been carried out and
// answered, so it goes to a person and nobody is written to.
const (
	quietRestored = "restored"       // came between the backup and the restore
	quietHandled  = "handled-before" // bears our keyword and is not on record
)

// inGap: the message lay there when the restored store was first opened.
func inGap(c store.Cursor, k store.MessageKey) bool {
	return c.UIDValidity == k.UIDValidity && k.UID <= c.Gap
}

// lost reports whether what a message asks may have been done before.
func (in *Intake) lost(tx *store.Tx, r *reading) (bool, error) {
	key := storeKey(r.delivery.Key)
	c, _, err := tx.Cursor(key.Mailbox)
	return err == nil && (r.delivery.Handled || inGap(c, key)), err
}

// pausesAgain: a withdrawal that was in effect before the restore must not become
// undone by it (P8). Pausing is reversible, and a person decides soon.
func pausesAgain(r store.Request, s store.Subject) bool {
	return (r.Quiet == quietRestored || r.Quiet == quietHandled) && r.Kind == privacy.KindWithdraw &&
		r.Certainty == privacy.Certain && r.Proof != privacy.Contradicted && s.ID != "" && !s.Blocked
}

// answeredBefore notes the answer to one of our questions and lays the request
// before a person. The token stays as it is.
func (in *Intake) answeredBefore(tx *store.Tx, r *reading, q handlers.Question, failed error) (store.Disposition, error) {
	d := store.Disposition{What: store.DisposedReply, Requests: []privacy.RequestID{q.Request.ID}, Reason: quietRestored}
	if failed != nil {
		return d, failed
	}
	if err := in.Office.Review(tx, &q.Request, quietRestored); err != nil {
		return d, err
	}
	return d, in.noteReply(tx, q.Request.ID, r, nil)
}

// aboutLost: a letter of the gap that quotes a number which is none of ours now, but
// is written as ours are: its request was lost.
func (in *Intake) aboutLost(tx *store.Tx, r *reading) (classifier.Evidence, error) {
	lost, err := in.lost(tx, r)
	if err != nil || !lost {
		return classifier.Evidence{}, err
	}
	return classifier.Evidence{Rule: "number-lost-in-restore", Text: string(r.number), Where: "subject line"}, nil
}

// destroyedSince: a letter of the gap by somebody who was destroyed after writing it.
// What it asked was destroyed with them; reading it again must not bring it back (P9).
func (in *Intake) destroyedSince(tx *store.Tx, r *reading) (bool, error) {
	lost, err := in.lost(tx, r)
	if err != nil || !lost || r.from.IsZero() {
		return false, err
	}
	t, err := tx.TombstoneByAddress(r.from)
	if isNotFound(err) {
		return false, nil
	}
	return err == nil && receivedAt(r.delivery, tx.Now()).Before(t.DestroyedAt), err
}
