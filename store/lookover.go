package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/seal"
)

// lookOver compares records, indexes, counters and keys, both ways, in one walk over
// the file and in memory that does not grow with it. Of a record that cannot be read
// nobody knows what it calls for: it is noted (Unreadable), and no entry is held
// against it.
type lookOver struct {
	done, total uint64

	want, have  tally            // entries that the records call for; that are there
	missing     map[table]int    // entries that are not as a record calls for
	counts      map[string]int64 // as the counters should be
	lost        map[string]int   // what shows that records are gone
	unread      map[table]int
	suppressed  int   // entries of the suppression list
	ended       int   // records whose key was destroyed, though no tombstone lies beside them
	last        bool  // the ledger has been carried out: such records cannot be read
	rest        error // the first of what is neither
	unreadFirst error
	fix         func(c claim) // is shown what is missing; may be nil
}

var errClosing = fmt.Errorf("the store is being closed: %w", privacy.ErrUnavailable)

const lookEvery = 1 << 17 // entries

var lookedOver = []bucket{bucketSubject, bucketCase, bucketMessage, bucketLookup, bucketState, bucketDisposition}

// survey walks the pages and then looks over what they hold. The error wraps
// privacy.ErrDamaged and names what does not agree: tables, no content.
func (s *Store) survey(l *lookOver) error {
	if err := s.walkStill(); err != nil {
		return err
	}
	return s.compare(l)
}

func (s *Store) compare(l *lookOver) error {
	err := s.View(l.run)
	if err != nil && errors.Is(err, privacy.ErrDamaged) && l.mendable() {
		err = fmt.Errorf("%w: %w", errIndexes, err)
	}
	return err
}

func (l *lookOver) run(tx *Tx) error {
	l.want, l.have, l.missing, l.unread = make(tally), make(tally), make(map[table]int), make(map[table]int)
	l.counts, l.lost, l.suppressed = make(map[string]int64), nil, 0
	for b := range buckets {
		if tx.handle(b) == nil {
			l.rest = fmt.Errorf("%s: its bucket is missing: %w", bucketLayout[b].name, privacy.ErrDamaged)
			return l.rest
		}
	}
	for _, b := range lookedOver {
		l.total += uint64(tx.handle(b).Stats().KeyN)
	}
	for _, b := range lookedOver {
		if err := l.bucket(tx, b); err != nil {
			return err
		}
	}
	l.tell(tx)
	wrong := errors.Join(l.indexes(tx), l.counters(tx))
	return errors.Join(l.rest, l.losses(), wrong)
}

// bucket visits every entry once.
func (l *lookOver) bucket(tx *Tx, b bucket) error {
	var in []table
	for t := range tables {
		if tableLayout[t].bucket == b {
			in = append(in, t)
		}
	}
	c := tx.handle(b).Cursor()
	for key, value := c.First(); key != nil; key, value = c.Next() {
		if l.done++; l.done%lookEvery == 0 {
			if tx.s.closing.Load() {
				return errClosing
			}
			l.tell(tx)
		}
		for _, t := range in {
			if own, ok := t.own(key); ok {
				l.entry(tx, t, own, value)
				break
			}
		}
	}
	return nil
}

func (l *lookOver) tell(tx *Tx) { tx.s.progress("compare", l.done, l.total) }

func (l *lookOver) entry(tx *Tx, t table, key, value []byte) {
	if !slices.Contains(claimed, t) { // of those the records tell
		l.hanging(tx, t, key, value)
	}
	switch {
	case t == tableSubjectKey, t == tableCaseKey:
		l.failed(tx, t, key, l.key(tx, t, key, value))
	case t == tableConsent:
		var c Consent
		err := tx.decode(t, key, value, &c)
		if err == nil {
			err = tx.sealedBy(ofSubject(key[:idSize]), t, value)
		}
		l.failed(tx, t, key, err)
	case t == tableMessage, t == tableLetterBytes, t == tableAnswer:
		l.failed(tx, t, key, l.text(tx, t, key, value))
	case slices.Contains(claimed, t):
		l.have[t]++
	case slices.Contains(inClear, t):
		if t == tableSuppression {
			l.suppressed++
		}
		l.failed(tx, t, key, tx.wellFormed(t, key, value))
	case slices.Contains(claimants, t):
		l.record(tx, t, key, value)
	}
}

// text sees, without opening it, that a message or the text of a letter names the key
// that its owner has.
func (l *lookOver) text(tx *Tx, t table, key, value []byte) error {
	slot, err := sealedSlot(value)
	held, found := tx.heldSlot(ofCase(key[:min(len(key), idSize)]))
	if t == tableLetterBytes {
		held, found = 0, false
		if letter := tx.get(tableLetter, key); letter != nil {
			var letterErr error
			held, letterErr = sealedSlot(letter)
			found = letterErr == nil
		}
	}
	if err == nil && (!found || held != slot) {
		err = errors.New("it is sealed with a key of nobody")
	}
	if err != nil {
		return tx.unreadable(t, key, err)
	}
	return nil
}

// key sees that a key somebody owns is there.
func (l *lookOver) key(tx *Tx, t table, id, value []byte) error {
	if len(value) != 4 {
		return fmt.Errorf("%s: %w", tableLayout[t].name, privacy.ErrDamaged)
	}
	_, err := tx.cipherOf(binary.BigEndian.Uint32(value))
	if err == nil || errors.Is(err, seal.ErrDestroyed) { // a record sealed with it will tell
		return nil
	}
	return tx.unreadable(t, id, err)
}

func (l *lookOver) record(tx *Tx, t table, key, value []byte) {
	claims, counter, err := tx.claims(t, key, value)
	if err == nil && (t == tableSubject || t == tableRequest) {
		err = tx.sealedBy(owner{map[table]table{tableSubject: tableSubjectKey, tableRequest: tableCaseKey}[t], key}, t, value)
	}
	if err != nil {
		l.failed(tx, t, key, err)
		return
	}
	if counter != "" {
		l.counts[counter]++
	}
	if state, is := stateOf(counter); is {
		l.attended(tx, key, state)
	}
	for _, c := range claims {
		l.hanging(tx, c.table, c.key, c.value)
		l.want[c.table]++
		if !tx.met(c) {
			l.missing[c.table]++
			if l.fix != nil {
				l.fix(c)
			}
		}
	}
}

// failed sorts what a record came to.
func (l *lookOver) failed(tx *Tx, t table, key []byte, err error) {
	switch {
	case err == nil:
	case errors.Is(err, privacy.ErrDestroyed):
		l.ended++
		l.unread[t]++
		if l.last {
			_ = tx.unreadable(t, key, err) // notes it
		}
	case errors.Is(err, privacy.ErrUnreadable):
		l.unread[t]++
		if l.unreadFirst == nil {
			l.unreadFirst = err
		}
	case l.rest == nil:
		l.rest = err
	}
}

// sealedBy sees that a value was sealed with the key of whom it belongs to.
func (tx *Tx) sealedBy(o owner, t table, value []byte) error {
	slot, err := sealedSlot(value)
	if held, found := tx.heldSlot(o); err == nil && (!found || held != slot) {
		err = fmt.Errorf("%s: sealed with a key of nobody: %w", tableLayout[t].name, privacy.ErrDamaged)
	}
	return err
}
