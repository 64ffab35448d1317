package store

import (
	"encoding/binary"
	"fmt"
)

// Attempts says how often the processing of a message was begun and not ended: a
// message that kills the process must not do so for ever (P16).
func (tx *Tx) Attempts(k MessageKey) int {
	if value := tx.get(tableAttempt, tx.messageKey(k)); len(value) == 4 {
		return int(binary.BigEndian.Uint32(value))
	}
	return 0
}

// CountAttempt counts one more attempt at a message.
func (tx *Tx) CountAttempt(k MessageKey) error {
	key, err := tx.newMessageKey(k)
	if err != nil {
		return fmt.Errorf("count attempt: %w", err)
	}
	value := binary.BigEndian.AppendUint32(nil, uint32(tx.Attempts(k)+1))
	if err := tx.put(tableAttempt, key, value); err != nil {
		return fmt.Errorf("count attempt: %w", err)
	}
	return nil
}

// ClearAttempts forgets the attempts at a message that was processed.
func (tx *Tx) ClearAttempts(k MessageKey) error {
	key := tx.messageKey(k)
	if key == nil || !tx.has(tableAttempt, key) {
		return nil
	}
	if err := tx.delete(tableAttempt, key); err != nil {
		return fmt.Errorf("clear attempts: %w", err)
	}
	return nil
}
