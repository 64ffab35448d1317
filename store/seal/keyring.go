// Package seal holds the keys of the store. From one master key it derives a key
// for each use, so that a value computed for one use says nothing about another.
package seal

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"sync"
)

// KeySize is the length of the master key in bytes.
const KeySize = 32

// DigestSize is the length of a keyed digest in bytes: 128 bits, too many for
// two of them to meet by chance.
const DigestSize = 16

// digestInfo names the use of the digest key in HKDF (RFC 5869 §3.2). Changing it
// makes every index of every store unreadable.
const digestInfo = "otinish keyed digest v1"

// Keyring derives and uses the keys. It is safe for concurrent use.
type Keyring struct {
	digests sync.Pool // of hash.Hash keyed for Digest: keying costs two blocks of SHA-256
}

// NewKeyring takes the master key, KeySize random bytes; it does not keep it.
// The error wraps ErrKey.
func NewKeyring(master []byte) (*Keyring, error) {
	if err := checkKey(master); err != nil {
		return nil, fmt.Errorf("make keyring: %w", err)
	}
	key, err := hkdf.Key(sha256.New, master, nil, digestInfo, sha256.Size)
	if err != nil {
		return nil, fmt.Errorf("make keyring: %w", err)
	}
	k := &Keyring{}
	k.digests.New = func() any { return hmac.New(sha256.New, key) }
	return k, nil
}

// Digest returns a keyed digest of data: HMAC-SHA256 (RFC 2104) cut to DigestSize.
// The label separates uses; it and each piece are length-prefixed, so that
// ("ab","c") and ("a","bc") differ. Without the key nobody can test whether a
// guessed address is in the store.
func (k *Keyring) Digest(label string, data ...[]byte) [DigestSize]byte {
	mac := k.digests.Get().(hash.Hash)
	defer k.digests.Put(mac)
	mac.Reset()

	buf := make([]byte, 0, 128)
	buf = binary.BigEndian.AppendUint32(buf, uint32(len(label)))
	buf = append(buf, label...)
	for _, d := range data {
		buf = binary.BigEndian.AppendUint32(buf, uint32(len(d)))
		buf = append(buf, d...)
	}
	mac.Write(buf)
	return [DigestSize]byte(mac.Sum(buf[:0]))
}
