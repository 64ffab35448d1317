package handlers

import (
	"fmt"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// undoMerge takes out of the other request what it was given. Whatever else happened
// to it since stays, and so does what takes its own last decision back.
func undoMerge(tx *store.Tx, u *store.Undo) error {
	other, err := tx.Request(u.Other.ID)
	if err != nil {
		return err
	}
	item, err := tx.ReviewItem(other.ID)
	if err != nil && !isNotFound(err) {
		return err
	}
	if item.Version != u.OtherItem.Version || other.State != u.Other.State {
		return privacy.Mistaken("undo-other", fmt.Errorf("%s has gone on since: %w", other.Number, privacy.ErrConflict), privacy.Plain(other.Number))
	}
	other.Changes = u.Other.Changes
	if err := gaveBack(tx, &other, item); err != nil {
		return err
	}
	return tx.PutRequest(other)
}

// gave counts the item of a request as changed by what a merging added: what was
// decided about it before is not taken back without that, and whoever looked at it
// looks again.
func gave(tx *store.Tx, into store.Request, item store.ReviewItem) (store.ReviewItem, error) {
	if !into.State.Open() || item.RequestID == "" {
		return item, nil
	}
	item.Version++
	return item, tx.PutReviewItem(item)
}

// gaveBack is gave when the merging is taken back: then the decision before it comes
// next.
func gaveBack(tx *store.Tx, other *store.Request, item store.ReviewItem) error {
	if !other.State.Open() || item.RequestID == "" {
		return nil
	}
	item.Version++
	if u := other.Undo; u != nil && u.Version == item.Version-2 {
		next := *u
		next.Version = item.Version
		other.Undo = &next
	}
	return tx.PutReviewItem(item)
}
