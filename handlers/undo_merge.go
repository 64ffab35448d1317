package handlers

import (
	"fmt"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// undoMerge takes out of the other request what it was given. What was decided about
// it since must have been taken back before; the decision before the merging can be
// taken back next.
func undoMerge(tx *store.Tx, u *store.Undo) error {
	other, err := tx.Request(u.Other.ID)
	if err != nil {
		return err
	}
	item, err := tx.ReviewItem(other.ID)
	if err != nil && !isNotFound(err) {
		return err
	}
	if item.Stands() != u.OtherItem.Stands() || other.State != u.Other.State {
		return privacy.Mistaken("undo-other", fmt.Errorf("%s has gone on since: %w", other.Number, privacy.ErrConflict), privacy.Plain(other.Number))
	}
	other.Changes, other.Doubts, other.Merged = u.Other.Changes, u.Other.Doubts, u.Other.Merged
	other.ReceivedAt, other.StatedDue, other.DueAt, other.Clock = u.Other.ReceivedAt, u.Other.StatedDue, u.Other.DueAt, u.Other.Clock
	other.NamedDue = u.Other.NamedDue
	if err := tx.PutRequest(other); err != nil {
		return err
	}
	if !other.State.Open() || item.RequestID == "" {
		return nil
	}
	item.Version++
	item.DueAt, item.NamedDue = other.DueAt, other.NamedDue
	if u.OtherStood != 0 {
		item.Stood, item.StoodAt = u.OtherStood, item.Version
	}
	return tx.PutReviewItem(item)
}

// gave counts the item of a request as changed by what a merging added: what was
// decided about it before is not taken back without that, and whoever looked at it
// looks again.
func gave(tx *store.Tx, into store.Request, item store.ReviewItem) (store.ReviewItem, error) {
	if !into.State.Open() || item.RequestID == "" {
		return item, nil
	}
	item.Version++
	item.DueAt, item.NamedDue = into.DueAt, into.NamedDue
	return item, tx.PutReviewItem(item)
}
