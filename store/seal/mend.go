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

// Lacking finds which of these slots Mend would leave lost.
func (v *Vault) Lacking(from *Vault, slots []uint32) (lacking []uint32, err error) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	for _, slot := range slots {
		gone, err := v.lost(slot)
		if err != nil {
			return nil, fmt.Errorf("look for lost keys: %w", err)
		}
		if !gone {
			continue
		}
		key, err := from.key(slot)
		clear(key)
		if err != nil {
			lacking = append(lacking, slot)
		}
	}
	return lacking, nil
}

// Stretch lets the file go on beyond this many slots: those that were not there hold
// nothing, and none of them is given out.
func (v *Vault) Stretch(slots uint32) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	info, err := v.file.Stat()
	if err == nil && info.Size() < slotOffset(slots) {
		err = v.fault("keys")
		if err == nil {
			err = errors.Join(v.file.Truncate(slotOffset(slots)), v.file.Sync())
		}
	}
	if err != nil {
		return fmt.Errorf("stretch the key store: %w", err)
	}
	return nil
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
