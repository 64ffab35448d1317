package review

import (
	"context"
	"fmt"
	"slices"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/templates"
)

// Digest is how operators are told of what waits.
type Digest struct {
	Letters *templates.Digests // nil: nobody is told
	At      time.Duration      // after midnight, on working days; below zero: no morning letter
	URL     string             // of the console; may be empty
}

const (
	markDigest     = "digest"    // the day of the last morning letter
	causeAuthority = "authority" // in ReviewItem.Noticed
	causeDue       = "due "      // and the day
	whyOld         = "old"       // lay in the mailbox before the first run, which tells nobody at once (P14)

	// atOnceFrom: where there is no morning letter, what is due today is told from
	// this hour on.
	atOnceFrom = 9 * time.Hour
	maxListed  = 20 // requests a letter names
)

// notices is what there is to tell now.
type notices struct {
	now     time.Time // in the controller's zone
	today   string
	morning bool               // the morning letter is due
	urgent  []store.ReviewItem // to be told at once
	dueNow  []store.ReviewItem // due today, told in the morning letter
}

// tell writes to the operators: each working morning what waits, and at once what
// cannot wait. Each cause is on record with what it is about, so that its letter
// leaves once, however often the program starts.
func (d *Desk) tell(ctx context.Context) error {
	if d.Digest.Letters == nil || len(d.Operators) == 0 {
		return nil
	}
	something := false
	err := d.Store.View(func(tx *store.Tx) error {
		n, err := d.notices(tx)
		something = n.morning || len(n.urgent) > 0
		return err
	})
	if err != nil || !something {
		return err
	}
	defer d.Wake()
	return d.update(ctx, func(tx *store.Tx) error {
		n, err := d.notices(tx)
		if err != nil {
			return err
		}
		if len(n.urgent) > 0 {
			if err := d.tellAtOnce(tx, n); err != nil {
				return fmt.Errorf("tell operators at once: %w", err)
			}
		}
		if n.morning {
			if err := d.tellInTheMorning(tx, n); err != nil {
				return fmt.Errorf("tell operators in the morning: %w", err)
			}
		}
		return nil
	})
}

// notices looks no further into the queue than today: it is in the order of need.
func (d *Desk) notices(tx *store.Tx) (notices, error) {
	n := notices{now: tx.Now().In(d.Office.Zone)}
	n.today = n.now.Format(time.DateOnly)
	clock := n.now.Sub(time.Date(n.now.Year(), n.now.Month(), n.now.Day(), 0, 0, 0, 0, d.Office.Zone))
	working := d.Rules.Works(n.now)
	n.morning = d.Digest.At >= 0 && working && clock >= d.Digest.At && tx.Mark(markDigest) != n.today
	from := d.Digest.At
	if from < 0 || !working {
		from = atOnceFrom
	}
	err := tx.EachWaiting(func(item store.ReviewItem) bool {
		if !item.Urgent && (item.Pressing().IsZero() || n.dayOf(item) > n.today) {
			return false
		}
		if Held(item, tx.Now()) {
			return true
		}
		dueNow := n.dayOf(item) == n.today && clock >= from && !slices.Contains(item.Noticed, causeDue+n.today)
		switch {
		case item.Urgent && item.Why != whyOld && !slices.Contains(item.Noticed, causeAuthority), dueNow && !n.morning:
			n.urgent = append(n.urgent, item)
		case dueNow:
			n.dueNow = append(n.dueNow, item)
		}
		return true
	})
	return n, err
}

func (n notices) dayOf(item store.ReviewItem) string {
	if item.Pressing().IsZero() {
		return ""
	}
	return item.Pressing().In(n.now.Location()).Format(time.DateOnly)
}

// noticed puts on record of what operators were told about an item.
func (n notices) noticed(tx *store.Tx, item store.ReviewItem) error {
	if item.Urgent {
		item.Noticed = append(item.Noticed, causeAuthority)
	}
	if n.dayOf(item) == n.today {
		item.Noticed = append(item.Noticed, causeDue+n.today)
	}
	return tx.PutReviewItem(item) // the version stays: nothing about the request has changed
}
