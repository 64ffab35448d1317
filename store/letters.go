package store

import (
	"encoding/binary"
	"fmt"
	"strings"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// Letter returns the letter with this id.
func (tx *Tx) Letter(id privacy.LetterID) (Letter, error) {
	key, err := lookupKey("letter", id)
	if err != nil {
		return Letter{}, err
	}
	if !tx.has(tableLetter, key) {
		return Letter{}, fmt.Errorf("letter: %w", privacy.ErrNotFound)
	}
	return tx.withBytes(key)
}

// LetterByMessageID returns our letter with this Message-ID, without angle
// brackets: how delivery reports and replies find it.
func (tx *Tx) LetterByMessageID(messageID string) (Letter, error) {
	l, err := tx.Letter(letterOf(messageID))
	if err == nil && l.MessageID != messageID {
		err = privacy.ErrNotFound
	}
	if err != nil {
		return Letter{}, fmt.Errorf("letter by Message-ID: %w", err)
	}
	return l, nil
}

// letterOf is the id a Message-ID of ours begins with: no index is needed to find
// the letter. Of another Message-ID it is nothing that names a letter.
func letterOf(messageID string) privacy.LetterID {
	id, _, _ := strings.Cut(messageID, "@")
	return privacy.LetterID(id)
}

// LettersOf returns the letters written for a request, oldest first. One that cannot be
// read is the error beside all others; where only its bytes cannot, it is without them.
func (tx *Tx) LettersOf(id privacy.RequestID) ([]Letter, error) {
	request, err := idKey(id)
	if err != nil {
		return nil, nil
	}
	var letters []Letter
	var g goOn
	err = tx.each(tableLetterOf, request, func(key, _ []byte) (bool, error) {
		l, err := tx.withBytes(key[idSize:])
		if l.ID != "" {
			letters = append(letters, l)
		}
		if err != nil {
			return g.past(err)
		}
		return true, nil
	})
	return letters, g.end(err)
}

// DueLetters returns queued letters whose next attempt is not after now, the most
// overdue first, at most limit.
func (tx *Tx) DueLetters(now time.Time, limit int) ([]Letter, error) {
	var letters []Letter
	var g goOn
	end := timeKey(now)
	err := tx.each(tableLetterDue, nil, func(key, _ []byte) (bool, error) {
		if len(letters) >= limit || binary.BigEndian.Uint64(key) > end {
			return false, nil
		}
		l, err := tx.withBytes(key[8:])
		if err != nil {
			return g.past(err)
		}
		letters = append(letters, l)
		return true, nil
	})
	return letters, g.end(err)
}

// DueLetterIDs is DueLetters without reading the letters. Those that turned out to be
// unreadable are left out.
func (tx *Tx) DueLetterIDs(now time.Time, limit int) ([]privacy.LetterID, error) {
	var ids []privacy.LetterID
	end := timeKey(now)
	err := tx.each(tableLetterDue, nil, func(key, _ []byte) (bool, error) {
		if len(ids) >= limit || binary.BigEndian.Uint64(key) > end {
			return false, nil
		}
		if tx.s.letterUnread(key[8:]) {
			return true, nil
		}
		if !tx.has(tableLetter, key[8:]) {
			return false, fmt.Errorf("an index points to no letter: %w", privacy.ErrDamaged)
		}
		ids = append(ids, keyID[privacy.LetterID](key[8:]))
		return true, nil
	})
	return ids, err
}

// NextLetterAt says when the next queued letter is due; false if none is queued.
// The zero time means at once.
func (tx *Tx) NextLetterAt() (at time.Time, ok bool) {
	// The visitor returns no error, so there is none to lose.
	_ = tx.each(tableLetterDue, nil, func(key, _ []byte) (bool, error) {
		if tx.s.letterUnread(key[8:]) {
			return true, nil
		}
		at, ok = keyTime(key), true
		return false, nil
	})
	return at, ok
}

// CountLetters says how many letters are in a state, at the cost of one look-up.
func (tx *Tx) CountLetters(state LetterState) int { return tx.counted(countLetters + string(state)) }

// EachLetter calls fn for every letter, the oldest first, until it returns false.
func (tx *Tx) EachLetter(fn func(Letter) bool) error {
	var g goOn
	return g.end(tx.each(tableLetter, nil, func(id, _ []byte) (bool, error) {
		l, err := tx.withBytes(id)
		if err != nil {
			return g.past(err)
		}
		return fn(l), nil
	}))
}
