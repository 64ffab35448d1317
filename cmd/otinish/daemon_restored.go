package main

import (
	"context"
	"fmt"

	"medico-intech.kz/otinish/store"
)

// settleRestored comes before anything is read or sent: in a store that was put
// back, what was under way waits for a person (handlers.Office.Restored). An older
// file that somebody put back by hand is one as well.
func (d *Daemon) settleRestored() error {
	fell, err := d.store.FallenBack()
	if err != nil {
		return err
	}
	mark, n := store.Restoration{}, 0
	err = d.store.View(func(tx *store.Tx) (err error) {
		mark, _, err = tx.Restored()
		return err
	})
	if err != nil || !fell && (mark.At.IsZero() || mark.Settled) {
		return err
	}
	err = d.store.Update(context.Background(), func(tx *store.Tx) (err error) {
		if fell {
			head, _, err := tx.Head()
			if err == nil {
				err = tx.MarkRestored(head.At)
			}
			if err != nil {
				return err
			}
		}
		if mark, _, err = tx.Restored(); err != nil {
			return err
		}
		n, err = d.office.Restored(tx)
		return err
	})
	if err != nil {
		return fmt.Errorf("go on after a restore: %w", err)
	}
	if fell {
		d.seams.Log.Error("the record is older than what was done: an older copy of the store was put back by hand, or the disk lost something; it goes on as after a restore", "taken_at", mark.TakenAt)
	}
	d.seams.Log.Info("a backup was put back", "taken_at", mark.TakenAt, "requests_to_review", n)
	d.noteHead(true)
	return nil
}
