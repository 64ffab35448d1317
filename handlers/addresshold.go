package handlers

import (
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// objected reports whether the owner of the address on file may have something against
// a change of address: the request lies before a person, which any answer of theirs but
// a clear yes brings about; or a letter of theirs that came since does, whatever it
// says. Then the word of the new end alone changes nothing, for it may be a thief's.
func objected(tx *store.Tx, r *store.Request, s store.Subject) (bool, error) {
	if r.State == privacy.StateInReview {
		return true, nil
	}
	asked, err := tx.ConfirmationsOf(r.ID)
	if err != nil {
		return false, err
	}
	since := r.RecordedAt
	for _, c := range asked { // an operator who approves has both ends asked again, and has seen what came before
		if c.Act == store.ActUndoAddress && c.AskedAt.After(since) {
			since = c.AskedAt
		}
	}
	found := false
	err = tx.EachOpen(func(other store.Request) bool {
		theirs := other.From == s.Address || other.SubjectID == s.ID
		undecided := other.State == privacy.StateInReview || other.State == privacy.StateReceived
		found = other.ID != r.ID && theirs && undecided && !other.RecordedAt.Before(since)
		return !found
	})
	return found, err
}
