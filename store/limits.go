package store

import (
	"fmt"
	"slices"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

const useLimit = "limit"

// LimitKey stands for something that letters are counted by, an address or a
// domain: the beginning of a keyed digest, so that nothing can be read from it.
type LimitKey [8]byte

// LimitKey returns the key of an id within a scope.
func (tx *Tx) LimitKey(scope, id string) LimitKey {
	d := tx.s.digest(useLimit, []byte(scope), []byte(id))
	return LimitKey(d[:])
}

// clockSlack is how far a letter may lie in the future and still count: clocks
// are corrected by moments. One further ahead was written before the clock was
// set back, and to count it would shut the limit until then.
const clockSlack = time.Minute

// CountLettersBy says how many letters with this key among their Letter.Limits were
// queued after since and not in the future: a sliding window (P5). The letters on
// record are the count, whatever became of them, so that neither a restart nor a
// lost index opens a limit; one that cannot be read does not count. Only for a writing transaction (privacy.ErrBadInput):
// to count without queueing is to count in vain.
func (tx *Tx) CountLettersBy(key LimitKey, since time.Time) (int, error) {
	if !tx.bolt.Writable() {
		return 0, fmt.Errorf("count letters: reading only: %w", privacy.ErrBadInput)
	}
	r := &tx.s.recent
	if !r.reaches(since) {
		if err := tx.recall(since); err != nil {
			return 0, fmt.Errorf("count letters: %w", err)
		}
	}
	n := r.count(key, since, tx.now.Add(clockSlack))
	for _, l := range tx.queued {
		if l.at.After(since) && slices.Contains(l.keys, key) {
			n++
		}
	}
	return n, nil
}

// recall reads the letters queued since then into memory. Those of this
// transaction are left out: it may yet fail.
func (tx *Tx) recall(since time.Time) error {
	r := &tx.s.recent
	r.forget()
	err := tx.eachBackward(tableLetter, func(id, value []byte) (bool, error) {
		if idTime(id).Before(since) {
			return false, nil // ids rise, and none is earlier than its letter
		}
		var l Letter
		if err := tx.decode(tableLetter, id, value, &l); err != nil {
			return skipDestroyed(PassOver(err)) // what it counts against nobody knows, and all mail waits for the answer
		}
		if _, mine := tx.queued[l.ID]; !mine {
			r.add(recentLetter{l.QueuedAt, l.Limits})
		}
		return true, nil
	})
	if err == nil {
		r.loaded, r.from = true, since
	}
	return err
}

// countLimits notes a letter that was not on record before.
func (tx *Tx) countLimits(l Letter) {
	if len(l.Limits) == 0 {
		return
	}
	if tx.queued == nil {
		tx.queued = make(map[privacy.LetterID]recentLetter)
	}
	tx.queued[l.ID] = recentLetter{l.QueuedAt, l.Limits}
}
