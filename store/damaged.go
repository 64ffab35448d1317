package store

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
)

// manyUnread people and requests with records that do not open are no accident of one
// record any more.
const manyUnread = 16

// troubles is what was found damaged since the store was opened.
//
// Damage of pages, indexes or the chain stops all writing: what a writer looks up
// cannot be believed, and each commit would carry the damage further, into backups
// too. A record that does not open concerns whom it belongs to: it lies where it
// should, and what is written for others does not hang on it (docs/decisions/0009).
type troubles struct {
	mu      sync.Mutex
	halt    error // the first that stops writing
	mended  bool  // since then: what is in memory is of before, so writing begins with the next start
	unread  map[string]Unreadable
	letters map[string]bool // their ids, of those that cannot be read
	gone    map[string]bool // ids of people and requests destroyed since: a walk over the state before may still meet them
	chain   error           // it does not hold
	chainAt uint64          // the first entry that does not
	look    bool            // through the store at the first of them
}

// noteDamage is told every error that a writer met.
func (s *Store) noteDamage(err error) {
	if errors.Is(err, privacy.ErrDamaged) && !errors.Is(err, privacy.ErrUnreadable) {
		s.stopWriting(err)
	}
}

func (s *Store) stopWriting(err error) {
	s.troubles.mu.Lock()
	defer s.troubles.mu.Unlock()
	if s.troubles.halt == nil {
		s.troubles.halt = err
	}
}

// noteUnread has the rest looked through after the first: one record that does not
// open may be all that shows of a page written over.
func (s *Store) noteUnread(u Unreadable, letter []byte, cause error) {
	t := &s.troubles
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.isGone(u) {
		return
	}
	if t.unread == nil {
		t.unread, t.letters = make(map[string]Unreadable), make(map[string]bool)
	}
	if letter != nil {
		t.letters[string(letter)] = true
	}
	u.KeyLost = u.KeyLost || t.unread[u.owner()].KeyLost
	t.unread[u.owner()] = u
	if len(t.unread) > manyUnread && t.halt == nil {
		t.halt = fmt.Errorf("records of more than %d people and requests cannot be read, the last of them: %w: %w", manyUnread, privacy.ErrDamaged, cause)
	}
	if t.look {
		t.look = false
		s.work.Go(s.lookThrough)
	}
}

// lookLater lets the first record that cannot be read be followed by a walk, or not.
func (s *Store) lookLater(on bool) {
	s.troubles.mu.Lock()
	defer s.troubles.mu.Unlock()
	s.troubles.look = on
}

// forgetUnread: what is destroyed troubles nobody any more.
func (s *Store) forgetUnread(e Erasure) {
	t := &s.troubles
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.gone == nil {
		t.gone = make(map[string]bool)
	}
	t.gone[string(e.Subject)] = true
	for _, c := range e.Cases {
		t.gone[string(c.ID)] = true
	}
	maps.DeleteFunc(t.unread, func(_ string, u Unreadable) bool { return t.isGone(u) })
}

// isGone reports whether what cannot be read was destroyed. The caller holds mu.
func (t *troubles) isGone(u Unreadable) bool {
	return u.Subject != "" && t.gone[string(u.Subject)] || u.Request != "" && t.gone[string(u.Request)]
}

// letterUnread reports whether a letter turned out to be unreadable.
func (s *Store) letterUnread(id []byte) bool {
	s.troubles.mu.Lock()
	defer s.troubles.mu.Unlock()
	return s.troubles.letters[string(id)]
}

// manyUnread: what more cannot be read says nothing new.
func (s *Store) manyUnread() bool {
	s.troubles.mu.Lock()
	defer s.troubles.mu.Unlock()
	return len(s.troubles.unread) > manyUnread
}

// Suspect is told by a reader that met a record which should be there and is not: the
// store is looked through once, in the background, and Damage tells what that found.
func (s *Store) Suspect() {
	s.troubles.mu.Lock()
	defer s.troubles.mu.Unlock()
	if s.troubles.look {
		s.troubles.look = false
		s.work.Go(s.lookThrough)
	}
}

// lookThrough is the walk of an unclean start, while the store works.
func (s *Store) lookThrough() {
	s.noteDamage(s.survey(&lookOver{}))
}

// Damage is what made the store refuse further writes, until it is opened again or
// mended (Mend); nil: nothing did.
func (s *Store) Damage() error {
	s.troubles.mu.Lock()
	defer s.troubles.mu.Unlock()
	if s.troubles.halt == nil {
		return nil
	}
	if s.troubles.mended {
		return fmt.Errorf("the indexes were mended; nothing more is written until otinish is started again; first found: %w", s.troubles.halt)
	}
	remedy := "stop, and put a backup back (otinish restore)"
	if errors.Is(s.troubles.halt, errIndexes) {
		remedy = "make the indexes anew (otinish store mend), or put a backup back (otinish restore)"
	}
	return fmt.Errorf("nothing more is written: %s; first found: %w", remedy, s.troubles.halt)
}

// Mended reports whether what Damage tells was mended, and only a start is due.
func (s *Store) Mended() bool {
	s.troubles.mu.Lock()
	defer s.troubles.mu.Unlock()
	return s.troubles.mended
}

// noteMended is told that records and indexes agree again. Damage of another kind stays.
func (s *Store) noteMended() {
	s.troubles.mu.Lock()
	defer s.troubles.mu.Unlock()
	s.troubles.mended = errors.Is(s.troubles.halt, errIndexes)
}

// Mendable reports whether an error of Damage or Look is of indexes alone, which Mend
// makes again of the records.
func Mendable(err error) bool { return errors.Is(err, errIndexes) }

// Unreadable lists whose records do not open, as far as that was noticed since the
// store was opened: by a writer, or by the walk after an unclean end.
func (s *Store) Unreadable() []Unreadable {
	s.troubles.mu.Lock()
	defer s.troubles.mu.Unlock()
	return slices.SortedFunc(maps.Values(s.troubles.unread), func(a, b Unreadable) int {
		return strings.Compare(a.owner(), b.owner())
	})
}

// LookAtChain verifies the audit chain, and notes what it came to (ChainBroken). Writing
// goes on where it is broken: the entries that do not hold are evidence and stay.
func (s *Store) LookAtChain() error {
	held, err := s.VerifyAudit(nil)
	if err == nil || errors.Is(err, audit.ErrBroken) {
		s.troubles.mu.Lock()
		defer s.troubles.mu.Unlock()
		s.troubles.chain, s.troubles.chainAt = err, 0
		if err != nil {
			s.troubles.chainAt = held + 1
		}
	}
	return err
}

// brokenAt is the first entry of the chain that does not hold; 0: none.
func (s *Store) brokenAt() uint64 {
	s.troubles.mu.Lock()
	defer s.troubles.mu.Unlock()
	return s.troubles.chainAt
}

// ChainBroken is what LookAtChain found last; nil: the chain holds, or nobody looked.
func (s *Store) ChainBroken() error {
	s.troubles.mu.Lock()
	defer s.troubles.mu.Unlock()
	return s.troubles.chain
}
