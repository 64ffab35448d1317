package store

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"io"
	"sync"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// identities makes UUIDs of version 7 (RFC 9562 §5.7). The 12 bits behind the
// milliseconds count fractions of one (§6.2, method 3), and no id is smaller than
// the one before it, even where the clock is set back: the order of ids is the
// order of recording.
type identities struct {
	mu     sync.Mutex
	random io.Reader
	last   uint64 // 48 bits milliseconds, 12 bits fraction
}

func (g *identities) next(now time.Time) [idSize]byte {
	g.mu.Lock()
	defer g.mu.Unlock()

	fraction := uint64(now.Nanosecond()%1e6) * 4096 / 1e6
	g.last = max(g.last+1, uint64(now.UnixMilli())<<12|fraction)

	var id [idSize]byte
	if _, err := io.ReadFull(g.random, id[8:]); err != nil {
		rand.Read(id[8:]) // never fails; an id is no place to stop for a broken test source
	}
	binary.BigEndian.PutUint64(id[:8], g.last>>12<<16|0x7000|g.last&0xfff)
	id[8] = id[8]&0x3f | 0x80
	return id
}

// startAfter makes later ids sort behind the one that key begins with.
func (g *identities) startAfter(key []byte) {
	if len(key) < idSize {
		return
	}
	head := binary.BigEndian.Uint64(key)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.last = max(g.last, head>>16<<12|head&0xfff)
}

func newID[ID ~string](tx *Tx) ID {
	id := tx.s.ids.next(tx.now)
	return keyID[ID](id[:])
}

// idTime is when an id was made, to the millisecond before; or later, where the
// clock was set back.
func idTime(key []byte) time.Time {
	return time.UnixMilli(int64(binary.BigEndian.Uint64(key) >> 16))
}

// NewSubjectID returns a fresh id; like all ids a UUIDv7, never derived from data.
func (tx *Tx) NewSubjectID() privacy.SubjectID { return newID[privacy.SubjectID](tx) }

// NewRequestID returns a fresh id, behind all given out before.
func (tx *Tx) NewRequestID() privacy.RequestID { return newID[privacy.RequestID](tx) }

// NewLetterID returns a fresh id, behind all given out before.
func (tx *Tx) NewLetterID() privacy.LetterID { return newID[privacy.LetterID](tx) }

// NewConsentID returns a fresh id, behind all given out before.
func (tx *Tx) NewConsentID() privacy.ConsentID { return newID[privacy.ConsentID](tx) }

// numberTries bounds the search for an unused number: with a million requests one
// draw in 34,000 meets a used one.
const numberTries = 16

const useNumber = "number shown before"

// NumberFor is a number that no request has, the same until one has it: so that who
// was shown what would be done sees it done under that number. Without the key of the
// store it is as hard to guess as a drawn one.
func (tx *Tx) NumberFor(id privacy.RequestID, kind privacy.Kind) (privacy.Number, error) {
	for try := range byte(255) { // a request is split off and taken back that often by nobody
		d := tx.s.digest(useNumber, []byte(id), []byte(kind), []byte{try})
		n, err := privacy.NewNumber(bytes.NewReader(d[:]))
		if err != nil {
			return "", fmt.Errorf("number: %w", err)
		}
		if !tx.has(tableNumber, numberKey(n)) {
			return n, nil
		}
	}
	return tx.NewNumber()
}

// numberKey is where a number lies. What is none as privacy.ParseNumber returns it lies
// by its text.
func numberKey(n privacy.Number) []byte {
	if place, ok := n.Place(); ok {
		return place[:]
	}
	return []byte(n)
}

// keyNumber is the inverse of numberKey.
func keyNumber(key []byte) privacy.Number {
	if len(key) == privacy.NumberPlace {
		return privacy.NumberAt(key)
	}
	return privacy.Number(key)
}

// NumberOf is a number that no request has for one that a message with these bytes
// makes: it lies beside the fingerprint, and the commit that records both writes one
// page less of each level. Without the key of the store it is as hard to guess as a
// drawn one. The zero fingerprint, and a second request, have a drawn one.
func (tx *Tx) NumberOf(fp [32]byte) (privacy.Number, error) {
	if fp != ([32]byte{}) {
		if n := privacy.NumberAt(tx.fingerprintKey(fp)); !tx.has(tableNumber, numberKey(n)) {
			return n, nil
		}
	}
	return tx.NewNumber()
}

// NewNumber draws a number that no request has.
func (tx *Tx) NewNumber() (privacy.Number, error) {
	for range numberTries {
		n, err := privacy.NewNumber(tx.s.random)
		if err != nil {
			return "", fmt.Errorf("new number: %w", err)
		}
		if !tx.has(tableNumber, numberKey(n)) {
			return n, nil
		}
	}
	return "", fmt.Errorf("new number: the random source repeats itself: %w", privacy.ErrUnavailable)
}
