package seal

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
)

// The vault begins with two header pages, written in turn, so that one is always
// whole; then slots follow. A header holds the root keys, wrapped by one master
// key, or by two while one takes the place of the other.
const (
	vaultMagic = "otinish keys v1\n"
	pageSize   = 4096
	slotsAt    = 2 * pageSize

	rootSize  = 2 + 3*KeySize
	wrapSize  = len(MasterName{}) + rootSize + Overhead
	wrapsAt   = 64
	headerEnd = wrapsAt + 2*wrapSize // then a CRC-32
)

// ErrVault: the vault is not as it was written.
var ErrVault = errors.New("the key store is damaged")

// ErrMaster: no wrap in the vault is of this master key.
var ErrMaster = errors.New("this master key does not open the key store")

// root is what only a master key opens.
type root struct {
	generation byte // of the wrapping key in use; counts rotations from 1 and wraps around
	former     byte // of the one before while slots are re-wrapped; 0: none
	digest     [KeySize]byte
	wrapping   [KeySize]byte
	formerKey  [KeySize]byte
}

func (r *root) bytes() []byte {
	b := append(make([]byte, 0, rootSize), r.generation, r.former)
	b = append(b, r.digest[:]...)
	b = append(b, r.wrapping[:]...)
	return append(b, r.formerKey[:]...)
}

func (r *root) parse(b []byte) {
	r.generation, r.former = b[0], b[1]
	copy(r.digest[:], b[2:])
	copy(r.wrapping[:], b[2+KeySize:])
	copy(r.formerKey[:], b[2+2*KeySize:])
}

// wrap is the root keys under one master key.
type wrap struct {
	master MasterName
	sealed []byte
}

type header struct {
	sequence uint64 // the higher of the two pages counts
	storeID  [16]byte
	position uint32 // slots before it were re-wrapped
	wraps    []wrap // the oldest master key first
}

func (h *header) bytes() []byte {
	b := make([]byte, wrapsAt, pageSize)
	copy(b, vaultMagic)
	binary.BigEndian.PutUint64(b[16:], h.sequence)
	copy(b[24:], h.storeID[:])
	binary.BigEndian.PutUint32(b[40:], h.position)
	b[44] = byte(len(h.wraps))
	for _, w := range h.wraps {
		b = append(b, w.master[:]...)
		b = append(b, w.sealed...)
	}
	b = b[:headerEnd]
	b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b))
	return b[:pageSize]
}

func parseHeader(b []byte) (h header, ok bool) {
	sum := binary.BigEndian.Uint32(b[headerEnd:])
	if string(b[:len(vaultMagic)]) != vaultMagic || crc32.ChecksumIEEE(b[:headerEnd]) != sum || b[44] < 1 || b[44] > 2 {
		return h, false
	}
	h.sequence = binary.BigEndian.Uint64(b[16:])
	copy(h.storeID[:], b[24:])
	h.position = binary.BigEndian.Uint32(b[40:])
	for i := range int(b[44]) {
		w := b[wrapsAt+i*wrapSize:][:wrapSize]
		h.wraps = append(h.wraps, wrap{MasterName(w), append([]byte{}, w[len(MasterName{}):]...)})
	}
	return h, true
}

// readHeader takes the newer of the two pages that is whole. at is which.
func readHeader(f io.ReaderAt) (h header, at int, err error) {
	for page := range 2 {
		b := make([]byte, pageSize)
		if _, err := f.ReadAt(b, int64(page*pageSize)); err != nil && !errors.Is(err, io.EOF) {
			return h, 0, err
		}
		if one, ok := parseHeader(b); ok && one.sequence > h.sequence {
			h, at = one, page
		}
	}
	if h.sequence == 0 {
		return h, 0, fmt.Errorf("%w: its header is damaged, or it is no key store", ErrVault)
	}
	return h, at, nil
}

func (h *header) wrapOf(k *Keyring) int {
	for i, w := range h.wraps {
		if w.master == k.name {
			return i
		}
	}
	return -1
}

func (h *header) wrapData(master MasterName) []byte {
	return append(append([]byte(vaultMagic), h.storeID[:]...), master[:]...)
}

// unwrap opens the root keys.
func (h *header) unwrap(k *Keyring) (r root, err error) {
	i := h.wrapOf(k)
	if i < 0 {
		wanted := make([]string, len(h.wraps))
		for i, w := range h.wraps {
			wanted[i] = w.master.String()
		}
		return r, fmt.Errorf("%w: its fingerprint is %s, wanted is %s", ErrMaster, k.name, strings.Join(wanted, " or "))
	}
	b, err := k.wrap.Open(nil, nil, h.wraps[i].sealed, h.wrapData(k.name))
	if err != nil {
		return r, fmt.Errorf("%w: its root keys do not open", ErrVault)
	}
	r.parse(b)
	return r, nil
}

// rewrap seals the root keys for these master keys, the oldest first.
func (h *header) rewrap(r *root, keyrings ...*Keyring) {
	h.wraps = nil
	for _, k := range keyrings {
		h.wraps = append(h.wraps, wrap{k.name, k.wrap.Seal(nil, nil, r.bytes(), h.wrapData(k.name))})
	}
}
