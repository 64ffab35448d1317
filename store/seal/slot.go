package seal

import (
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// A slot is one data key, wrapped. Slots are as large as a part of a disk sector:
// one that is written again is old or new after a crash, never half.
const (
	slotSize  = 64
	slotFree  = 0
	slotKey   = 1
	slotEnded = 2
	slotSpent = 3 // what it sealed is sealed with another key now

	sealedAt = slotSize - KeySize - Overhead
)

// ErrDestroyed: the key was destroyed, and with it whatever it sealed.
var ErrDestroyed = errors.New("the key was destroyed")

// ErrSpent: everything was sealed anew with other keys, and this one was destroyed.
var ErrSpent = errors.New("the key was destroyed when all was sealed anew; older data need an older copy of the key store")

// ErrNoKey: the vault has no such key, though it should.
var ErrNoKey = errors.New("the key store lacks a key; an older copy of it must not stand beside newer data")

// KeyMark names a key exactly: its slot may hold another key in a copy of the
// vault, its mark may not.
type KeyMark struct {
	Slot uint32  `cbor:"1,keyasint"`
	Mark [8]byte `cbor:"2,keyasint"`
}

// wrapper is a wrapping key and its generation.
type wrapper struct {
	generation byte
	aead       cipher.AEAD
}

func (v *Vault) slotData(slot uint32, generation byte) []byte {
	b := append(make([]byte, 0, 32), v.head.storeID[:]...)
	b = binary.BigEndian.AppendUint32(b, slot)
	return append(b, generation)
}

// appendSlot wraps a key.
func (v *Vault) appendSlot(b []byte, slot uint32, key []byte) []byte {
	b = append(b, slotKey, v.current.generation, 0, 0)
	return v.current.aead.Seal(b, nil, key, v.slotData(slot, v.current.generation))
}

// appendNewSlot wraps a fresh key that nobody has seen.
func (v *Vault) appendNewSlot(b []byte, slot uint32) []byte {
	var key [KeySize]byte
	rand.Read(key[:]) // never fails
	defer clear(key[:])
	return v.appendSlot(b, slot, key[:])
}

// parseSlot unwraps a key.
func (v *Vault) parseSlot(b []byte, slot uint32) ([]byte, error) {
	switch b[0] {
	case slotKey:
	case slotEnded:
		return nil, ErrDestroyed
	case slotSpent:
		return nil, ErrSpent
	case slotFree:
		return nil, ErrNoKey
	default:
		return nil, fmt.Errorf("%w: slot %d", ErrVault, slot)
	}
	w := v.current
	if b[1] != w.generation && v.former.aead != nil {
		w = v.former
	}
	if b[1] != w.generation {
		return nil, fmt.Errorf("%w: slot %d is of another generation", ErrVault, slot)
	}
	key, err := w.aead.Open(nil, nil, b[sealedAt:slotSize], v.slotData(slot, w.generation))
	if err != nil {
		return nil, fmt.Errorf("%w: slot %d does not open", ErrVault, slot)
	}
	return key, nil
}

func slotOffset(slot uint32) int64 { return slotsAt + int64(slot)*slotSize }

func (v *Vault) readSlot(slot uint32) (b [slotSize]byte, err error) {
	if _, err := v.file.ReadAt(b[:], slotOffset(slot)); errors.Is(err, io.EOF) {
		return b, ErrNoKey
	} else if err != nil {
		return b, fmt.Errorf("read the key store: %w", err)
	}
	return b, nil
}

// key reads one data key.
func (v *Vault) key(slot uint32) ([]byte, error) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	b, err := v.readSlot(slot)
	if err != nil {
		return nil, err
	}
	return v.parseSlot(b[:], slot)
}
