package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
)

// VerifyChainFile checks the chain of a store that no daemon has open, or of a
// copy, without its keys: hashes, links, count and what was noted outside, but no
// marks. path is the file or its folder; nothing is written. The error wraps
// audit.ErrBroken and names the first entry that does not hold.
func VerifyChainFile(path string, noted []audit.Anchor, progress func(done, total uint64)) (entries uint64, err error) {
	s, err := openBare(path)
	if err != nil {
		return 0, err
	}
	defer s.closeDB()
	v := audit.Verifier{Anchors: noted}
	return s.verifyWith(&v, nil, progress)
}

// openBare opens the file alone, for reading what is not sealed.
func openBare(path string) (*Store, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, FileName)
	}
	codec, err := newCodec()
	if err != nil {
		return nil, err
	}
	if err := checkFile(path); err != nil {
		return nil, fmt.Errorf("open the store: %w", err)
	}
	s := &Store{dir: filepath.Dir(path), now: time.Now, codec: codec, step: func(string) {}}
	if s.db, err = openBoltReadOnly(path); err != nil {
		return nil, fmt.Errorf("open the store: %w", err)
	}
	err = s.View(func(tx *Tx) error {
		_, err := tx.schema()
		return err
	})
	if err != nil {
		s.closeDB()
		return nil, fmt.Errorf("open the store: %w", err)
	}
	return s, nil
}

func openBoltReadOnly(path string) (db *bbolt.DB, err error) {
	err = guard(func() (err error) {
		db, err = bbolt.Open(path, fileMode, &bbolt.Options{Timeout: boltLockWait, ReadOnly: true, NoStatistics: true})
		return err
	})
	switch {
	case err == nil:
		return db, nil
	case errors.Is(err, bolterrors.ErrTimeout):
		err = privacy.ErrLocked
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrChecksum), errors.Is(err, bolterrors.ErrVersionMismatch):
		err = fmt.Errorf("%w (%w)", privacy.ErrDamaged, err)
	}
	return nil, fmt.Errorf("open %s: %w", path, err)
}
