package review

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// Difference is a due date that a changed rule or calendar has moved.
type Difference struct {
	Number  privacy.Number
	Kind    privacy.Kind
	Before  time.Time
	After   time.Time
	Clock   string                      // of the rule that holds now
	Warning map[privacy.Language]string // what is uncertain about the new date
	At      time.Time
}

// Recount counts the period of every open request anew, and puts right and lists
// those that a changed rule or calendar has moved (P11). Each is on the chain with
// both days.
func (d *Desk) Recount(ctx context.Context) ([]Difference, error) {
	var moved []Difference
	find := func(tx *store.Tx) (list []store.Request, err error) {
		err = tx.EachOpen(func(r store.Request) bool {
			if due := d.due(r); !r.DueAt.IsZero() && !due.At.Equal(r.DueAt) {
				list = append(list, r)
			}
			return true
		})
		return list, store.PassOver(err)
	}
	var some []store.Request
	err := d.Store.View(func(tx *store.Tx) (err error) { some, err = find(tx); return err })
	if err != nil || len(some) == 0 {
		return nil, err
	}
	err = d.update(ctx, func(tx *store.Tx) error {
		moved = nil
		list, err := find(tx)
		if err != nil {
			return err
		}
		for _, r := range list {
			difference, err := d.recount(tx, r)
			if err != nil {
				return fmt.Errorf("recount %s: %w", r.Number, err)
			}
			moved = append(moved, difference)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	d.recounted.add(moved)
	return moved, nil
}

func (d *Desk) recount(tx *store.Tx, r store.Request) (Difference, error) {
	due := d.due(r)
	moved := Difference{r.Number, r.Kind, r.DueAt.In(d.Office.Zone), due.At, due.Clock, due.Warning, tx.Now().In(d.Office.Zone)}
	r.DueAt, r.Clock = due.At.UTC(), due.Clock
	if err := tx.PutRequest(r); err != nil {
		return moved, err
	}
	item, err := tx.ReviewItem(r.ID)
	switch {
	case errors.Is(err, privacy.ErrNotFound):
	case err != nil:
		return moved, err
	case item.DecidedAt.IsZero():
		item.DueAt, item.Noticed = r.DueAt, nil
		if err := tx.PutReviewItem(item); err != nil {
			return moved, err
		}
	}
	reason := moved.Before.Format(time.DateOnly) + "/" + moved.After.Format(time.DateOnly)
	return moved, tx.Append(store.AuditAct{Actor: privacy.ActorSystem, Act: "due-recounted", Number: r.Number, Reason: reason})
}

// Differences lists the due dates that have moved since the program started.
func (d *Desk) Differences() []Difference { return d.recounted.list() }

// CalendarWarning says which year is needed soon and has no calendar; empty where
// none is.
func (d *Desk) CalendarWarning(now time.Time) string {
	now = now.In(d.Office.Zone)
	for _, at := range []time.Time{now, now.AddDate(0, 0, calendarAhead)} {
		if !d.Rules.Covered(at.Year()) {
			return "no calendar for " + strconv.Itoa(at.Year()) + ": only weekends are counted as days off"
		}
	}
	return ""
}

// calendarAhead, in days, is longer than the longest period with the days off in it:
// before it counts, the calendar of the next year must be there.
const calendarAhead = 45
