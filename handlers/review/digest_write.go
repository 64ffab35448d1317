package review

import (
	"strings"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

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
			if item.Pressing().IsZero() || !item.Pressing().Before(tx.Now()) {
				return true
			}
			data.Overdue++ // no rest hides that
		case item.Pressing().IsZero():
		case item.Pressing().Before(tx.Now()):
			data.Overdue++
		case n.dayOf(item) == n.today:
			data.Today++
		case !item.Pressing().After(soon):
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
		Number: r.Number, Kind: r.Kind, DueAt: item.Pressing().In(n.now.Location()), Named: item.Pressing().Before(item.DueAt),
		Overdue: item.Pressing().Before(tx.Now()), Today: n.dayOf(item) == n.today,
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
