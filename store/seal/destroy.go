package seal

import (
	"errors"
	"fmt"
)

// Destroy ends keys for good: their slots are written over in place and the file is
// synced before it returns. A mark whose slot holds another key, or none, is left
// alone, so that the same marks can be given to any copy of the vault. It returns
// how many keys it ended.
func (v *Vault) Destroy(marks []KeyMark) (ended int, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, m := range marks {
		key, err := v.marked(m)
		if err != nil {
			return ended, fmt.Errorf("destroy a key: %w", err)
		}
		if !key {
			continue
		}
		if err := v.fault("keys"); err != nil {
			return ended, fmt.Errorf("destroy a key: %w", err)
		}
		over := [slotSize]byte{slotEnded}
		if _, err := v.file.WriteAt(over[:], slotOffset(m.Slot)); err != nil {
			return ended, fmt.Errorf("destroy a key: %w", err)
		}
		ended++
	}
	if ended == 0 {
		return 0, nil
	}
	if err := v.file.Sync(); err != nil {
		return ended, fmt.Errorf("destroy a key: %w", err)
	}
	return ended, nil
}

// marked reports whether the slot holds the key of this mark.
func (v *Vault) marked(m KeyMark) (bool, error) {
	b, err := v.readSlot(m.Slot)
	if errors.Is(err, ErrNoKey) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	key, err := v.parseSlot(b[:], m.Slot)
	if errors.Is(err, ErrDestroyed) || errors.Is(err, ErrNoKey) || errors.Is(err, ErrSpent) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer clear(key)
	d := v.Digest("key mark", key)
	return [8]byte(d[:]) == m.Mark, nil
}

// Never says of how many of these keys this vault never held, or no longer holds, a
// trace: their slot is free, is not there, or is that of another key. A slot that was ended
// may be that of one of them.
func (v *Vault) Never(marks []KeyMark) (n uint64, err error) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	ended, seen := make(map[uint32]bool), make(map[KeyMark]bool)
	for _, m := range marks {
		if seen[m] {
			continue
		}
		seen[m] = true
		b, err := v.readSlot(m.Slot)
		if err != nil && !errors.Is(err, ErrNoKey) {
			return n, fmt.Errorf("look for a key: %w", err)
		}
		if kind := b[0]; err == nil && (kind == slotEnded || kind == slotSpent) && !ended[m.Slot] {
			ended[m.Slot] = true
			continue
		}
		if held, err := v.marked(m); err == nil && !held { // one that does not open may be this one
			n++
		}
	}
	return n, nil
}

// Count says how many keys are held (in use or spare) and how many were destroyed.
func (v *Vault) Count() (held, destroyed uint64, err error) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	err = v.eachChunk(0, v.spare.slots(), func(_ uint32, chunk []byte) (bool, error) {
		for ; len(chunk) > 0; chunk = chunk[slotSize:] {
			switch chunk[0] {
			case slotKey:
				held++
			case slotEnded:
				destroyed++
			}
		}
		return true, nil
	})
	return held, destroyed, err
}

// Ended says how many keys were destroyed or spent.
func (v *Vault) Ended() (n uint64, err error) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	err = v.eachChunk(0, v.spare.slots(), func(_ uint32, chunk []byte) (bool, error) {
		for ; len(chunk) > 0; chunk = chunk[slotSize:] {
			if chunk[0] == slotEnded || chunk[0] == slotSpent {
				n++
			}
		}
		return true, nil
	})
	return n, err
}

// chunkSlots are read, and re-wrapped, at once.
const chunkSlots = 4096

// eachChunk reads slots in chunks. The caller holds mu.
func (v *Vault) eachChunk(from, until uint32, fn func(first uint32, chunk []byte) (bool, error)) error {
	for from < until {
		n := min(until-from, chunkSlots)
		chunk := make([]byte, n*slotSize)
		if _, err := v.file.ReadAt(chunk, slotOffset(from)); err != nil {
			return fmt.Errorf("read the key store: %w", err)
		}
		if more, err := fn(from, chunk); err != nil || !more {
			return err
		}
		from += n
	}
	return nil
}
