package store

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"strings"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// idSize is the length of an id in keys: a UUID's 128 bits.
const idSize = 16

// idKey packs a UUID in its text form. Anything else is no id of ours.
func idKey[ID ~string](id ID) ([]byte, error) {
	s := string(id)
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return nil, fmt.Errorf("id: %w", privacy.ErrBadInput)
	}
	var hexed [32]byte
	copy(hexed[0:], s[0:8])
	copy(hexed[8:], s[9:13])
	copy(hexed[12:], s[14:18])
	copy(hexed[16:], s[19:23])
	copy(hexed[20:], s[24:36])
	key := make([]byte, idSize)
	if _, err := hex.Decode(key, hexed[:]); err != nil || strings.ToLower(s) != s {
		return nil, fmt.Errorf("id: %w", privacy.ErrBadInput)
	}
	return key, nil
}

// lookupKey is idKey for reading: what is no id of ours names nothing.
func lookupKey[ID ~string](what string, id ID) ([]byte, error) {
	key, err := idKey(id)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, privacy.ErrNotFound)
	}
	return key, nil
}

// keyID is the inverse of idKey.
func keyID[ID ~string](key []byte) ID {
	var s [36]byte
	hex.Encode(s[0:8], key[0:4])
	hex.Encode(s[9:13], key[4:6])
	hex.Encode(s[14:18], key[6:8])
	hex.Encode(s[19:23], key[8:10])
	hex.Encode(s[24:36], key[10:16])
	s[8], s[13], s[18], s[23] = '-', '-', '-', '-'
	return ID(s[:])
}

// never sorts behind every time.
const never = math.MaxUint64

// timeKey orders as time does: nanoseconds of Unix time with the sign bit turned.
// Times that do not fit 64 bits (before 1678, after 2261, the zero time) become
// the nearest that do.
func timeKey(t time.Time) uint64 {
	switch year := t.UTC().Year(); {
	case year < 1678:
		return 0
	case year > 2261:
		return never - 1
	}
	return uint64(t.UnixNano()) ^ 1<<63
}

func keyTime(key []byte) time.Time {
	n := binary.BigEndian.Uint64(key)
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(0, int64(n^1<<63)).UTC()
}

func joinKeys(parts ...[]byte) []byte {
	n := 0
	for _, p := range parts {
		n += len(p)
	}
	key := make([]byte, 0, n)
	for _, p := range parts {
		key = append(key, p...)
	}
	return key
}
