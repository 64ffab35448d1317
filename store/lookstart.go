package store

import (
	"errors"
	"fmt"

	"medico-intech.kz/otinish/store/privacy"
)

// errIndexes is damage that can be mended from the records (Mend).
var errIndexes = errors.New("the indexes do not agree with the records")

// lookAtStart looks the store over where it was not closed in order, before anything
// is written: after a kill, a power cut, or when files were copied in. current: it has
// the tables of today. Damage that stops writing is noted; the error is any other.
func (s *Store) lookAtStart(current bool) error {
	if s.created {
		return nil
	}
	inOrder, err := s.closedInOrder()
	if err != nil || inOrder {
		return err
	}
	s.unclean = true
	s.progress("unclean", 0, 0)
	if err := s.walkStill(); err != nil {
		return s.found(err)
	}
	if !current {
		return nil
	}
	l := &lookOver{}
	if err := s.compare(l); err != nil {
		return s.found(err)
	}
	s.again = l.ended > 0
	return nil
}

func (s *Store) found(err error) error {
	if !errors.Is(err, privacy.ErrDamaged) {
		return err
	}
	s.stopWriting(err)
	return nil
}

// lookAgain follows the replay of the ledger where records had lost their keys: those
// that are still there were destroyed by no line of it.
func (s *Store) lookAgain() error {
	if !s.again {
		return nil
	}
	if err := s.compare(&lookOver{last: true}); err != nil {
		return s.found(err)
	}
	return nil
}

// openForReading opens a damaged store: what can be read may help. Whom the ledger
// names must be nowhere in it.
func (s *Store) openForReading(current bool) error {
	if !current {
		return s.Damage()
	}
	lines, err := s.ledger.lines()
	if err != nil {
		return err
	}
	err = s.View(func(tx *Tx) error {
		for _, e := range lines {
			if tx.unfinished(e) && !tx.overruled(e) {
				return fmt.Errorf("and it still holds what the erasure ledger names, which nobody may read: %w", s.Damage())
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := s.seedIdentities(); err != nil {
		return err
	}
	return s.working.open(s.dir)
}

// StaleMeta reports whether a page of the data file was bad that the next commit writes
// anew: nothing is lost, but the disk may be failing.
func (s *Store) StaleMeta() bool { return s.stale.Load() }

// Unclean reports whether Open found that the store had not been closed in order, and
// looked it over.
func (s *Store) Unclean() bool { return s.unclean }
