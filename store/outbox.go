package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

const (
	countLetters    = "letter/" // and the state
	useOurMessageID = "our message-id"
)

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
	if !found || old.RequestID != l.RequestID || old.MessageID != l.MessageID {
		if err := tx.indexLetter(id, old, l); err != nil {
			return fmt.Errorf("put letter: %w", err)
		}
	}
	if err := tx.queueLetter(id, found, old, l); err != nil {
		return fmt.Errorf("put letter: %w", err)
	}
	if err := tx.putLetterBytes(id, l.Bytes); err != nil {
		return fmt.Errorf("put letter: %w", err)
	}
	l.Bytes = nil
	if err := tx.putRecord(tableLetter, id, l); err != nil {
		return fmt.Errorf("put letter: %w", err)
	}
	return nil
}

// indexLetter keeps the ways to a letter: by request and by Message-ID.
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
		if err := tx.put(tableLetterOf, joinKeys(request, id), nil); err != nil {
			return err
		}
	}
	if old.MessageID != "" && old.MessageID != l.MessageID {
		if err := tx.delete(tableMessageID, tx.messageIDKey(old.MessageID)); err != nil {
			return err
		}
	}
	if l.MessageID == "" {
		return nil
	}
	key := tx.messageIDKey(l.MessageID)
	if owner := tx.get(tableMessageID, key); owner != nil && !bytes.Equal(owner, id) {
		return fmt.Errorf("the Message-ID belongs to another letter: %w", privacy.ErrExists)
	}
	return tx.put(tableMessageID, key, id)
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

func (tx *Tx) putLetterBytes(id, content []byte) error {
	stored := tx.get(tableLetterBytes, id)
	switch {
	case len(content) == 0 && stored == nil, stored != nil && bytes.Equal(stored, content):
		return nil
	case len(content) == 0:
		return tx.delete(tableLetterBytes, id)
	}
	return tx.put(tableLetterBytes, id, bytes.Clone(content))
}

func dueKey(at time.Time, id []byte) []byte {
	key := binary.BigEndian.AppendUint64(make([]byte, 0, 8+idSize), timeKey(at))
	return append(key, id...)
}

func (tx *Tx) messageIDKey(messageID string) []byte {
	d := tx.s.keys.Digest(useOurMessageID, []byte(messageID))
	return d[:]
}

// withBytes reads a letter that an index points to.
func (tx *Tx) withBytes(id []byte) (Letter, error) {
	l, err := follow[Letter](tx, tableLetter, id)
	if err == nil {
		l.Bytes = bytes.Clone(tx.get(tableLetterBytes, id))
	}
	return l, err
}
