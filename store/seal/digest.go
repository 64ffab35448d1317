package seal

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"sync"
)

// DigestSize is the length of a keyed digest in bytes: 128 bits, too many for
// two of them to meet by chance.
const DigestSize = 16

// Digester makes keyed digests. It is safe for concurrent use.
type Digester struct {
	key  []byte
	macs sync.Pool // of hash.Hash: keying one costs two blocks of SHA-256
}

// NewDigester takes a key of KeySize bytes.
func NewDigester(key []byte) *Digester {
	d := &Digester{key: append([]byte{}, key...)}
	d.macs.New = func() any { return hmac.New(sha256.New, d.key) }
	return d
}

// Digest returns a keyed digest of data: HMAC-SHA256 (RFC 2104) cut to DigestSize.
// The label separates uses; it and each piece are length-prefixed, so that
// ("ab","c") and ("a","bc") differ. Without the key nobody can test whether a
// guessed address is in the store.
func (d *Digester) Digest(label string, data ...[]byte) [DigestSize]byte {
	mac := d.macs.Get().(hash.Hash)
	defer d.macs.Put(mac)
	mac.Reset()

	buf := make([]byte, 0, 128)
	buf = binary.BigEndian.AppendUint32(buf, uint32(len(label)))
	buf = append(buf, label...)
	for _, piece := range data {
		buf = binary.BigEndian.AppendUint32(buf, uint32(len(piece)))
		buf = append(buf, piece...)
	}
	mac.Write(buf)
	return [DigestSize]byte(mac.Sum(buf[:0]))
}

// SubKey derives a key for another use, the same for as long as the store lives.
func (d *Digester) SubKey(use string) [KeySize]byte {
	return [KeySize]byte(derive(d.key, "otinish sub-key v1: "+use, KeySize))
}
