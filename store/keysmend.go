package store

import (
	"errors"
	"fmt"

	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/seal"
)

// KeysMended is what MendKeys did.
type KeysMended struct {
	Mended int `json:"mended"` // keys brought back
	Lost   int `json:"lost"`   // that the copy has not either
}

// MendKeys brings keys that somebody owns and that are lost back from a copy of the key
// store, in a store that no process has open. The copy may be older: what it has not is
// left as it is, and what was destroyed since stays destroyed. The store is looked over
// when it is opened next. The error wraps ErrWrongKey where the copy is of before a
// rotation of the master key, ErrMixed where it is of another store.
func MendKeys(dir, copied string, ring *seal.Keyring) (m KeysMended, err error) {
	lock, err := lockDir(dir, 0)
	if err != nil {
		return m, fmt.Errorf("mend the keys: %w", err)
	}
	defer lock.Close()
	s, err := openBare(dir)
	if err != nil {
		return m, fmt.Errorf("mend the keys: %w", err)
	}
	defer s.closeDB()
	var slots []uint32
	err = s.View(func(tx *Tx) error {
		if err := keysPart(copied).together(tx.dataPart()); err != nil {
			return err
		}
		return tx.eachSlot(func(slot uint32) error { slots = append(slots, slot); return nil })
	})
	if err != nil {
		return m, fmt.Errorf("mend the keys: %w", err)
	}
	from, err := openVaultFile(copied, ring, seal.VaultOptions{ReadOnly: true})
	if err != nil {
		return m, fmt.Errorf("mend the keys: the copy: %w", err)
	}
	defer from.Close()
	s.ring = ring
	v, err := openVaultFile(s.keysPath(), ring, seal.VaultOptions{Unsettled: true})
	if err != nil {
		return m, fmt.Errorf("mend the keys: %w", err)
	}
	lost, mended, err := v.Mend(from, slots)
	if err = errors.Join(err, v.Close()); err != nil {
		return m, fmt.Errorf("mend the keys: %w: %w", privacy.ErrUnavailable, err)
	}
	return KeysMended{mended, len(lost)}, nil
}
