package seal

import (
	"crypto/rand"
	"errors"
	"fmt"
)

// ErrRotating: a rotation is under way already, to another master key.
var ErrRotating = errors.New("another rotation is under way: put its new master key in place and restart first")

// Rotation is how far a change of the master key has come.
type Rotation struct {
	Masters    []MasterName // that open the vault; the last is the newest
	Generation byte         // of the wrapping key
	Done       uint32       // slots re-wrapped
	Slots      uint32
	Wrapping   bool // slots are still wrapped by the wrapping key before
}

// Rotation tells how far it has come.
func (v *Vault) Rotation() Rotation {
	v.mu.RLock()
	defer v.mu.RUnlock()
	r := Rotation{Generation: v.root.generation, Slots: v.spare.slots()}
	// What was made since all was re-wrapped is wrapped by the key in use.
	r.Wrapping = v.root.former != 0 && v.head.position < r.Slots && !v.rewrapped
	r.Done = r.Slots
	if r.Wrapping {
		r.Done = v.head.position
	}
	for _, w := range v.head.wraps {
		r.Masters = append(r.Masters, w.master)
	}
	return r
}

// Rotate draws a new wrapping key and puts it, beside the one in use, under both
// the master key in use and the next one. Rewrap then does the work. Data keys and
// digests stay. Once the vault is opened with the next master key the former one
// opens nothing more, and copies made with it cannot open what is wrapped anew.
//
// To call it again with the same master key is no error. With the master key in use it
// calls off a change that waits for the next one: that opens nothing from then on.
func (v *Vault) Rotate(next *Keyring) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.head.wrapOf(next) >= 0 && len(v.head.wraps) == 2 && next.name != v.ring.name {
		return nil
	}
	if next.name == v.ring.name && len(v.head.wraps) == 2 {
		if err := v.replaceRoot(v.root); err != nil {
			return fmt.Errorf("call the rotation off: %w", err)
		}
		return nil
	}
	if next.name == v.ring.name {
		return fmt.Errorf("rotate: this is the master key in use: %w", ErrKey)
	}
	if len(v.head.wraps) == 2 || v.root.former != 0 {
		return fmt.Errorf("rotate: %w", ErrRotating)
	}
	r := v.root
	r.former, r.formerKey = r.generation, r.wrapping
	r.generation = r.generation%255 + 1
	rand.Read(r.wrapping[:])
	h := v.head
	h.position = 0
	h.rewrap(&r, v.ring, next)
	if err := v.writeHeader(h); err != nil {
		return fmt.Errorf("rotate: %w", err)
	}
	v.root, v.rewrapped = r, false
	v.useRoot()
	return nil
}

// Rewrap wraps slots by the current wrapping key, in place, chunk after chunk, and
// goes on where it stopped. It returns nil when nothing is left to do. more is
// asked before each chunk; progress may be nil. Others use the vault meanwhile.
func (v *Vault) Rewrap(more func() bool, progress func(done, total uint64)) error {
	for more() {
		done, total, err := v.rewrapChunk()
		if err != nil {
			return fmt.Errorf("re-wrap keys: %w", err)
		}
		if progress != nil {
			progress(uint64(done), uint64(total))
		}
		if done == total {
			return nil
		}
	}
	return nil
}

func (v *Vault) rewrapChunk() (done, total uint32, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	total = v.spare.slots()
	if v.root.former == 0 || v.head.position >= total {
		v.rewrapped = true
		return total, total, v.finish()
	}
	from := v.head.position
	err = v.eachChunk(from, total, func(_ uint32, chunk []byte) (bool, error) {
		done = from + uint32(len(chunk)/slotSize)
		return false, v.rewrapSlots(from, chunk)
	})
	if err != nil {
		return from, total, err
	}
	h := v.head
	h.position = done
	if err := v.writeHeader(h); err != nil {
		return from, total, err
	}
	if done == total {
		v.rewrapped = true
		return done, total, v.finish()
	}
	return done, total, nil
}

// rewrapSlots leaves alone what is of the current generation: a crash came between
// writing it and noting so.
func (v *Vault) rewrapSlots(from uint32, chunk []byte) error {
	for i := 0; i < len(chunk); i += slotSize {
		slot := chunk[i : i+slotSize]
		if slot[0] != slotKey || slot[1] == v.current.generation {
			continue
		}
		n := from + uint32(i/slotSize)
		key, err := v.parseSlot(slot, n)
		if err != nil {
			return err
		}
		v.appendSlot(slot[:0], n, key)
		clear(key)
	}
	if err := v.fault("keys"); err != nil {
		return err
	}
	if _, err := v.file.WriteAt(chunk, slotOffset(from)); err != nil {
		return err
	}
	return v.file.Sync()
}

// finish forgets the former wrapping key, where the newest master key is in hand: to
// write the root keys anew for another one is not possible without it.
func (v *Vault) finish() error {
	if v.root.former == 0 || len(v.head.wraps) > 1 {
		return nil
	}
	r := v.root
	r.former, r.formerKey = 0, [KeySize]byte{}
	return v.replaceRoot(r)
}

// replaceRoot writes both header pages: nothing of the root before stays in the file.
func (v *Vault) replaceRoot(r root) error {
	h := v.head
	h.rewrap(&r, v.ring)
	for range 2 {
		if err := v.writeHeader(h); err != nil {
			return err
		}
	}
	v.root = r
	v.useRoot()
	return nil
}

// settleMaster lets go of a former master key once the newest is in place, and of
// the former wrapping key if all was re-wrapped.
func (v *Vault) settleMaster() error {
	if len(v.head.wraps) == 2 && v.head.wrapOf(v.ring) == 1 {
		if err := v.replaceRoot(v.root); err != nil {
			return err
		}
	}
	if v.root.former != 0 && v.head.position >= v.spare.slots() {
		return v.finish()
	}
	return nil
}
