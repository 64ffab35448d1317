package review

import (
	"context"
	"errors"
	"fmt"
	"io"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// Copied is what a copy of the data holds.
type Copied = store.Copied

// CopyData writes the data as it is at one moment, and puts on the chain who took
// it. With a full disk there is no place on the chain, and a copy is wanted all the
// more. While the clock is wrong none is taken: it would be named by it, and by it others
// removed.
func (d *Desk) CopyData(ctx context.Context, by privacy.Actor, begin func(Copied) (io.Writer, error)) error {
	if err := d.CheckClock(); err != nil {
		return fmt.Errorf("no backup is made: %w", err)
	}
	err := d.Store.Update(ctx, func(tx *store.Tx) error {
		return tx.Append(store.AuditAct{Actor: by, Act: "backup"})
	})
	if errors.Is(err, privacy.ErrUnavailable) && ctx.Err() == nil {
		d.Log.Error("a backup is not on the chain", "error", err)
		err = nil
	}
	if err != nil {
		return err
	}
	return d.Store.CopyData(begin)
}

// CopyKeys writes the key store, after CopyData; with left, though keys are lost.
func (d *Desk) CopyKeys(w io.Writer, left bool) error {
	if left {
		return d.Store.CopyKeysLeft(w)
	}
	return d.Store.CopyKeys(w)
}

// CopyLedger writes the erasure ledger, after CopyKeys.
func (d *Desk) CopyLedger(w io.Writer) error { return d.Store.CopyLedger(w) }
