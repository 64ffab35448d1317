package review

import (
	"context"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// Until the desk has views of its own.

type Filter struct {
	Kind                privacy.Kind
	Why, Assigned, Text string
	Language            privacy.Language
	Proof               privacy.Proof
	Overdue, Soon, Held *bool
	Sort                string
	Offset, Limit       int
}

type Page struct {
	Cases []Case
	Total int
}

func (d *Desk) Queue(ctx context.Context, f Filter) (Page, error) {
	all, err := d.Waiting(ctx)
	var p Page
	for _, c := range all {
		if (f.Kind == "" || c.Request.Kind == f.Kind) && (f.Why == "" || c.Item.Why == f.Why) {
			p.Cases = append(p.Cases, c)
		}
	}
	p.Total = len(p.Cases)
	p.Cases = p.Cases[min(f.Offset, p.Total):min(f.Offset+f.Limit, p.Total)]
	return p, err
}

func (d *Desk) History(_ context.Context, n privacy.Number) (list []store.AuditEntry, err error) {
	err = d.Store.View(func(tx *store.Tx) error {
		return tx.EachEntry(func(e store.AuditEntry) bool {
			if e.Act.Number == n {
				list = append(list, e)
			}
			return true
		})
	})
	return list, err
}
