package store

import (
	"fmt"

	"medico-intech.kz/otinish/store/privacy"
)

// Cursor returns how far a mailbox has been taken; false if it never was looked at.
func (tx *Tx) Cursor(mailbox string) (Cursor, bool, error) {
	return load[Cursor](tx, tableCursor, []byte(mailbox))
}

// PutCursor stores how far a mailbox has been taken.
func (tx *Tx) PutCursor(c Cursor) error {
	if c.Mailbox == "" {
		return fmt.Errorf("put cursor: no mailbox: %w", privacy.ErrBadInput)
	}
	if err := tx.putRecord(tableCursor, []byte(c.Mailbox), c); err != nil {
		return fmt.Errorf("put cursor: %w", err)
	}
	return nil
}

// PutToFile notes a handled message that has to be filed in the mailbox.
func (tx *Tx) PutToFile(k MessageKey) error {
	key, err := tx.newMessageKey(k)
	if err != nil {
		return fmt.Errorf("put to file: %w", err)
	}
	if err := tx.delete(tableToUnfile, key); err != nil {
		return fmt.Errorf("put to file: %w", err)
	}
	if err := tx.put(tableToFile, key, nil); err != nil {
		return fmt.Errorf("put to file: %w", err)
	}
	return nil
}

// ToFile returns UIDs that wait to be filed, ascending, at most limit.
func (tx *Tx) ToFile(mailbox string, uidValidity uint32, limit int) ([]uint32, error) {
	return tx.uids(tableToFile, mailbox, uidValidity, limit)
}

// uids lists the UIDs of one mailbox in a table of message keys.
func (tx *Tx) uids(t table, mailbox string, uidValidity uint32, limit int) ([]uint32, error) {
	n := tx.box(mailbox)
	if n == 0 {
		return nil, nil
	}
	var uids []uint32
	err := tx.each(t, boxKey(n, uidValidity), func(key, _ []byte) (bool, error) {
		if len(uids) >= limit {
			return false, nil
		}
		uids = append(uids, keyUID(key))
		return true, nil
	})
	return uids, err
}

// DeleteToFile forgets UIDs that were filed or are gone.
func (tx *Tx) DeleteToFile(mailbox string, uidValidity uint32, uids []uint32) error {
	for _, uid := range uids {
		key := tx.messageKey(MessageKey{mailbox, uidValidity, uid})
		if key == nil {
			return nil
		}
		if err := tx.delete(tableToFile, key); err != nil {
			return fmt.Errorf("delete to file: %w", err)
		}
	}
	return nil
}
