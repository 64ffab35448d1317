package store

import "errors"

// WithMaxSize makes the disk full when the file reaches this many octets.
func (o Options) WithMaxSize(n int) Options { o.maxSize = n; return o }

// WithSchema2 is the program that wrote schema 2.
func (o Options) WithSchema2() Options { o.steps = []migration{}; return o }

// WithSchema3 is the program that wrote schema 3.
func (o Options) WithSchema3() Options { o.steps = migrations()[:1]; return o }

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
