package store

import "fmt"

// lookForRevived sees whether the key store has destroyed as many keys as there are
// tombstones. Where it has not, it is older than some of the destructions, and no ledger
// was there that named their keys: with an older copy of the data they open what is to
// be out of reach. Which they are nobody can tell: a key that nobody owns may be a spare.
// After a restore the ledger may name keys made since the backup, which it never had.
func (s *Store) lookForRevived() error {
	stones := uint64(0)
	err := s.View(func(tx *Tx) error {
		stones = uint64(tx.counted(countTombstones))
		return tx.each(tableCaseTomb, nil, func(_, _ []byte) (bool, error) { stones++; return true, nil })
	})
	if err != nil || stones == 0 {
		return err
	}
	ended, err := s.vault.Ended()
	if err != nil {
		return fmt.Errorf("compare destroyed keys with tombstones: %w", err)
	}
	lines, err := s.ledger.lines()
	if err != nil {
		return err
	}
	never, err := s.vault.Never(marksOf(lines))
	if err != nil {
		return fmt.Errorf("compare destroyed keys with tombstones: %w", err)
	}
	s.revived.Store(int64(stones - min(stones, ended+never)))
	return nil
}

// marksOf lists the keys that lines of the ledger name.
func marksOf(lines []Erasure) (marks []KeyMark) {
	for _, e := range lines {
		marks = append(marks, e.Keys...)
	}
	return marks
}

// KeysRevived is how many keys of the destroyed, at least, the key store holds again: an
// older copy of it was put in its place while the erasure ledger was missing. Reseal ends
// all of them.
func (s *Store) KeysRevived() int { return int(s.revived.Load()) }
