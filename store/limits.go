package store

import (
	"encoding/binary"
	"fmt"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

const useEvent = "limit event"

// MaxEvents is how many events are kept for one scope and id. A limit above it
// would never be reached; with it a full list takes 64 KiB.
const MaxEvents = 8192

// clockSlack is how far an event may lie in the future and still count: clocks
// are corrected by moments. One further ahead was written before the clock was
// set back, and to count it would shut the limit until then.
const clockSlack = time.Minute

// events is the stored value: when all of it is past keeping, then the times,
// ascending, each eight bytes of timeKey.
type events []byte

func (e events) len() int { return max(len(e)/8-1, 0) }

func (e events) at(i int) uint64 { return binary.BigEndian.Uint64(e[8*(i+1):]) }

func (e events) expired(now time.Time) bool {
	return len(e) < 8 || binary.BigEndian.Uint64(e) < timeKey(now)
}

func (tx *Tx) eventKey(scope, id string) []byte {
	d := tx.s.keys.Digest(useEvent, []byte(scope), []byte(id))
	return d[:]
}

// CountEvents says how many events of this scope and id lie after since and are
// not in the future: a sliding window (P5). The id, often an address, is kept as a
// keyed digest only.
func (tx *Tx) CountEvents(scope, id string, since time.Time) (int, error) {
	stored := events(tx.get(tableEvent, tx.eventKey(scope, id)))
	if len(stored)%8 != 0 {
		return 0, fmt.Errorf("count events: %w", privacy.ErrDamaged)
	}
	after, until := timeKey(since), timeKey(tx.now.Add(clockSlack))
	n := 0
	for i := stored.len() - 1; i >= 0 && stored.at(i) > after; i-- {
		if stored.at(i) <= until {
			n++
		}
	}
	return n, nil
}

// AddEvent counts an event now and keeps it for as long as the window of the
// limit. Older ones go, and with each call a few lists that nobody asked for
// since they expired, so that the table does not grow with the number of writers.
func (tx *Tx) AddEvent(scope, id string, keep time.Duration) error {
	key := tx.eventKey(scope, id)
	stored := events(tx.get(tableEvent, key))
	if len(stored)%8 != 0 {
		return fmt.Errorf("add event: %w", privacy.ErrDamaged)
	}
	oldest, newest := timeKey(tx.now.Add(-keep)), timeKey(tx.now.Add(clockSlack))
	first, end := 0, stored.len()
	for first < end && stored.at(first) <= oldest {
		first++
	}
	for end > first && stored.at(end-1) > newest {
		end--
	}
	first = max(first, end-MaxEvents+1)

	value := make([]byte, 0, 8*(end-first+2))
	value = binary.BigEndian.AppendUint64(value, timeKey(tx.now.Add(keep)))
	value = appendSorted(value, stored, first, end, timeKey(tx.now))
	if err := tx.put(tableEvent, key, value); err != nil {
		return fmt.Errorf("add event: %w", err)
	}
	return tx.dropExpired(key)
}

// appendSorted puts the new time in its place: behind all, unless the clock went
// back by moments.
func appendSorted(value []byte, stored events, first, end int, now uint64) []byte {
	place := end
	for place > first && stored.at(place-1) > now {
		place--
	}
	if first < place {
		value = append(value, stored[8*(first+1):8*(place+1)]...)
	}
	value = binary.BigEndian.AppendUint64(value, now)
	if place < end {
		value = append(value, stored[8*(place+1):8*(end+1)]...)
	}
	return value
}

// expiredLook is how many neighbours one AddEvent looks at: more than one, so
// that lists go faster than they come.
const expiredLook = 3

// dropExpired deletes expired lists behind key. Keys are digests, so every list
// has its turn, and neighbours lie on the page that is written anyway.
func (tx *Tx) dropExpired(key []byte) error {
	h, place, err := tx.place(tableEvent, key)
	if err != nil {
		return err
	}
	c := h.Cursor()
	c.Seek(place)
	var expired [][]byte
	for range expiredLook {
		k, v := c.Next()
		if k == nil {
			break
		}
		if own, ok := tableEvent.own(k); ok && events(v).expired(tx.now) {
			expired = append(expired, own)
		}
	}
	for _, k := range expired {
		if err := tx.delete(tableEvent, k); err != nil {
			return fmt.Errorf("drop expired events: %w", err)
		}
	}
	return nil
}
