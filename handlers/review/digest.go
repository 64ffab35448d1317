package review

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
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
	return d.Store.Update(ctx, func(tx *store.Tx) error {
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
		if !item.Urgent && (item.DueAt.IsZero() || n.dayOf(item) > n.today) {
			return false
		}
		if Held(item, tx.Now()) {
			return true
		}
		dueNow := n.dayOf(item) == n.today && clock >= from && !slices.Contains(item.Noticed, causeDue+n.today)
		switch {
		case item.Urgent && !slices.Contains(item.Noticed, causeAuthority), dueNow && !n.morning:
			n.urgent = append(n.urgent, item)
		case dueNow:
			n.dueNow = append(n.dueNow, item)
		}
		return true
	})
	return n, err
}

func (n notices) dayOf(item store.ReviewItem) string {
	if item.DueAt.IsZero() {
		return ""
	}
	return item.DueAt.In(n.now.Location()).Format(time.DateOnly)
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

func (d *Desk) tellAtOnce(tx *store.Tx, n notices) error {
	data := templates.DigestData{Day: n.now, URL: d.Digest.URL}
	for _, item := range n.urgent {
		if err := n.noticed(tx, item); err != nil {
			return err
		}
		listed, err := d.listed(tx, n, item)
		if err != nil {
			return err
		}
		data.Items = append(data.Items, listed)
	}
	if more := len(data.Items) - maxListed; more > 0 {
		data.Items, data.More = data.Items[:maxListed], more
	}
	return d.write(tx, templates.Urgent, data)
}

func (d *Desk) tellInTheMorning(tx *store.Tx, n notices) error {
	if err := tx.PutMark(markDigest, n.today); err != nil {
		return err
	}
	for _, item := range n.dueNow {
		if err := n.noticed(tx, item); err != nil {
			return err
		}
	}
	data := templates.DigestData{Day: n.now, URL: d.Digest.URL}
	soon := d.soonBefore(tx.Now())
	var failed error
	err := tx.EachWaiting(func(item store.ReviewItem) bool {
		data.Waiting++
		switch {
		case Held(item, tx.Now()):
			data.Held++
			return true
		case item.DueAt.IsZero():
		case item.DueAt.Before(tx.Now()):
			data.Overdue++
		case n.dayOf(item) == n.today:
			data.Today++
		case !item.DueAt.After(soon):
			data.Soon++
		}
		if strings.HasPrefix(item.Why, "letter-") {
			data.Failed++
		}
		if len(data.Items) == maxListed {
			data.More++
			return true
		}
		var listed templates.DigestItem
		if listed, failed = d.listed(tx, n, item); failed != nil {
			return false
		}
		data.Items = append(data.Items, listed)
		return true
	})
	if err != nil || failed != nil || data.Waiting == 0 {
		return firstError(err, failed) // an empty queue is worth no letter
	}
	return d.write(tx, templates.Digest, data)
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) listed(tx *store.Tx, n notices, item store.ReviewItem) (templates.DigestItem, error) {
	r, err := tx.Request(item.RequestID)
	return templates.DigestItem{
		Number: r.Number, Kind: r.Kind, DueAt: r.DueAt.In(n.now.Location()),
		Overdue: item.DueAt.Before(tx.Now()), Today: n.dayOf(item) == n.today,
		Assigned: strings.TrimPrefix(string(item.Assigned), string(privacy.Operator(""))),
	}, err
}

// write lays a letter to each operator out, in the operator's language.
func (d *Desk) write(tx *store.Tx, name string, data templates.DigestData) error {
	for _, o := range d.Operators {
		if o.Role != RoleOperator {
			continue
		}
		data.From = d.Office.Controller.Name[o.Language]
		subjectLine, body, err := d.Digest.Letters.Letter(name, o.Language, data)
		if err != nil {
			return err
		}
		if err := d.Office.Notice(tx, o.Email, o.Language, name, subjectLine, body); err != nil {
			return err
		}
	}
	return tx.Append(store.AuditAct{Actor: privacy.ActorSystem, Act: "operators-told", Reason: name})
}
