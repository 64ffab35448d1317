package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"

	"medico-intech.kz/otinish/store/privacy"
)

// originals finds every message on record that is about these requests and about no
// other: the letters themselves, copies under other numbers, and answers to our
// questions. It reads all dispositions.
func (tx *Tx) originals(cases []privacy.RequestID) (keys []MessageKey, err error) {
	names := make(map[boxNumber]string)
	err = tx.each(tableMailbox, nil, func(name, value []byte) (bool, error) {
		if len(value) == 2 {
			names[boxNumber(binary.BigEndian.Uint16(value))] = string(name)
		}
		return true, nil
	})
	if err != nil {
		return nil, err
	}
	doomed := make(map[privacy.RequestID]bool)
	for _, id := range cases {
		doomed[id] = true
	}
	err = tx.each(tableDisposition, nil, func(key, value []byte) (bool, error) {
		var d Disposition
		if err := tx.decode(tableDisposition, key, value, &d); err != nil {
			return false, err
		}
		other := slices.ContainsFunc(d.Requests, func(id privacy.RequestID) bool { return !doomed[id] })
		if len(key) == messageKeySize && len(d.Requests) > 0 && !other {
			keys = append(keys, MessageKey{
				Mailbox: names[boxNumber(binary.BigEndian.Uint16(key))], UIDValidity: binary.BigEndian.Uint32(key[2:]), UID: keyUID(key),
			})
		}
		return true, nil
	})
	return keys, err
}

// PutToErase notes a message that must go from the mailbox.
func (tx *Tx) PutToErase(k MessageKey) error {
	key, err := tx.newMessageKey(k)
	if err != nil {
		return fmt.Errorf("put to erase: %w", err)
	}
	if tx.has(tableToErase, key) {
		return nil
	}
	where := here
	if d, found, err := load[Disposition](tx, tableDisposition, key); err == nil && found && d.Moved != nil {
		where = moved
	}
	if err := tx.put(tableToErase, key, where); err != nil {
		return fmt.Errorf("put to erase: %w", err)
	}
	return nil
}

// ToErase returns UIDs of messages that must go and were not moved, ascending, at
// most limit.
func (tx *Tx) ToErase(mailbox string, uidValidity uint32, limit int) ([]uint32, error) {
	n := tx.box(mailbox)
	if n == 0 {
		return nil, nil
	}
	var uids []uint32
	err := tx.each(tableToErase, boxKey(n, uidValidity), func(key, where []byte) (bool, error) {
		if len(uids) >= limit {
			return false, nil
		}
		if bytes.Equal(where, moved) {
			return true, nil
		}
		uids = append(uids, keyUID(key))
		return true, nil
	})
	return uids, err
}

// DeleteToErase forgets UIDs that are gone. Where their keyword was to be set or taken
// back it need not be any more.
func (tx *Tx) DeleteToErase(mailbox string, uidValidity uint32, uids []uint32) error {
	for _, uid := range uids {
		key := bytes.Clone(tx.messageKey(MessageKey{mailbox, uidValidity, uid}))
		if key == nil {
			return nil
		}
		for _, t := range []table{tableToErase, tableToFile, tableToUnfile} {
			if err := tx.delete(t, key); err != nil {
				return fmt.Errorf("delete to erase: %w", err)
			}
		}
	}
	return nil
}
