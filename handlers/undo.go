package handlers

import (
	"fmt"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// Undo takes an operator's last decision about a request back: everything stands as
// it did before, and the request waits again; the decision before it can be taken
// back next. Nothing of it may have left, and nothing may have been built upon it
// since. seen is the version of the item the operator looked at, 0: not checked.
func (o *Office) Undo(tx *store.Tx, r *store.Request, by privacy.Actor, seen int) error {
	u := r.Undo
	if u == nil || u.Request == nil || tx.Now().After(u.Until) {
		return privacy.Mistaken("undo-over", fmt.Errorf("there is nothing to take back any more: %w", privacy.ErrNotAllowed))
	}
	item, err := tx.ReviewItem(r.ID)
	if err != nil {
		return err
	}
	if item.Stands() != u.Version || seen != 0 && seen != item.Version {
		return privacy.Mistaken("undo-gone-on", fmt.Errorf("it has gone on since: %w", privacy.ErrConflict))
	}
	if err := undoLetters(tx, u); err != nil {
		return err
	}
	if err := undoQuestions(tx, u); err != nil {
		return err
	}
	if err := undoRecord(tx, u); err != nil {
		return err
	}
	if err := o.undoOthers(tx, u, by); err != nil {
		return err
	}
	switch {
	case u.Request.State == privacy.StateAwaiting && r.Message.UID != 0: // it was handled before, whatever was decided
		err = tx.PutToFile(r.Message)
	case u.Listed:
		err = tx.PutToUnfile(r.Message)
	}
	if err != nil {
		return err
	}
	verb := u.Verb
	item = standsAgain(r, u, item)
	if err := tx.PutRequest(*r); err != nil {
		return err
	}
	if err := tx.PutReviewItem(item); err != nil {
		return err
	}
	return o.record(tx, r, by, "undone", verb)
}

// standsAgain puts a request back to what it was before a decision, but for what came
// since, and returns how it waits; now is how it waited after the decision.
func standsAgain(r *store.Request, u *store.Undo, now store.ReviewItem) store.ReviewItem {
	before := *u.Request
	before.Notes, before.Message = r.Notes, r.Message // where it lies has moved on by itself
	if !r.AgainAt.Equal(before.AgainAt) {             // what was answered since stays what is proposed
		before.Changes = instead(before.Changes, r.Changes)
	}
	*r = before
	item := u.Item
	if item.RequestID == "" { // it waited for an answer, and never for a person
		item = store.ReviewItem{RequestID: r.ID, Since: u.At, DueAt: r.DueAt, DecidedAt: u.At, DecidedBy: privacy.ActorSystem, Decision: string(r.State)}
	}
	if now.DecidedAt.IsZero() && ByAnswer(now.Why) { // and nobody has read it yet: what was awaited is there
		item.Why, item.Since, item.DecidedAt, item.DecidedBy, item.Decision = now.Why, now.Since, time.Time{}, "", ""
		if r.State == privacy.StateAwaiting {
			r.State = privacy.StateInReview
		}
	}
	item.Version, item.Noticed = now.Version+1, now.Noticed  // what operators were told stays told
	item.Stood, item.StoodAt = u.Item.Stands(), item.Version // what was decided before can be taken back next
	return item
}

// CanUndo tells until when a decision can be taken back; false where it cannot.
func CanUndo(tx *store.Tx, r store.Request, item store.ReviewItem) bool {
	return UndoLives(tx, r.Undo) && item.Stands() == r.Undo.Version
}

// UndoLives reports whether a decision can be taken back as far as its time and its
// letters go: what was decided since may stand in the way, and go.
func UndoLives(tx *store.Tx, u *store.Undo) bool {
	if u == nil || u.Request == nil || tx.Now().After(u.Until) {
		return false
	}
	for _, id := range u.Letters {
		if l, err := tx.Letter(id); err != nil || !waits(tx, l) {
			return false
		}
	}
	return true
}

// waits: the sender does not look at a letter before it is due.
func waits(tx *store.Tx, l store.Letter) bool {
	return l.State == store.LetterQueued && len(l.Attempts) == 0 && l.NextAt.After(tx.Now())
}

func undoLetters(tx *store.Tx, u *store.Undo) error {
	for _, id := range u.Letters {
		l, err := tx.Letter(id)
		if err != nil {
			return err
		}
		if !waits(tx, l) {
			return privacy.Mistaken("undo-left", fmt.Errorf("its letter has left: %w", privacy.ErrNotAllowed))
		}
		l.State, l.Bytes = store.LetterCancelled, nil
		if err := tx.PutLetter(l); err != nil {
			return err
		}
	}
	return nil
}

func undoQuestions(tx *store.Tx, u *store.Undo) error {
	for _, digest := range u.Questions {
		if err := tx.DeleteConfirmation(digest); err != nil {
			return err
		}
	}
	asked, err := tx.ConfirmationsOf(u.Request.ID)
	if err != nil {
		return err
	}
	for _, c := range asked {
		if !c.UsedAt.Equal(u.At) { // the decision did not end it
			continue
		}
		c.UsedAt = time.Time{}
		if err := tx.UpdateConfirmation(c); err != nil {
			return err
		}
	}
	return nil
}

// undoRecord brings the record of the person back, unless it was changed since.
func undoRecord(tx *store.Tx, u *store.Undo) error {
	if u.Subject == nil {
		return undoSilence(tx, u)
	}
	now, err := tx.Subject(u.Subject.ID)
	if err != nil {
		return err
	}
	if !now.ChangedAt.Equal(u.ChangedAt) {
		return privacy.Mistaken("undo-record", fmt.Errorf("the record was changed since: %w", privacy.ErrConflict))
	}
	if err := tx.PutSubject(*u.Subject); err != nil {
		return err
	}
	for _, c := range u.Consents {
		if err := tx.PutConsent(c); err != nil {
			return err
		}
	}
	if u.Silenced {
		return tx.Unsuppress(now.Address)
	}
	return nil
}

// undoSilence takes an address of nobody on record off the stop list again, where
// this request put it there.
func undoSilence(tx *store.Tx, u *store.Undo) error {
	if !u.Silenced || u.Request.From.IsZero() {
		return nil
	}
	listed, ok, err := tx.Suppressed(u.Request.From)
	if err != nil || !ok || listed.RequestID != u.Request.ID {
		return err
	}
	return tx.Unsuppress(u.Request.From)
}

// ReasonUnsplit marks what a splitting made that was taken back: nobody asked for it,
// and no list or figure has it.
const ReasonUnsplit = "split-undone"

// undoOthers closes what a splitting made, and takes a merging out of the other.
func (o *Office) undoOthers(tx *store.Tx, u *store.Undo, by privacy.Actor) error {
	for _, id := range u.Made {
		made, err := tx.Request(id)
		if err != nil {
			return err
		}
		if made.State != privacy.StateInReview || made.Undo != nil {
			return privacy.Mistaken("undo-other", fmt.Errorf("%s has gone on since: %w", made.Number, privacy.ErrConflict), privacy.Plain(made.Number))
		}
		made.Reason = ReasonUnsplit
		if err := o.move(tx, &made, privacy.StateClosed, by, made.Reason); err != nil {
			return err
		}
	}
	if u.Other == nil {
		return nil
	}
	return undoMerge(tx, u)
}
