package seal

import (
	"errors"
	"fmt"
	"sync"
)

// A batch of spare keys: small for a mailbox, growing where many are needed at
// once, as when a register is imported.
const (
	firstBatch = 64
	lastBatch  = 4096
)

// spare is the stock of keys that are on disk and not given out. What is left of
// it when the process ends is never used: whether a copy of the data file knows
// those keys, nobody can tell.
type spare struct {
	mu     sync.Mutex
	made   sync.Cond // making became false
	next   uint32    // to give out
	ready  uint32    // slots before it are on disk
	batch  uint32
	making bool
	closed bool
}

func (s *spare) begin(slots uint32) {
	s.next, s.ready, s.batch = slots, slots, firstBatch
	s.made.L = &s.mu
}

func (s *spare) slots() uint32 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ready
}

func (s *spare) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	for s.making {
		s.made.Wait()
	}
}

// Take gives out a fresh key, which is on disk. One that the caller does not come
// to use is lost, and harmless.
func (v *Vault) Take() (slot uint32, err error) {
	s := &v.spare
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.next == s.ready {
		switch {
		case s.closed || v.readOnly:
			return 0, errors.New("take a key: the key store is closed")
		case s.making: // in the background: it is nearly there
			s.made.Wait()
			continue
		}
		if err := v.makeBatch(); err != nil {
			return 0, fmt.Errorf("make spare keys: %w", err)
		}
	}
	slot = s.next
	s.next++
	if s.ready-s.next < s.batch/2 && !s.making && !s.closed {
		s.batch = min(2*s.batch, lastBatch)
		s.making = true
		go v.makeAhead()
	}
	return slot, nil
}

// makeAhead leaves trouble to the next Take that finds nothing.
func (v *Vault) makeAhead() {
	v.spare.mu.Lock()
	defer v.spare.mu.Unlock()
	_ = v.makeBatch()
}

// makeBatch writes keys behind the last slot. It lets the stock go meanwhile, and
// keeps rotations out until the batch counts: no slot may escape them.
func (v *Vault) makeBatch() error {
	s := &v.spare
	from, n := s.ready, s.batch
	s.making = true
	s.mu.Unlock()
	v.mu.RLock()
	defer v.mu.RUnlock()
	err := v.writeBatch(from, n)
	s.mu.Lock()
	s.making = false
	s.made.Broadcast()
	if err == nil {
		s.ready = from + n
	}
	return err
}

// writeBatch wraps and writes n fresh keys. The caller holds mu.
func (v *Vault) writeBatch(from, n uint32) error {
	if err := v.fault("keys"); err != nil {
		return err
	}
	b := make([]byte, 0, n*slotSize)
	for i := range n {
		b = v.appendNewSlot(b, from+i)
	}
	if _, err := v.file.WriteAt(b, slotOffset(from)); err != nil {
		return err
	}
	return v.file.Sync()
}
