package review

import (
	"context"
	"fmt"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// CheckClock refuses, with privacy.ErrUnavailable, while the clock is wrong (P15): what
// is decided then would be dated by it, in the letter and on the chain, and periods
// would be counted from there.
func (d *Desk) CheckClock() error {
	if d.ClockWrong == nil {
		return nil
	}
	wrong := d.ClockWrong()
	if wrong == "" {
		return nil
	}
	return privacy.Mistaken("clock-wrong", fmt.Errorf(
		"nothing is decided or written while the clock is wrong: %s; set it right first, otinish status says more: %w", wrong, privacy.ErrUnavailable))
}

// update is Store.Update while the clock is right. It looks inside the transaction,
// whose time is fixed by then. What is only tried writes nothing.
func (d *Desk) update(ctx context.Context, fn func(*store.Tx) error) error {
	return d.Store.Update(ctx, func(tx *store.Tx) error {
		if d.dry == nil {
			if err := d.CheckClock(); err != nil {
				return err
			}
		}
		return fn(tx)
	})
}
