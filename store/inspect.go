package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"

	"medico-intech.kz/otinish/store/privacy"
)

// Inspect opens the files of a store for reading only, such as those of a backup:
// it takes no lock, writes nothing, migrates nothing and replays nothing. View,
// Check, CheckSealed and VerifyAudit work; Update fails. A store of another schema
// is refused.
func Inspect(dir string, o Options) (*Store, error) {
	s, err := newStore(dir, o)
	if err != nil {
		return nil, fmt.Errorf("inspect the store: %w", err)
	}
	s.queue.close()
	close(s.written)
	if err := s.inspect(o); err != nil {
		s.Close()
		if errors.Is(err, errPages) {
			err = fmt.Errorf("%w; keep all backups, and put one back (otinish restore)", err)
		}
		return nil, fmt.Errorf("inspect the store: %w", err)
	}
	return s, nil
}

func (s *Store) inspect(o Options) error {
	if _, err := os.Stat(s.path()); err != nil {
		return err
	}
	stale, err := checkFile(s.path())
	if err != nil {
		return err
	}
	s.stale.Store(stale)
	if s.db, err = openBolt(s.path(), 0, bbolt.Options{ReadOnly: true}); err != nil {
		return err
	}
	if err := s.checkEnds(); err != nil {
		return err
	}
	schema, err := s.schemaOnDisk()
	if err != nil {
		return err
	}
	switch current := schemaOf(o.migrations()); {
	case schema > current:
		return newerSchema(schema, current)
	case schema < current:
		return fmt.Errorf("an older otinish made it (schema %d, current is %d): restore it, and it will be migrated: %w", schema, current, privacy.ErrBadInput)
	}
	if err := s.openVault(true); err != nil {
		return err
	}
	s.ledger = &ledger{path: filepath.Join(s.dir, LedgerName), fault: s.fault, codec: s.codec}
	return s.checkKey()
}
