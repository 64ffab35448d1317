package review

import (
	"context"
	"errors"
	"strings"
	"time"

	"medico-intech.kz/otinish/handlers/deadline"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// noticeDay notes the day that the letter of an authority names, which nobody has
// settled yet; of other kinds none counts.
func (d *Desk) noticeDay(r *store.Request, raw []byte) {
	r.NamedDue = time.Time{}
	if r.Kind != privacy.KindAuthority || r.DaySettled || !r.StatedDue.IsZero() || d.OwnText == nil || len(raw) == 0 {
		return
	}
	if named := d.NamedIn(*r, strings.Split(d.OwnText(raw), "\n")); !named.At.IsZero() {
		r.NamedDue = named.At.UTC()
	}
}

// NamedIn finds in lines of a letter the day that the desk would note, and its place.
func (d *Desk) NamedIn(r store.Request, lines []string) deadline.Named {
	return d.Rules.FirstNamed(lines, r.ReceivedAt.In(d.Office.Zone), r.DueAt.In(d.Office.Zone))
}

// NoticeDays looks for the days that letters name which came before the program looked
// for them.
func (d *Desk) NoticeDays(ctx context.Context) error {
	var some []privacy.RequestID
	err := d.Store.View(func(tx *store.Tx) error {
		some = nil
		return store.PassOver(tx.EachOpen(func(r store.Request) bool {
			if raw, err := tx.MessageBytes(r.ID); err == nil && r.Kind == privacy.KindAuthority && r.NamedDue.IsZero() {
				if d.noticeDay(&r, raw); !r.NamedDue.IsZero() {
					some = append(some, r.ID)
				}
			}
			return true
		}))
	})
	if err != nil || len(some) == 0 {
		return err
	}
	return d.update(ctx, func(tx *store.Tx) (err error) {
		for _, id := range some {
			err = errors.Join(err, d.noticeLate(tx, id))
		}
		return err
	})
}

func (d *Desk) noticeLate(tx *store.Tx, id privacy.RequestID) error {
	r, err := tx.Request(id)
	if err != nil {
		return err
	}
	raw, err := tx.MessageBytes(id)
	if err != nil {
		return err
	}
	d.noticeDay(&r, raw)
	if err := tx.PutRequest(r); err != nil {
		return err
	}
	item, err := itemOf(tx, id)
	if err != nil || item.RequestID == "" || !item.DecidedAt.IsZero() {
		return err
	}
	item.NamedDue = r.NamedDue
	return tx.PutReviewItem(item) // the version stays: nothing about the request has changed
}
