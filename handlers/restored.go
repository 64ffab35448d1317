package handlers

import (
	"fmt"
	"math"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// Restored sees to what was under way when a backup was taken that was now put
// back (docs/decisions/0010): its outcome is not on record. Letters that waited may
// have left, questions may have been answered, so that nothing of it goes on by
// itself; a person looks. It does so once, and returns how many requests that are.
func (o *Office) Restored(tx *store.Tx) (requests int, err error) {
	mark, ok, err := tx.Restored()
	if err != nil || !ok || mark.Settled {
		return 0, err
	}
	var open []store.Request
	err = tx.EachOpen(func(r store.Request) bool { open = append(open, r); return true })
	if err = store.PassOver(err); err != nil {
		return 0, fmt.Errorf("after a restore: %w", err)
	}
	for i := range open {
		if err := o.openBefore(tx, &open[i], mark.TakenAt); err != nil {
			return 0, fmt.Errorf("after a restore: request %s: %w", open[i].Number, err)
		}
	}
	if err := o.dropFarewells(tx, "restored", func(store.Letter) bool { return true }); err != nil {
		return 0, fmt.Errorf("after a restore: %w", err)
	}
	held, err := o.holdLetters(tx)
	if err != nil {
		return 0, fmt.Errorf("after a restore: %w", err)
	}
	return len(open) + held, tx.SettleRestored()
}

// openBefore tells the person who decides that somebody may have decided before.
func (o *Office) openBefore(tx *store.Tx, r *store.Request, taken time.Time) error {
	r.Notes = append(r.Notes, store.Note{At: tx.Now(), By: privacy.ActorSystem, Text: privacy.NewPersonal(
		"As it stood in the backup of " + taken.In(o.Zone).Format("2006-01-02 15:04") +
			", which was put back. It may have been decided and answered since: look for an answer before you send one.")})
	r.ProofNextAt = time.Time{} // nor is its proof waited for
	if r.State == privacy.StateInReview {
		return tx.PutRequest(*r)
	}
	return o.Review(tx, r, "restored")
}

// holdLetters gives up letters that waited for sending: whether they left is not
// known, and a second answer is worse than one a person sends.
func (o *Office) holdLetters(tx *store.Tx) (closed int, err error) {
	ids, err := tx.DueLetterIDs(time.Unix(0, math.MaxInt64), math.MaxInt)
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		l, err := tx.Letter(id)
		if err != nil && store.PassOver(err) == nil {
			continue // it does not leave either
		}
		if err != nil {
			return closed, err
		}
		l.State = store.LetterFailed
		if err := tx.PutLetter(l); err != nil {
			return closed, err
		}
		r, err := tx.Request(l.RequestID)
		if isNotFound(err) {
			continue
		}
		if err != nil {
			return closed, err
		}
		if r.State.Open() {
			continue // lies before a person already
		}
		if err := o.Undelivered(tx, &r, "restored"); err != nil {
			return closed, err
		}
		closed++
	}
	return closed, nil
}
