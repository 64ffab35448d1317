package store

import (
	"fmt"

	"medico-intech.kz/otinish/store/privacy"
)

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
	if err := tx.putRecord(tableSuppression, key, s); err != nil {
		return fmt.Errorf("suppress: %w", err)
	}
	return nil
}

// Suppressed reports whether an address is on the suppression list, and since when.
func (tx *Tx) Suppressed(a privacy.Address) (Suppression, bool, error) {
	return load[Suppression](tx, tableSuppression, tx.addressKey(useSuppressed, a))
}
