package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
)

// Mended is what Mend changed.
type Mended struct {
	Added, Removed, Counted int // entries of indexes; counters set right
}

// Look looks the store over while it works, as Open does after an unclean end. The
// error wraps privacy.ErrDamaged; records that cannot be read are in Unreadable.
func (s *Store) Look() error {
	if err := s.survey(&lookOver{last: true}); err != nil {
		return fmt.Errorf("look the store over: %w", err)
	}
	return nil
}

// mendMost bounds what one commit mends.
const mendMost = 20_000

// Mend makes indexes and counters again of the records, also in a store that refuses
// other writes. It adds what records call for and takes out what belongs to none; it
// touches no record. The error wraps privacy.ErrNotAllowed where that is not clear: pages
// are damaged, a record is lost, or records claim the same entry. What was
// done is on the chain. The store takes other writes when it is opened next (Mended).
func (s *Store) Mend(ctx context.Context, by privacy.Actor) (m Mended, err error) {
	if err := s.walkStill(); err != nil {
		return m, fmt.Errorf("mend: pages are damaged, and what they hold cannot be made again; put a backup back (otinish restore): %w: %w", privacy.ErrNotAllowed, err)
	}
	if err := s.beginWriting(); err != nil {
		return m, fmt.Errorf("mend: %w: %w", privacy.ErrUnavailable, err)
	}
	for more := true; more; {
		var now Mended
		c := newCall([]func(*Tx) error{func(tx *Tx) (err error) {
			now, more, err = tx.mend(by)
			return err
		}}, time.Time{})
		c.mends = true
		if err := s.update(ctx, c)[0]; err != nil {
			return m, fmt.Errorf("mend: %w", err)
		}
		m.Added, m.Removed, m.Counted = m.Added+now.Added, m.Removed+now.Removed, m.Counted+now.Counted
	}
	s.noteMended()
	return m, nil
}

// mend does a commit's worth; more is false when all agrees.
func (tx *Tx) mend(by privacy.Actor) (m Mended, more bool, err error) {
	var missing []claim
	l := &lookOver{last: true, fix: func(c claim) {
		if len(missing) < mendMost {
			missing = append(missing, claim{c.table, bytes.Clone(c.key), bytes.Clone(c.value)})
		}
	}}
	found := l.run(tx)
	if !l.mendable() {
		return m, false, fmt.Errorf("records are damaged or lost, which nothing can make again; put a backup back (otinish restore): %w: %w", privacy.ErrNotAllowed, errors.Join(l.rest, l.losses()))
	}
	if found == nil {
		return m, false, nil
	}
	for _, c := range missing {
		if err := tx.meet(c); err != nil {
			return m, false, err
		}
		m.Added++
	}
	if m.Removed, err = tx.takeOutStrays(); err != nil {
		return m, false, err
	}
	if more = len(missing) == mendMost || m.Removed == mendMost; !more {
		if m.Counted, err = l.setCounters(tx); err != nil {
			return m, false, err
		}
	}
	return m, more, tx.Append(audit.Act{Actor: by, Act: "indexes-mended",
		Reason: fmt.Sprintf("added %d removed %d counters %d", m.Added, m.Removed, m.Counted)})
}

// meet puts the entry a record calls for. One that leads to another record which calls
// for it as well is for a person to judge.
func (tx *Tx) meet(c claim) error {
	if have := tx.get(c.table, c.key); have != nil {
		stray, err := tx.stray(c.table, c.key, bytes.Clone(have))
		if err != nil {
			return err
		}
		if !stray {
			return fmt.Errorf("two records call for one entry of %s; put a backup back (otinish restore): %w", tableLayout[c.table].name, privacy.ErrNotAllowed)
		}
	}
	return tx.put(c.table, c.key, c.value)
}

func (tx *Tx) takeOutStrays() (removed int, err error) {
	for _, t := range claimed {
		err = errors.Join(err, tx.each(t, nil, func(key, value []byte) (bool, error) {
			stray, err := tx.stray(t, bytes.Clone(key), bytes.Clone(value))
			if err != nil || !stray {
				return true, err
			}
			removed++
			return removed < mendMost, tx.delete(t, bytes.Clone(key))
		}))
		if err != nil || removed == mendMost {
			return removed, err
		}
	}
	return removed, nil
}

// setCounters sets right what counts records that can all be read.
func (l *lookOver) setCounters(tx *Tx) (set int, err error) {
	names := make(map[string]bool)
	err = tx.each(tableCount, nil, func(name, _ []byte) (bool, error) { names[string(name)] = true; return true, nil })
	for name := range l.counts {
		names[name] = true
	}
	unread := map[string]int{countSubjects: l.unread[tableSubject], countRequests: l.unread[tableRequest], countLetters: l.unread[tableLetter]}
	for name := range names {
		family := familyOf(name)
		if wrong := l.counts[name] - int64(tx.counted(name)); family != "" && unread[family] == 0 && wrong != 0 {
			tx.count(name, wrong)
			set++
		}
	}
	return set, err
}
