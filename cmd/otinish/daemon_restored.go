package main

import (
	"context"
	"fmt"

	"medico-intech.kz/otinish/store"
)

// settleRestored comes before anything is read or sent: in a store that was put
// back, what was under way waits for a person (handlers.Office.Restored).
func (d *Daemon) settleRestored() error {
	mark, n := store.Restoration{}, 0
	err := d.store.View(func(tx *store.Tx) (err error) {
		mark, _, err = tx.Restored()
		return err
	})
	if err == nil && !mark.At.IsZero() && !mark.Settled {
		err = d.store.Update(context.Background(), func(tx *store.Tx) (err error) {
			n, err = d.office.Restored(tx)
			return err
		})
		d.seams.Log.Info("a backup was put back", "taken_at", mark.TakenAt, "requests_to_review", n)
	}
	if err != nil {
		return fmt.Errorf("go on after a restore: %w", err)
	}
	return nil
}
