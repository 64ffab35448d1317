package review

import (
	"context"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// History returns what the chain says about a request, the first act first.
func (d *Desk) History(_ context.Context, n privacy.Number) (entries []store.AuditEntry, err error) {
	err = d.Store.View(func(tx *store.Tx) error {
		r, err := tx.RequestByNumber(n)
		if err != nil {
			return unknown(n, err)
		}
		entries, err = tx.EntriesOf(r.ID)
		return err
	})
	return entries, err
}
