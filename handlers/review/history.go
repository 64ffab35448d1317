package review

import (
	"context"
	"slices"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// History returns what the chain says about a request, the first act first.
func (d *Desk) History(_ context.Context, n privacy.Number) (entries []store.AuditEntry, err error) {
	err = d.Store.View(func(tx *store.Tx) error {
		entries = nil
		r, err := tx.RequestByNumber(n)
		if err != nil {
			return err
		}
		return tx.EachEntryBackward(func(e store.AuditEntry) bool {
			if e.Act.Number == n {
				entries = append(entries, e)
			}
			return !e.At.Before(r.RecordedAt) // what is older is of other requests
		})
	})
	slices.Reverse(entries)
	return entries, err
}
