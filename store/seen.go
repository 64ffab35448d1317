package store

import (
	"os"
	"path/filepath"
	"time"
)

// MarkSeen notes that the store is worked on now: the time of the working mark's
// file. LastSeen returns what was noted, or the time of the last act on the chain if
// that is later; zero where there is neither. It is not exact, and shows after a
// restart whether the clock can be right.
func (s *Store) MarkSeen() error {
	now := s.now()
	return os.Chtimes(filepath.Join(s.dir, workingName), now, now)
}

// LastSeen is documented at MarkSeen. Call it before the first MarkSeen.
func (s *Store) LastSeen() (at time.Time, err error) {
	err = s.View(func(tx *Tx) error {
		head, ok, err := tx.Head()
		if ok {
			at = head.At
		}
		return err
	})
	info, statErr := os.Stat(filepath.Join(s.dir, workingName))
	if statErr == nil && info.ModTime().After(at) && !at.IsZero() {
		at = info.ModTime()
	}
	return at, err
}

// HastenLetters makes letters due now whose next attempt lies farther ahead than any
// pause is long: they were put off by a clock that was wrong.
func (tx *Tx) HastenLetters(longest time.Duration) (hastened int, err error) {
	ids, err := tx.DueLetterIDs(time.Unix(0, 1<<63-1), 1<<62)
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		l, err := tx.Letter(id)
		if err != nil && PassOver(err) == nil {
			continue
		}
		if err != nil {
			return hastened, err
		}
		if l.NextAt.Sub(tx.now) <= longest {
			continue
		}
		l.NextAt = tx.now
		if err := tx.PutLetter(l); err != nil {
			return hastened, err
		}
		hastened++
	}
	return hastened, nil
}

// InGap reports whether mail of the gap of a restore was not read again yet.
func (tx *Tx) InGap() (open bool, err error) {
	err = eachRecord(tx, tableCursor, nil, func(c Cursor) bool {
		open = c.Restored || c.UID < c.Gap
		return !open
	})
	return open, err
}
