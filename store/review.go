package store

import (
	"encoding/binary"
	"errors"
	"fmt"

	"medico-intech.kz/otinish/store/privacy"
)

const countWaiting = "waiting"

// daysNamed raises the schema number: a program of before would look for an item whose
// letter names a day where it does not stand.
func daysNamed(*Tx) error { return nil }

// waitingKey orders the review queue: urgent ones at the top, then by the day that
// presses, then by age. An item without due date comes after those that have one.
func waitingKey(item ReviewItem, id []byte) []byte {
	key := make([]byte, 0, 1+8+idSize)
	if item.Urgent {
		key = append(key, 0)
	} else {
		key = append(key, 1)
	}
	due := uint64(never)
	if at := item.Pressing(); !at.IsZero() {
		due = timeKey(at)
	}
	key = binary.BigEndian.AppendUint64(key, due)
	return append(key, id...)
}

func (item ReviewItem) waiting() bool { return item.DecidedAt.IsZero() }

// PutReviewItem stores the item of a request and keeps the order of those that
// wait.
func (tx *Tx) PutReviewItem(item ReviewItem) error {
	id, err := idKey(item.RequestID)
	if err != nil {
		return fmt.Errorf("put review item: %w", err)
	}
	old, found, err := load[ReviewItem](tx, tableReview, id)
	if err != nil {
		return fmt.Errorf("put review item: %w", err)
	}
	if found && old.waiting() {
		tx.count(countWaiting, -1)
		if err := tx.delete(tableWaiting, waitingKey(old, id)); err != nil {
			return fmt.Errorf("put review item: %w", err)
		}
	}
	if item.waiting() {
		tx.count(countWaiting, 1)
		if err := tx.put(tableWaiting, waitingKey(item, id), nil); err != nil {
			return fmt.Errorf("put review item: %w", err)
		}
	}
	if err := tx.putRecord(tableReview, id, item); err != nil {
		return fmt.Errorf("put review item: %w", err)
	}
	return nil
}

// ReviewItem returns the review item of a request, decided or not.
func (tx *Tx) ReviewItem(id privacy.RequestID) (ReviewItem, error) {
	key, err := lookupKey("review item", id)
	if err != nil {
		return ReviewItem{}, err
	}
	return mustLoad[ReviewItem](tx, tableReview, key)
}

// EachWaiting calls fn for the undecided items in the order an operator should
// take them: urgent first, then by due date, until it returns false.
func (tx *Tx) EachWaiting(fn func(ReviewItem) bool) error {
	var lost error
	err := tx.each(tableWaiting, nil, func(key, _ []byte) (bool, error) {
		item, err := follow[ReviewItem](tx, tableReview, key[len(key)-idSize:])
		if errors.Is(err, privacy.ErrDamaged) {
			tx.s.Suspect()
			lost = fmt.Errorf("%w: %w", privacy.ErrUnreadable, err)
			return true, nil
		}
		if err != nil {
			return false, err
		}
		return fn(item), nil
	})
	if err == nil {
		err = lost
	}
	return err
}

// CountWaiting says how many items wait, at the cost of one look-up.
func (tx *Tx) CountWaiting() int { return tx.counted(countWaiting) }
