package store

import (
	"bytes"
	"errors"

	"medico-intech.kz/otinish/store/privacy"
)

// WithMaxSize makes the disk full when the file reaches this many octets.
func (o Options) WithMaxSize(n int) Options { o.maxSize = n; return o }

// WithSchema2 is the program that wrote schema 2.
func (o Options) WithSchema2() Options { o.steps = []migration{}; return o }

// WithSchema3 is the program that wrote schema 3.
func (o Options) WithSchema3() Options { o.steps = migrations()[:1]; return o }

// WithSchema4 is the program that wrote schema 4.
func (o Options) WithSchema4() Options { o.steps = migrations()[:2]; return o }

// WithSteps is a later program: its migrations follow those of today.
func (o Options) WithSteps(steps ...func(*Tx) error) Options {
	o.steps = migrations()
	for _, step := range steps {
		o.steps = append(o.steps, step)
	}
	return o
}

// Waiting is how many calls wait for the writer.
func (s *Store) Waiting() int {
	s.queue.mu.Lock()
	defer s.queue.mu.Unlock()
	return len(s.queue.calls)
}

// ForgeEntry changes the stored bytes of an audit entry.
func (tx *Tx) ForgeEntry(seq uint64, value func([]byte) []byte) error {
	forged := value(append([]byte{}, tx.get(tableAudit, entryKey(seq))...))
	if forged == nil {
		return tx.delete(tableAudit, entryKey(seq))
	}
	return tx.put(tableAudit, entryKey(seq), forged)
}

// DropIndex empties an index behind the back of its records.
func (tx *Tx) DropIndex() error {
	return tx.each(tableAddress, nil, func(key, _ []byte) (bool, error) { return true, tx.delete(tableAddress, key) })
}

// DropPersons empties the ways from people to their requests: a store of schema 2 had
// none.
func (tx *Tx) DropPersons() error {
	all := func([]byte, []byte) bool { return true }
	return errors.Join(tx.drop(tablePerson, all), tx.drop(tableRequestOf, all))
}

// DropEntriesOf empties the lists of what the chain says about requests: a store of
// schema 3 had none.
func (tx *Tx) DropEntriesOf() error {
	return tx.drop(tableEntryOf, func([]byte, []byte) bool { return true })
}

// FormerNumbers lays all numbers where a store of schema 4 had them.
func (tx *Tx) FormerNumbers() error {
	return tx.each(tableNumber, nil, func(key, id []byte) (bool, error) {
		key, id = bytes.Clone(key), bytes.Clone(id)
		return true, errors.Join(tx.put(tableFormerNumber, []byte(keyNumber(key)), id), tx.delete(tableNumber, key))
	})
}

// NumberTables counts numbers where they lie now, and where they lay before schema 5.
func (tx *Tx) NumberTables() (now, former int) {
	_ = tx.each(tableNumber, nil, func([]byte, []byte) (bool, error) { now++; return true, nil })
	_ = tx.each(tableFormerNumber, nil, func([]byte, []byte) (bool, error) { former++; return true, nil })
	return now, former
}

// NumberBesideDigest reports whether the entry before that of a fingerprint is the
// number made of it.
func (tx *Tx) NumberBesideDigest(fp [32]byte) (bool, error) {
	digest := tx.fingerprintKey(fp)
	h, k, err := tx.place(tableFingerprint, digest)
	if err != nil {
		return false, err
	}
	c := h.Cursor()
	c.Seek(k)
	before, _ := c.Prev()
	key, own := tableNumber.own(before)
	return own && keyNumber(key) == privacy.NumberAt(digest), nil
}

// RecentTimes is how many times of letters the writer holds in memory.
func (tx *Tx) RecentTimes() int { return tx.s.recent.size }

// Dir is the folder of the store.
func (s *Store) Dir() string { return s.dir }

// MayCut reports whether a cut of the chain could begin now.
func (s *Store) MayCut() bool {
	if s.cutting.TryLock() {
		s.cutting.Unlock()
		return true
	}
	return false
}

// Size is how much of the file holds pages, octets.
func (tx *Tx) Size() int64 { return tx.bolt.Size() }
