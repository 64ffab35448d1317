package seal

import "fmt"

// Given is how many slots were given out, or will never be: the next key has this
// number or a higher one.
func (v *Vault) Given() uint32 {
	v.spare.mu.Lock()
	defer v.spare.mu.Unlock()
	return v.spare.next
}

// Spend destroys every key in slots before this one, but for those that keep names:
// nothing is sealed with them any more. Chunk after chunk; doing it again does no harm.
// It returns how many it ended.
func (v *Vault) Spend(before uint32, keep map[uint32]bool) (ended int, err error) {
	for from := uint32(0); from < before; from += chunkSlots {
		n, err := v.spendChunk(from, min(from+chunkSlots, before), keep)
		ended += n
		if err != nil {
			return ended, fmt.Errorf("destroy spent keys: %w", err)
		}
	}
	return ended, nil
}

func (v *Vault) spendChunk(from, until uint32, keep map[uint32]bool) (ended int, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	err = v.eachChunk(from, until, func(_ uint32, chunk []byte) (bool, error) {
		for i := 0; i < len(chunk); i += slotSize {
			if chunk[i] == slotEnded || chunk[i] == slotSpent || keep[from+uint32(i/slotSize)] {
				continue
			}
			clear(chunk[i : i+slotSize])
			chunk[i] = slotSpent
			ended++
		}
		if ended == 0 {
			return false, nil
		}
		if err := v.fault("keys"); err != nil {
			return false, err
		}
		if _, err := v.file.WriteAt(chunk, slotOffset(from)); err != nil {
			return false, err
		}
		return false, v.file.Sync()
	})
	return ended, err
}
