// Package seal holds the keys of the store: one master key from outside, and the
// vault, a small file of data keys that it wraps. Whoever destroys a key in the
// vault destroys everything that was ever sealed with it, in whatever copy.
//
// The ciphers are those of the standard library; what is made here is the order of
// keys (docs/decisions/0009-sealing.md).
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// KeySize is the length of every key in bytes: AES-256.
const KeySize = 32

// Uses of the master key in HKDF (RFC 5869 §3.2). Changing one makes every store
// unreadable.
const (
	digestInfo = "otinish keyed digest v1" // only of stores made before the vault
	wrapInfo   = "otinish key wrapping v1"
	nameInfo   = "otinish master key name v1"
)

// MasterName tells master keys apart without telling anything about them.
type MasterName [8]byte

func (n MasterName) String() string { return hex.EncodeToString(n[:]) }

// Keyring is what one master key can do. It is safe for concurrent use.
type Keyring struct {
	name   MasterName
	wrap   cipher.AEAD
	former []byte // the digest key of stores made before the vault
}

// NewKeyring takes the master key, KeySize random bytes; it does not keep it.
// The error wraps ErrKey.
func NewKeyring(master []byte) (*Keyring, error) {
	if err := checkKey(master); err != nil {
		return nil, fmt.Errorf("make keyring: %w", err)
	}
	k := &Keyring{former: derive(master, digestInfo, sha256.Size)}
	copy(k.name[:], derive(master, nameInfo, len(k.name)))
	k.wrap = newAEAD(derive(master, wrapInfo, KeySize))
	return k, nil
}

// Name is the name of the master key.
func (k *Keyring) Name() MasterName { return k.name }

// FormerDigestKey is the digest key of stores made before the vault: it was
// derived from the master key. Migration moves it into the vault.
func (k *Keyring) FormerDigestKey() []byte { return append([]byte{}, k.former...) }

// derive cannot fail for the lengths used here (RFC 5869 §2.3: up to 255 blocks).
func derive(key []byte, info string, size int) []byte {
	b, err := hkdf.Key(sha256.New, key, nil, info, size)
	if err != nil {
		panic(err)
	}
	return b
}

// Overhead is by how much a sealed text is longer: a random nonce of 96 bits before
// it and a tag of 128 bits behind it.
const Overhead = 12 + 16

// newAEAD is AES-256-GCM with random nonces (NIST SP 800-38D §8.2.2), good for 2^32
// texts a key (§8.3). A data key seals a few dozen.
func newAEAD(key []byte) cipher.AEAD {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err) // only for a wrong length, which is a constant here
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err) // only for a block size other than AES has
	}
	return aead
}
