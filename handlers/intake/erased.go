package intake

import (
	"context"

	"medico-intech.kz/otinish/mailbox"
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

// Moved implements mailbox.MovedEraser: it is written with what was filed.
func (in *Intake) Moved(_ context.Context, list []mailbox.Moved) error {
	in.filed.move(list)
	return nil
}

// LookElsewhere implements mailbox.MovedEraser.
func (in *Intake) LookElsewhere(ctx context.Context, box string, uidValidity uint32, uids []uint32) error {
	return in.Store.Update(ctx, func(tx *store.Tx) error { return tx.LookElsewhere(box, uidValidity, uids) })
}

// MovedToErase implements mailbox.MovedEraser.
func (in *Intake) MovedToErase(ctx context.Context, box string, limit int) (list []mailbox.Moved, err error) {
	look := func() error {
		return in.Store.View(func(tx *store.Tx) error {
			found, err := tx.MovedToErase(box, limit)
			list = nil
			for _, m := range found {
				list = append(list, mailbox.Moved{Key: mailbox.Key(m.Message), To: mailbox.Key(m.To)})
			}
			return err
		})
	}
	if err := look(); err != nil || len(list) == 0 {
		return nil, err
	}
	if err := in.Flush(ctx); err != nil { // where they were moved may not be on record yet
		return nil, err
	}
	return list, look()
}

// Proven implements mailbox.MovedEraser.
func (in *Intake) Proven(_ context.Context, box string, fingerprint [32]byte) (k mailbox.Key, found bool, err error) {
	err = in.Store.View(func(tx *store.Tx) error {
		message, ok, err := tx.ProvenToErase(box, fingerprint)
		k, found = mailbox.Key(message), ok
		return err
	})
	return k, found, err
}

// ErasedMoved implements mailbox.MovedEraser.
func (in *Intake) ErasedMoved(ctx context.Context, keys []mailbox.Key) error {
	return in.Store.Update(ctx, func(tx *store.Tx) error {
		for _, k := range keys {
			if err := tx.DeleteToErase(k.Mailbox, k.UIDValidity, []uint32{k.UID}); err != nil {
				return err
			}
		}
		return nil
	})
}
