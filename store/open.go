package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"medico-intech.kz/otinish/store/privacy"
)

const (
	fileMode = 0o600

	// mapSize is reserved as address space, not as memory: while the file is
	// smaller, growing it need not wait for readers.
	mapSize = 64 << 20

	// boltLockWait bounds bbolt's own lock, which nobody else should hold once the
	// folder is ours; zero would wait for ever.
	boltLockWait = time.Second
)

// Open opens the store in dir, which must exist, and makes a new one where there
// is none. Stores of an older schema are migrated. The error wraps
//
//   - privacy.ErrLocked: another process has it open;
//   - privacy.ErrDamaged: the file is empty, cut short, overwritten, or was made
//     with another key; nothing in it was changed;
//   - privacy.ErrNewerSchema: a newer otinish wrote it.
func Open(dir string, o Options) (*Store, error) {
	s, err := newStore(dir, o)
	if err != nil {
		return nil, fmt.Errorf("open the store: %w", err)
	}
	wait := o.LockWait
	if wait == 0 {
		wait = defaultLockWait
	}
	if s.lock, err = lockDir(dir, max(wait, 0)); err != nil {
		return nil, fmt.Errorf("open the store: %w", err)
	}
	if err := s.openLocked(o.migrations()); err != nil {
		s.closing.Store(true)
		s.work.Wait()
		_ = s.release() // why it stopped is the error to tell
		if errors.Is(err, errPages) {
			err = fmt.Errorf("%w; nothing was changed: keep all backups, move this folder away and put one back (otinish restore)", err)
		}
		return nil, fmt.Errorf("open the store: %w", err)
	}
	go s.write()
	if s.Damage() == nil && !o.still {
		s.goOnResealing()
	}
	return s, nil
}

func (s *Store) openLocked(steps []migration) error {
	if err := settleRestoring(s.dir); err != nil {
		return err
	}
	switch _, err := os.Lstat(s.path()); {
	case errors.Is(err, fs.ErrNotExist):
		if err := s.create(schemaOf(steps)); err != nil {
			return err
		}
		s.created = true
	case err != nil:
		return err
	}
	if err := s.openDB(); err != nil {
		return err
	}
	schema, err := s.openFormer(schemaOf(steps))
	if err != nil {
		return err
	}
	for _, step := range []func() error{s.checkKey, s.keysReach, func() error { return s.lookAtStart(schema == schemaOf(steps)) }} {
		if err := step(); err != nil {
			return err
		}
	}
	s.ledger = &ledger{path: filepath.Join(s.dir, LedgerName), fault: s.fault, codec: s.codec}
	if s.Damage() != nil {
		return s.openForReading(schema == schemaOf(steps))
	}
	for _, step := range []func() error{
		s.checkLedgerStore, s.beginWriting, s.shredClear, s.vault.Settle, func() error { return s.migrate(steps) },
		s.ledger.mend, s.rebuildLedger, s.replayLedger, s.noteLedger, s.lookForRevived,
		s.lookAgain, s.seedIdentities, s.goOnRotating, func() error { return s.working.open(s.dir) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	s.lookLater(true)
	return nil
}

// openFormer opens the key store of what openDB opened; a file of a schema without
// one is sealed first.
func (s *Store) openFormer(current uint32) (schema uint32, err error) {
	schema, err = s.schemaOnDisk()
	switch {
	case err != nil:
		return schema, err
	case schema > current:
		return schema, newerSchema(schema, current)
	case schema != clearSchema:
		return schema, s.openVault(false)
	}
	if err := s.walkStill(); err != nil {
		return schema, err
	}
	if err := s.sealFormer(); err != nil {
		return schema, fmt.Errorf("seal the store of schema %d: %w", schema, err)
	}
	return sealedSchema, nil
}

// create builds a new store beside its place and moves it there whole: a crash
// meanwhile leaves nothing that looks like a store. A key store with keys says that
// there was one: its data must not be taken for lost without a word.
func (s *Store) create(schema uint32) error {
	if unused, err := s.unusedVault(); err != nil {
		return err
	} else if !unused {
		return fmt.Errorf("%s is missing beside its key store: move the folder away and put a backup back (otinish restore): %w", FileName, privacy.ErrDamaged)
	}
	var id [16]byte
	if _, err := io.ReadFull(s.random, id[:]); err != nil {
		return fmt.Errorf("draw a store id: %w", err)
	}
	for _, path := range []string{s.keysPath(), s.newPath()} {
		if err := removeIfThere(path); err != nil {
			return err
		}
	}
	if err := s.makeVault(id, nil); err != nil {
		return err
	}
	if err := s.openVault(false); err != nil {
		return err
	}
	err := s.layFile(schema)
	closeErr := s.vault.Close()
	s.vault = nil
	if err = errors.Join(err, closeErr); err != nil {
		return err
	}
	if err := os.Rename(s.newPath(), s.path()); err != nil {
		return err
	}
	return syncDir(s.dir)
}

// layFile makes the empty data file.
func (s *Store) layFile(schema uint32) error {
	db, err := openBolt(s.newPath(), 0, bbolt.Options{})
	if err != nil {
		return err
	}
	err = db.Update(func(b *bbolt.Tx) error { return s.newTx(b).lay(schema) })
	return errors.Join(err, db.Close())
}

// lay makes the tables of an empty store.
func (tx *Tx) lay(schema uint32) error {
	for _, b := range bucketLayout {
		if _, err := tx.bolt.CreateBucket([]byte(b.name)); err != nil {
			return err
		}
	}
	if err := tx.putSchema(schema); err != nil {
		return err
	}
	return tx.putKeyCheck()
}

// openDB checks the file and opens it. The writer, or Open, calls it.
func (s *Store) openDB() error {
	if err := s.fault("open"); err != nil {
		return err
	}
	stale, err := checkFile(s.path())
	if err != nil {
		return err
	}
	db, err := openBolt(s.path(), s.maxSize, bbolt.Options{})
	if err != nil {
		return err
	}
	s.db = db
	s.stale.Store(s.stale.Load() || stale)
	return s.checkEnds()
}

// reopen begins anew with the file after the disk failed. Until it succeeds the
// store is not available, and each writer tries again.
func (s *Store) reopen() error {
	s.recent.forget()
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.closeDB()
	if err == nil {
		err = s.openDB()
	}
	s.trouble = err
	if err != nil {
		return s.unavailable()
	}
	return nil
}

func (s *Store) closeDB() error {
	s.ahead.forget()
	if s.db == nil {
		return nil
	}
	err := guard(s.db.Close)
	s.db = nil
	return err
}

// openBolt opens a file that checkFile found whole. Pages it points to may still
// be wrong; bbolt panics on them, and its file must be closed then.
func openBolt(path string, maxSize int, o bbolt.Options) (*bbolt.DB, error) {
	var file *os.File
	var db *bbolt.DB
	err := guard(func() (err error) {
		o.Timeout = boltLockWait
		// The list of free pages is written whole with each commit. As an array it is in
		// order already, and the lowest free pages are taken first: those that the commit
		// before has left, which the kernel still holds, instead of any in the file.
		o.FreelistType = bbolt.FreelistArrayType
		o.InitialMmapSize = mapSize
		o.MaxSize = maxSize
		o.NoStatistics = true
		o.OpenFile = func(name string, flag int, mode os.FileMode) (*os.File, error) {
			f, err := os.OpenFile(name, flag, mode)
			file = f
			return f, err
		}
		db, err = bbolt.Open(path, fileMode, &o)
		return err
	})
	switch {
	case err == nil:
		return db, nil
	case errors.Is(err, privacy.ErrDamaged) && file != nil:
		file.Close()
	case errors.Is(err, bolterrors.ErrTimeout):
		err = privacy.ErrLocked
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrChecksum), errors.Is(err, bolterrors.ErrVersionMismatch):
		err = fmt.Errorf("%w (%w)", privacy.ErrDamaged, err)
	}
	return nil, fmt.Errorf("open %s: %w", path, err)
}

// seedIdentities lets new ids begin behind those on record, whatever the clock says.
func (s *Store) seedIdentities() error {
	return s.View(func(tx *Tx) error {
		for _, b := range []bucket{bucketSubject, bucketCase} {
			if h := tx.handle(b); h != nil {
				last, _ := h.Cursor().Last()
				s.ids.startAfter(last)
			}
		}
		return nil
	})
}
