package store

import (
	"encoding/binary"
	"fmt"
	"slices"
)

// Where a message that must go is looked for: the value of tableToErase.
var (
	here  = []byte(nil) // in its mailbox, under its number
	moved = []byte{1}   // in the mailbox for handled requests
)

// MovedMessage is one that must go and was moved. To is where; without UID, as far as
// it is known.
type MovedMessage struct {
	Message, To MessageKey
}

// PutMoved notes where a message lies since it was moved. One that is not on record is
// left out.
func (tx *Tx) PutMoved(k, to MessageKey) error {
	key := tx.messageKey(k)
	d, found, err := load[Disposition](tx, tableDisposition, key)
	if err == nil && found {
		d.Moved = &to
		err = tx.putRecord(tableDisposition, key, d)
	}
	if err == nil && tx.has(tableToErase, key) {
		err = tx.put(tableToErase, key, moved)
	}
	if err != nil {
		return fmt.Errorf("put moved: %w", err)
	}
	return nil
}

// unmoved is a disposition as it was first put.
func (tx *Tx) unmoved(stored []byte) []byte {
	var d Disposition
	if err := tx.s.codec.decode(stored, &d); err != nil || d.Moved == nil {
		return stored
	}
	d.Moved = nil
	value, err := tx.s.codec.encode(d)
	if err != nil {
		return stored
	}
	return value
}

// LookElsewhere notes that these messages, which must go, do not lie in their mailbox
// any more: they are looked for where handled requests are moved.
func (tx *Tx) LookElsewhere(mailbox string, uidValidity uint32, uids []uint32) error {
	for _, uid := range uids {
		key := tx.messageKey(MessageKey{mailbox, uidValidity, uid})
		if !tx.has(tableToErase, key) {
			continue
		}
		if err := tx.put(tableToErase, key, moved); err != nil {
			return fmt.Errorf("look elsewhere: %w", err)
		}
	}
	return nil
}

// MovedToErase returns messages of a mailbox that must go and were moved, whatever
// UIDVALIDITY it had then, at most limit.
func (tx *Tx) MovedToErase(mailbox string, limit int) (list []MovedMessage, err error) {
	err = tx.eachMoved(mailbox, func(k MessageKey, d Disposition) bool {
		one := MovedMessage{Message: k}
		if d.Moved != nil {
			one.To = *d.Moved
		}
		list = append(list, one)
		return len(list) < limit
	})
	return list, err
}

func (tx *Tx) eachMoved(mailbox string, fn func(MessageKey, Disposition) bool) error {
	n := tx.box(mailbox)
	if n == 0 {
		return nil
	}
	return tx.each(tableToErase, binary.BigEndian.AppendUint16(nil, uint16(n)), func(key, where []byte) (bool, error) {
		if len(where) == 0 {
			return true, nil
		}
		d, _, err := load[Disposition](tx, tableDisposition, key)
		if err != nil {
			return false, err
		}
		return fn(MessageKey{mailbox, binary.BigEndian.Uint32(key[2:]), keyUID(key)}, d), nil
	})
}

// ProvenToErase finds the moved message that must go and has these bytes: the
// fingerprint is that of what was taken from the mailbox, or of a copy that asked the
// same. Nothing else may be taken for it.
func (tx *Tx) ProvenToErase(mailbox string, fp [32]byte) (k MessageKey, found bool, err error) {
	if fp == ([32]byte{}) {
		return k, false, nil
	}
	first := tx.get(tableFingerprint, tx.fingerprintKey(fp))
	if first == nil {
		return k, false, nil
	}
	of, err := follow[Disposition](tx, tableDisposition, first)
	if err != nil {
		return k, false, err
	}
	var copied MessageKey
	err = tx.eachMoved(mailbox, func(one MessageKey, d Disposition) bool {
		if string(tx.messageKey(one)) == string(first) {
			k, found = one, true
		} else if copied.UID == 0 && len(of.Requests) > 0 && slices.Equal(d.Requests, of.Requests) {
			copied = one
		}
		return !found
	})
	if !found && copied.UID != 0 {
		return copied, true, err
	}
	return k, found, err
}
