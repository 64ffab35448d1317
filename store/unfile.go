package store

import (
	"fmt"
)

// PutToUnfile notes a message whose keyword has to be taken back: a person found
// that it is no request, or took a decision back. It is no longer to be filed.
func (tx *Tx) PutToUnfile(k MessageKey) error {
	key, err := tx.newMessageKey(k)
	if err != nil {
		return fmt.Errorf("put to unfile: %w", err)
	}
	if err := tx.delete(tableToFile, key); err != nil {
		return fmt.Errorf("put to unfile: %w", err)
	}
	if err := tx.put(tableToUnfile, key, nil); err != nil {
		return fmt.Errorf("put to unfile: %w", err)
	}
	return nil
}

// ToUnfile returns UIDs whose keyword has to be taken back, ascending, at most limit.
func (tx *Tx) ToUnfile(mailbox string, uidValidity uint32, limit int) ([]uint32, error) {
	return tx.uids(tableToUnfile, mailbox, uidValidity, limit)
}

// DeleteToUnfile forgets UIDs whose keyword was taken back.
func (tx *Tx) DeleteToUnfile(mailbox string, uidValidity uint32, uids []uint32) error {
	for _, uid := range uids {
		key := tx.messageKey(MessageKey{mailbox, uidValidity, uid})
		if key == nil {
			return nil
		}
		if err := tx.delete(tableToUnfile, key); err != nil {
			return fmt.Errorf("delete to unfile: %w", err)
		}
	}
	return nil
}
