package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

const countLetters = "letter/" // and the state

// PutLetter stores a letter and, while it is queued, its place in the order of
// sending. The bytes lie apart and are written only when they differ: recording
// an attempt does not write the letter again.
func (tx *Tx) PutLetter(l Letter) error {
	id, err := idKey(l.ID)
	if err != nil {
		return fmt.Errorf("put letter: %w", err)
	}
	old, found, err := load[Letter](tx, tableLetter, id)
	if err != nil {
		return fmt.Errorf("put letter: %w", err)
	}
	if named := letterOf(l.MessageID); l.MessageID != "" && named != l.ID {
		return fmt.Errorf("put letter: the Message-ID does not begin with its id: %w", privacy.ErrBadInput)
	}
	if !found {
		tx.countLimits(l)
	}
	if !found || old.RequestID != l.RequestID {
		if err := tx.indexLetter(id, old, l); err != nil {
			return fmt.Errorf("put letter: %w", err)
		}
	}
	if err := tx.queueLetter(id, found, old, l); err != nil {
		return fmt.Errorf("put letter: %w", err)
	}
	if err := tx.indexFarewell(id, l); err != nil {
		return fmt.Errorf("put letter: %w", err)
	}
	of, err := caseOf(id, l)
	if err != nil {
		return fmt.Errorf("put letter: %w", err)
	}
	moved := found && old.RequestID != l.RequestID
	if err := tx.putLetterBytes(id, of, moved, l.Bytes); err != nil {
		return fmt.Errorf("put letter: %w", err)
	}
	l.Bytes = nil
	if err := tx.putSealed(tableLetter, id, of, l); err != nil {
		return fmt.Errorf("put letter: %w", err)
	}
	return nil
}

// indexLetter keeps the way from a request to its letters.
func (tx *Tx) indexLetter(id []byte, old, l Letter) error {
	if before, err := idKey(old.RequestID); err == nil && old.RequestID != l.RequestID {
		if err := tx.delete(tableLetterOf, joinKeys(before, id)); err != nil {
			return err
		}
	}
	if l.RequestID != "" {
		request, err := idKey(l.RequestID)
		if err != nil {
			return err
		}
		return tx.put(tableLetterOf, joinKeys(request, id), nil)
	}
	return nil
}

// queueLetter counts states and keeps the order of sending.
func (tx *Tx) queueLetter(id []byte, found bool, old, l Letter) error {
	if found {
		tx.count(countLetters+string(old.State), -1)
	}
	tx.count(countLetters+string(l.State), 1)
	wasQueued, queued := found && old.State == LetterQueued, l.State == LetterQueued
	if wasQueued && !(queued && old.NextAt.Equal(l.NextAt)) {
		if err := tx.delete(tableLetterDue, dueKey(old.NextAt, id)); err != nil {
			return err
		}
	}
	if queued {
		return tx.put(tableLetterDue, dueKey(l.NextAt, id), nil)
	}
	return nil
}

// caseOf: a letter belongs to its request, and without one to itself.
func caseOf(id []byte, l Letter) (owner, error) {
	if l.RequestID == "" {
		return ofCase(id), nil
	}
	request, err := idKey(l.RequestID)
	return ofCase(request), err
}

// putLetterBytes writes the bytes if they, or whose they are, changed.
func (tx *Tx) putLetterBytes(id []byte, of owner, moved bool, content []byte) error {
	stored, err := tx.getSealed(tableLetterBytes, id)
	switch {
	case err != nil:
		return err
	case len(content) == 0 && stored == nil, stored != nil && !moved && bytes.Equal(stored, content):
		return nil
	case len(content) == 0:
		return tx.delete(tableLetterBytes, id)
	}
	return tx.putSealedBytes(tableLetterBytes, id, of, content)
}

func dueKey(at time.Time, id []byte) []byte {
	key := binary.BigEndian.AppendUint64(make([]byte, 0, 8+idSize), timeKey(at))
	return append(key, id...)
}

// withBytes reads a letter that an index points to.
func (tx *Tx) withBytes(id []byte) (Letter, error) {
	l, err := follow[Letter](tx, tableLetter, id)
	if err == nil {
		l.Bytes, err = tx.getSealed(tableLetterBytes, id)
	}
	return l, err
}
