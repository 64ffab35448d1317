package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"sort"
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

// eventDigest is the key of a list.
type eventDigest [16]byte

func (tx *Tx) eventKey(scope, id string) []byte {
	d := tx.s.keys.Digest(useEvent, []byte(scope), []byte(id))
	return d[:]
}

// CountEvents says how many events of this scope and id lie after since and are
// not in the future: a sliding window (P5). The id, often an address, is kept as a
// keyed digest only.
func (tx *Tx) CountEvents(scope, id string, since time.Time) (int, error) {
	stored, err := tx.eventList(tx.eventKey(scope, id))
	if err != nil {
		return 0, fmt.Errorf("count events: %w", err)
	}
	after, until := timeKey(since), timeKey(tx.now.Add(clockSlack))
	n := stored.len()
	return stored.behind(until, n) - stored.behind(after, n), nil
}

// behind is how many of the first n times are not after the given one.
func (e events) behind(at uint64, n int) int {
	return sort.Search(n, func(i int) bool { return e.at(i) > at })
}

// eventList is the list as it is in this transaction.
func (tx *Tx) eventList(key []byte) (events, error) {
	if changed, ok := tx.events[eventDigest(key)]; ok {
		return changed, nil
	}
	stored := events(tx.get(tableEvent, key))
	if len(stored)%8 != 0 {
		return nil, privacy.ErrDamaged
	}
	return stored, nil
}

// AddEvent counts an event now and keeps it for as long as the window of the
// limit. Older ones go, and with each list that is written a few that nobody asked
// for since they expired, so that the table does not grow with the number of
// writers. Lists are written with the end of the transaction, once: a limit over
// all letters changes with each of them.
func (tx *Tx) AddEvent(scope, id string, keep time.Duration) error {
	key := tx.eventKey(scope, id)
	stored, err := tx.eventList(key)
	if err != nil {
		return fmt.Errorf("add event: %w", err)
	}
	now := timeKey(tx.now)
	end := stored.behind(timeKey(tx.now.Add(clockSlack)), stored.len())
	first := max(stored.behind(timeKey(tx.now.Add(-keep)), end), end-MaxEvents+1)
	expiry := timeKey(tx.now.Add(keep))

	value, changed := tx.events[eventDigest(key)]
	if changed && first == 0 && end == stored.len() && (end == 0 || stored.at(end-1) <= now) {
		binary.BigEndian.PutUint64(value, expiry)
		value = binary.BigEndian.AppendUint64(value, now)
	} else {
		value = make([]byte, 0, 8*(end-first+2))
		value = binary.BigEndian.AppendUint64(value, expiry)
		value = appendSorted(value, stored, first, end, now)
	}
	if tx.events == nil {
		tx.events = make(map[eventDigest]events)
	}
	tx.events[eventDigest(key)] = value
	return nil
}

// flushEvents writes the lists that changed, in the order of their keys.
func (tx *Tx) flushEvents() error {
	keys := slices.SortedFunc(maps.Keys(tx.events), func(a, b eventDigest) int { return bytes.Compare(a[:], b[:]) })
	for _, key := range keys {
		if err := tx.put(tableEvent, key[:], tx.events[key]); err != nil {
			return fmt.Errorf("add event: %w", err)
		}
	}
	for _, key := range keys {
		if err := tx.dropExpired(key[:]); err != nil {
			return err
		}
	}
	tx.events = nil
	return nil
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
