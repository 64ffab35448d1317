package seal

import (
	"errors"
	"fmt"
	"io"
)

// Mend brings back keys that are lost here, from a copy of the same vault that has them:
// of these slots, those that are free or do not open. What was destroyed or spent stays
// so, whatever the copy holds. It returns the slots that still do not open, and how many
// it brought back. Keys are wrapped by the wrapping key in use.
func (v *Vault) Mend(from *Vault, slots []uint32) (lost []uint32, mended int, err error) {
	if v.StoreID() != from.StoreID() {
		return nil, 0, fmt.Errorf("mend the key store: the copy is of another store: %w", ErrVault)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, slot := range slots {
		switch gone, err := v.lost(slot); {
		case err != nil:
			return nil, mended, fmt.Errorf("mend the key store: %w", err)
		case !gone:
			continue
		}
		key, err := from.key(slot)
		if err != nil {
			lost = append(lost, slot)
			continue
		}
		if err := v.fault("keys"); err != nil {
			return nil, mended, fmt.Errorf("mend the key store: %w", err)
		}
		_, err = v.file.WriteAt(v.appendSlot(nil, slot, key), slotOffset(slot))
		clear(key)
		if err != nil {
			return nil, mended, fmt.Errorf("mend the key store: %w", err)
		}
		mended++
	}
	if mended > 0 {
		err = v.file.Sync()
	}
	return lost, mended, err
}

// lost reports whether a slot should hold a key and does not.
func (v *Vault) lost(slot uint32) (bool, error) {
	b, err := v.readSlot(slot)
	if err == nil {
		var key []byte
		key, err = v.parseSlot(b[:], slot)
		clear(key)
	}
	switch {
	case errors.Is(err, ErrNoKey), errors.Is(err, ErrVault), errors.Is(err, io.EOF):
		return true, nil
	case err == nil, errors.Is(err, ErrDestroyed), errors.Is(err, ErrSpent):
		return false, nil
	}
	return false, err
}
