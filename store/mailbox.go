package store

import (
	"encoding/binary"
	"fmt"
	"math"

	"medico-intech.kz/otinish/store/privacy"
)

// boxNumber stands for a mailbox name in message keys: two bytes instead of the
// name in each of a million keys.
type boxNumber uint16

// messageKeySize is box number, UIDVALIDITY and UID.
const messageKeySize = 2 + 4 + 4

// box finds the number of a mailbox; 0 if it was never seen.
func (tx *Tx) box(mailbox string) boxNumber {
	if n, ok := tx.boxes[mailbox]; ok {
		return n
	}
	value := tx.get(tableMailbox, []byte(mailbox))
	if len(value) != 2 {
		return 0
	}
	n := boxNumber(binary.BigEndian.Uint16(value))
	tx.keepBox(mailbox, n)
	return n
}

func (tx *Tx) keepBox(mailbox string, n boxNumber) {
	if tx.boxes == nil {
		tx.boxes = make(map[string]boxNumber)
	}
	tx.boxes[mailbox] = n
}

// newBox finds the number of a mailbox, or gives it one: the next, from 1.
func (tx *Tx) newBox(mailbox string) (boxNumber, error) {
	if n := tx.box(mailbox); n != 0 {
		return n, nil
	}
	if mailbox == "" {
		return 0, fmt.Errorf("a message without mailbox: %w", privacy.ErrBadInput)
	}
	h, _, err := tx.place(tableMailbox, nil)
	if err != nil {
		return 0, err
	}
	next, err := h.NextSequence()
	if err != nil {
		return 0, fmt.Errorf("number a mailbox: %w", err)
	}
	if next > math.MaxUint16 {
		return 0, fmt.Errorf("number a mailbox: too many mailboxes: %w", privacy.ErrBadInput)
	}
	n := boxNumber(next)
	if err := tx.put(tableMailbox, []byte(mailbox), binary.BigEndian.AppendUint16(nil, uint16(n))); err != nil {
		return 0, err
	}
	tx.keepBox(mailbox, n)
	return n, nil
}

func boxKey(n boxNumber, uidValidity uint32) []byte {
	key := make([]byte, 0, messageKeySize)
	key = binary.BigEndian.AppendUint16(key, uint16(n))
	return binary.BigEndian.AppendUint32(key, uidValidity)
}

// messageKey is for reading: nil where the mailbox was never seen.
func (tx *Tx) messageKey(k MessageKey) []byte {
	n := tx.box(k.Mailbox)
	if n == 0 {
		return nil
	}
	return binary.BigEndian.AppendUint32(boxKey(n, k.UIDValidity), k.UID)
}

// newMessageKey is for writing.
func (tx *Tx) newMessageKey(k MessageKey) ([]byte, error) {
	n, err := tx.newBox(k.Mailbox)
	if err != nil {
		return nil, err
	}
	return binary.BigEndian.AppendUint32(boxKey(n, k.UIDValidity), k.UID), nil
}

func keyUID(key []byte) uint32 { return binary.BigEndian.Uint32(key[6:]) }
