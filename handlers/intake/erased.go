package intake

import (
	"context"

	"medico-intech.kz/otinish/store"
)

// ToErase implements mailbox.Eraser.
func (in *Intake) ToErase(_ context.Context, box string, uidValidity uint32, limit int) (uids []uint32, err error) {
	if in.Store.Damage() != nil {
		return nil, nil // what is done to the mailbox could be noted nowhere
	}
	err = in.Store.View(func(tx *store.Tx) (err error) {
		uids, err = tx.ToErase(box, uidValidity, limit)
		return err
	})
	return uids, err
}

// Erased implements mailbox.Eraser.
func (in *Intake) Erased(ctx context.Context, box string, uidValidity uint32, uids []uint32) error {
	return in.Store.Update(ctx, func(tx *store.Tx) error { return tx.DeleteToErase(box, uidValidity, uids) })
}
