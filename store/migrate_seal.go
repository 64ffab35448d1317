package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"go.etcd.io/bbolt"

	"medico-intech.kz/otinish/store/seal"
)

const (
	clearSchema  = 1 // values lay in clear
	sealedSchema = 2 // they are sealed; the first that migrations() continue

	sealBatch = 8 << 20 // octets a transaction of the new file
)

func (s *Store) newPath() string   { return s.path() + ".new" }
func (s *Store) clearPath() string { return s.path() + ".v1" }

// sealFormer takes a store whose values lie in clear to schema 2. It writes a new
// file: pages of the old one would keep the clear text. Until the new file takes
// its place, in one step, the old one stays as it is; then it is written over.
func (s *Store) sealFormer() error {
	var id [16]byte
	err := s.View(func(tx *Tx) error {
		copy(id[:], tx.get(tableMeta, []byte(keyStoreID)))
		check := seal.NewDigester(s.ring.FormerDigestKey()).Digest(useKeyCheck, id[:])
		if string(tx.get(tableMeta, []byte(keyKeyCheck))) != string(check[:]) {
			return ErrWrongKey
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := s.formerVault(id); err != nil {
		return err
	}
	if err := s.writeSealed(); err != nil {
		return errors.Join(err, removeIfThere(s.newPath()))
	}
	if err := s.closeDB(); err != nil {
		return err
	}
	// A second name for the old file lets the next start write over it, should this
	// one be interrupted.
	if err := os.Link(s.path(), s.clearPath()); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := os.Rename(s.newPath(), s.path()); err != nil {
		return err
	}
	if err := syncDir(s.dir); err != nil {
		return err
	}
	if err := s.shredClear(); err != nil {
		return err
	}
	return s.openDB()
}

// formerVault opens the key store that an interrupted migration left, or makes one.
func (s *Store) formerVault(id [16]byte) error {
	err := s.openVault(false)
	if errors.Is(err, ErrKeysMissing) {
		if err := s.makeVault(id, s.ring.FormerDigestKey()); err != nil {
			return err
		}
		err = s.openVault(false)
	}
	if err != nil {
		return err
	}
	made := s.vault.StoreID()
	return part{KeysName, made[:]}.together(part{FileName, id[:]})
}

// shredClear writes over the file of the former schema that a migration replaced.
// On disks that write elsewhere instead, its blocks can outlive this (docs/security.md).
func (s *Store) shredClear() error {
	f, err := os.OpenFile(s.clearPath(), os.O_WRONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	zeros := make([]byte, 1<<20)
	for at := int64(0); at < info.Size(); at += int64(len(zeros)) {
		if _, err := f.WriteAt(zeros[:min(int64(len(zeros)), info.Size()-at)], at); err != nil {
			return fmt.Errorf("write over the former file: %w", err)
		}
	}
	if err := f.Sync(); err != nil {
		return fmt.Errorf("write over the former file: %w", err)
	}
	if err := os.Remove(s.clearPath()); err != nil {
		return err
	}
	return syncDir(s.dir)
}

// writeSealed writes the sealed copy beside the open file.
func (s *Store) writeSealed() error {
	if err := removeIfThere(s.newPath()); err != nil {
		return err
	}
	db, err := openBolt(s.newPath(), s.maxSize, bbolt.Options{NoSync: true})
	if err != nil {
		return err
	}
	err = s.View(func(from *Tx) error { return s.sealInto(from, db) })
	return errors.Join(err, db.Sync(), db.Close())
}

func (s *Store) sealInto(from *Tx, db *bbolt.DB) error {
	m := sealing{s: s, from: from, db: db}
	if err := m.begin(); err != nil {
		return err
	}
	for b := range buckets {
		if err := m.bucket(b); err != nil {
			if m.to != nil {
				s.rollback(m.to.bolt)
			}
			return fmt.Errorf("%s: %w", bucketLayout[b].name, err)
		}
	}
	if err := m.end(); err != nil {
		s.rollback(m.to.bolt)
		return err
	}
	s.progress("seal", m.done, m.total)
	return nil
}
