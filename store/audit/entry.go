// Package audit is the chain of acts (P10): each entry carries the hash of the
// one before it, so that none can be changed, left out or put in between without
// every later hash becoming wrong. It is pure: no clock, no disk.
//
// Who can write the file can compute hashes: each entry also bears a mark that only
// the holder of the store's keys can make. What the chain cannot show by itself is
// that its end was cut off; an Anchor outside the store and a Receipt in the
// subject's hands do.
package audit

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// Act is what somebody did. It has no field for personal data: the request is
// named by its number, the reason by a code.
type Act struct {
	Actor  privacy.Actor  `cbor:"1,keyasint"`
	Act    string         `cbor:"2,keyasint"`           // such as "request.applied"
	Number privacy.Number `cbor:"3,keyasint,omitempty"` // the request it concerns
	Reason string         `cbor:"4,keyasint,omitempty"` // code of the rule or ground
}

// maxText is how many bytes a field of an Act may have.
const maxText = 160

// Validate keeps out what is no code (P7): Act and Reason must be printable ASCII
// without '@', every field at most 160 bytes. The error wraps
// privacy.ErrBadInput and does not repeat the text.
func (a Act) Validate() error {
	if a.Actor == "" || a.Act == "" {
		return fmt.Errorf("audit act: actor or act is missing: %w", privacy.ErrBadInput)
	}
	if len(a.Actor) > maxText || len(a.Act) > maxText || len(a.Number) > maxText || len(a.Reason) > maxText {
		return fmt.Errorf("audit act: a field is too long: %w", privacy.ErrBadInput)
	}
	if !isCode(a.Act) || !isCode(a.Reason) || !isCode(string(a.Number)) {
		return fmt.Errorf("audit act: a field is not a code: %w", privacy.ErrBadInput)
	}
	return nil
}

func isCode(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' || r == '@' })
}

// Entry is one link of the chain. Seq counts from 1 without gaps.
type Entry struct {
	Seq  uint64    `cbor:"1,keyasint"`
	At   time.Time `cbor:"2,keyasint"`
	Act  Act       `cbor:"3,keyasint"`
	Prev [32]byte  `cbor:"4,keyasint"` // Hash of entry Seq-1; zero for the first
	Hash [32]byte  `cbor:"5,keyasint"`
	// Mark is made with the store's key over Hash, which does not cover it. Zero in
	// entries of before there were marks.
	Mark [16]byte `cbor:"6,keyasint,omitzero"`
}

// Next links an act behind prev; the zero Entry stands before the first.
func Next(prev Entry, at time.Time, act Act) Entry {
	e := Entry{Seq: prev.Seq + 1, At: at.UTC(), Act: act, Prev: prev.Hash}
	e.Hash = e.hash()
	return e
}

// hashVersion opens the hashed bytes; another encoding needs another version.
const hashVersion = "otinish audit entry v1"

// hash is SHA-256 over every field: integers big-endian and of fixed length, text
// with its length before it, the time as seconds and nanoseconds of Unix time.
func (e Entry) hash() [32]byte {
	b := make([]byte, 0, 320)
	b = appendText(b, hashVersion)
	b = binary.BigEndian.AppendUint64(b, e.Seq)
	b = binary.BigEndian.AppendUint64(b, uint64(e.At.Unix()))
	b = binary.BigEndian.AppendUint32(b, uint32(e.At.Nanosecond()))
	b = appendText(b, string(e.Act.Actor))
	b = appendText(b, e.Act.Act)
	b = appendText(b, string(e.Act.Number))
	b = appendText(b, e.Act.Reason)
	b = append(b, e.Prev[:]...)
	return sha256.Sum256(b)
}

func appendText(b []byte, s string) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(s)))
	return append(b, s...)
}
