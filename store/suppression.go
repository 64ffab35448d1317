package store

import (
	"fmt"

	"medico-intech.kz/otinish/store/privacy"
)

// countSuppressed counts the addresses on the suppression list: to an entry nothing
// leads, and that one is gone shows by this number alone.
const countSuppressed = "suppression"

// Suppress puts an address on the suppression list, by digest only: the list
// outlives the data and must not bring it back. The first entry stays.
func (tx *Tx) Suppress(a privacy.Address, s Suppression) error {
	if a.IsZero() {
		return fmt.Errorf("suppress: %w", privacy.ErrBadAddress)
	}
	key := tx.addressKey(useSuppressed, a)
	if tx.has(tableSuppression, key) {
		return nil
	}
	if err := tx.countSuppression(1); err != nil {
		return fmt.Errorf("suppress: %w", err)
	}
	if err := tx.putRecord(tableSuppression, key, s); err != nil {
		return fmt.Errorf("suppress: %w", err)
	}
	return nil
}

// Unsuppress takes an address off the suppression list; none there is no error.
func (tx *Tx) Unsuppress(a privacy.Address) error {
	key := tx.addressKey(useSuppressed, a)
	if !tx.has(tableSuppression, key) {
		return nil
	}
	if err := tx.countSuppression(-1); err != nil {
		return fmt.Errorf("unsuppress: %w", err)
	}
	if err := tx.delete(tableSuppression, key); err != nil {
		return fmt.Errorf("unsuppress: %w", err)
	}
	return nil
}

// countSuppression is told of a change before it is made. The first one counts what a
// store from before the counter has.
func (tx *Tx) countSuppression(delta int64) error {
	if _, begun := tx.counts[countSuppressed]; !begun && !tx.has(tableCount, []byte(countSuppressed)) {
		err := tx.each(tableSuppression, nil, func(_, _ []byte) (bool, error) { tx.count(countSuppressed, 1); return true, nil })
		if err != nil {
			return err
		}
	}
	tx.count(countSuppressed, delta)
	return nil
}

// Suppressed reports whether an address is on the suppression list, and since when.
func (tx *Tx) Suppressed(a privacy.Address) (Suppression, bool, error) {
	return load[Suppression](tx, tableSuppression, tx.addressKey(useSuppressed, a))
}
