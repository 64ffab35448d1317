package store

import (
	"encoding/binary"
	"errors"
	"fmt"

	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/seal"
)

// keySlots in the meta table is how many slots the data needs the key store to have:
// one cut short opens like a whole one, and fresh keys would be written into the gap.
const keySlots = "key slots"

// ErrKeysShort: the key store lacks keys that records were sealed with.
var ErrKeysShort error = unopened(KeysName + " lacks keys that the data need: it was cut short, or is an older copy. " +
	"Nothing was changed. Keep all backups. If an older copy was put in its place, put the former one back, and take what it lost from the copy: otinish key mend COPY. " +
	"If the former one is lost: otinish key mend COPY --damaged, with the newest copy of the keys, goes on without the records of the last keys. " +
	"Else move this folder away and put a backup back: otinish restore")

// noteSlot remembers the highest slot a transaction gave out.
func (tx *Tx) noteSlot(slot uint32) { tx.slots = max(tx.slots, slot+1) }

func (tx *Tx) flushSlots() error {
	if tx.slots == 0 || tx.slots <= tx.notedSlots() {
		return nil
	}
	return tx.put(tableMeta, []byte(keySlots), slotValue(tx.slots))
}

func (tx *Tx) notedSlots() uint32 {
	if v := tx.get(tableMeta, []byte(keySlots)); len(v) == 4 {
		return binary.BigEndian.Uint32(v)
	}
	return 0
}

// eachSlot calls fn with the slot of every key that somebody owns.
func (tx *Tx) eachSlot(fn func(slot uint32) error) error {
	for _, t := range []table{tableSubjectKey, tableCaseKey} {
		err := tx.each(t, nil, func(_, value []byte) (bool, error) {
			if len(value) != 4 {
				return false, fmt.Errorf("%s: %w", tableLayout[t].name, privacy.ErrDamaged)
			}
			return true, fn(binary.BigEndian.Uint32(value))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// keysReach sees at the start that the key store reaches as far as the data need.
// Data from before keySlots was noted are looked through.
func (s *Store) keysReach() error {
	return s.View(func(tx *Tx) error {
		need := tx.notedSlots()
		if need == 0 {
			if err := tx.eachSlot(func(slot uint32) error { need = max(need, slot+1); return nil }); err != nil {
				return err
			}
		}
		if need == 0 {
			return nil
		}
		// One that lies there and holds nothing is the loss of whose it was.
		reaches, err := s.vault.Reaches(need - 1)
		if err == nil && !reaches {
			err = fmt.Errorf("%w (%d slots of %d)", ErrKeysShort, s.vault.Slots(), need)
		}
		return err
	})
}

// keysHeld opens every key that somebody owns: a backup without one of them is none,
// and must not take the place of one that has them.
func (s *Store) keysHeld() error {
	return s.View(func(tx *Tx) error {
		missing := 0
		err := tx.eachSlot(func(slot uint32) error {
			// Destroyed: since this transaction began.
			if _, err := s.vault.AEAD(slot); err != nil && !errors.Is(err, seal.ErrDestroyed) {
				missing++
			}
			return nil
		})
		if err == nil && missing > 0 {
			err = fmt.Errorf("%d keys that records were sealed with do not open: %w; keep all backups, stop otinish, and bring the keys back from the newest copy that has them (otinish key mend), or put a backup back (otinish restore)", missing, privacy.ErrDamaged)
		}
		return err
	})
}
