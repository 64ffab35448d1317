package store

import (
	"errors"
	"fmt"
	"os"

	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/seal"
)

// KeysMended is what MendKeys did.
type KeysMended struct {
	Mended int  `json:"mended"` // keys brought back
	Lost   int  `json:"lost"`   // that the copy has not either
	Laid   bool `json:"laid"`   // there was no key store: the copy is it now
}

// MendKeys brings keys that somebody owns and that are lost back from a copy of the key
// store, in a store that no process has open; where the whole file is lost, the copy takes
// its place. The copy may be older: what it has not is left as it is, and what was
// destroyed since stays destroyed, by the erasure ledger at the latest.
//
// Where keys are lost that the copy lacks too, a store without its key store stays without
// it (privacy.ErrNotAllowed), and one cut short stays so. With damaged both are made good
// as far as the copy goes: the records of these keys, of no more than 16 people and
// requests, cannot be read then, and everybody else is served. A later copy may still bring them back.
//
// The store is looked over when it is opened next. The error wraps ErrWrongKey where the
// copy is of before a rotation of the master key, ErrMixed where it is of another store.
func MendKeys(dir, copied string, ring *seal.Keyring, damaged bool) (m KeysMended, err error) {
	lock, err := lockDir(dir, 0)
	if err != nil {
		return m, fmt.Errorf("mend the keys: %w", err)
	}
	defer lock.Close()
	if m, err = mendKeys(dir, copied, ring, damaged); err != nil {
		return m, fmt.Errorf("mend the keys: %w", err)
	}
	return m, nil
}

func mendKeys(dir, copied string, ring *seal.Keyring, damaged bool) (m KeysMended, err error) {
	s, err := openBare(dir)
	if err != nil {
		return m, err
	}
	defer s.closeDB()
	s.ring = ring
	slots, need, err := s.slotsFor(copied)
	if err != nil {
		return m, err
	}
	from, err := openVaultFile(copied, ring, seal.VaultOptions{ReadOnly: true})
	if err != nil {
		return m, fmt.Errorf("the copy: %w", err)
	}
	defer from.Close()
	m.Laid = !fileThere(s.keysPath())
	if err := s.mayMend(from, slots, m.Laid, damaged); err != nil {
		return m, err
	}
	if m.Laid {
		if err := s.layKeys(copied); err != nil {
			return m, err
		}
	}
	v, err := openVaultFile(s.keysPath(), ring, seal.VaultOptions{Unsettled: true})
	if err != nil {
		return m, err
	}
	lost, mended, err := v.Mend(from, slots)
	if err == nil && damaged {
		err = v.Stretch(need)
	}
	if err = errors.Join(err, v.Close()); err != nil {
		return m, fmt.Errorf("%w: %w", privacy.ErrUnavailable, err)
	}
	m.Mended, m.Lost = mended, len(lost)
	return m, nil
}

// slotsFor lists the slots that somebody owns, and how many the key store must have. The
// copy must be of this store.
func (s *Store) slotsFor(copied string) (slots []uint32, need uint32, err error) {
	err = s.View(func(tx *Tx) error {
		if err := keysPart(copied).together(tx.dataPart()); err != nil {
			return err
		}
		need = tx.notedSlots()
		return tx.eachSlot(func(slot uint32) error {
			slots, need = append(slots, slot), max(need, slot+1)
			return nil
		})
	})
	return slots, need, err
}

// mayMend sees what would stay lost, before anything is written.
func (s *Store) mayMend(from *seal.Vault, slots []uint32, missing, damaged bool) error {
	v := from
	if !missing {
		var err error
		if v, err = openVaultFile(s.keysPath(), s.ring, seal.VaultOptions{ReadOnly: true}); err != nil {
			return err
		}
		defer v.Close()
	}
	lacking, err := v.Lacking(from, slots)
	switch n := len(lacking); {
	case err != nil:
		return fmt.Errorf("%w: %w", privacy.ErrUnavailable, err)
	case damaged && n > manyUnread:
		return fmt.Errorf("this copy lacks %d keys that are lost, and more than %d are too many to go on without; try another one, or put a backup back (otinish restore); nothing was changed: %w", n, manyUnread, privacy.ErrNotAllowed)
	case missing && n > 0 && !damaged:
		return fmt.Errorf("%s is missing, and this copy lacks %d keys that the data need; try another one; where there is none, --damaged goes on without them: the records sealed with them cannot be read then, and everybody else is served; nothing was changed: %w", KeysName, n, privacy.ErrNotAllowed)
	}
	return nil
}

// layKeys lays the copy in place of a key store that is missing, whole or not at all.
func (s *Store) layKeys(copied string) error {
	path := s.keysPath() + ".new"
	if err := removeIfThere(path); err != nil {
		return err
	}
	if err := copyFile(copied, path); err != nil {
		return err
	}
	if err := os.Rename(path, s.keysPath()); err != nil {
		return err
	}
	return syncDir(s.dir)
}
