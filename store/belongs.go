package store

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/seal"
)

// ErrMixed: files of different stores lie together. It wraps privacy.ErrDamaged:
// nothing may be broken, but none of it may be written to, pruned or put back.
var ErrMixed error = mixed{}

type mixed struct{}

func (mixed) Error() string { return "files of two stores lie together" }
func (mixed) Unwrap() error { return privacy.ErrDamaged }

// part is a file, and the store it says it is of. Without an id it is of before
// there was one, or empty, and goes with any.
type part struct {
	name string
	id   []byte
}

// short is enough of an id for people to compare.
func (p part) short() string { return hex.EncodeToString(p.id[:min(4, len(p.id))]) }

// together sees that a part is of the same store as the one it is to go with. The
// error wraps ErrMixed and says which is of what.
func (p part) together(with part) error {
	if len(p.id) == 0 || len(with.id) == 0 || bytes.Equal(p.id, with.id) {
		return nil
	}
	have, want := p.short(), with.short()
	if have == want {
		have, want = hex.EncodeToString(p.id), hex.EncodeToString(with.id)
	}
	return fmt.Errorf("%s is of store %s, %s is of another store, %s: %w", with.name, want, p.name, have, ErrMixed)
}

// dataPart is what the data say.
func (tx *Tx) dataPart() part {
	return part{FileName, bytes.Clone(tx.get(tableMeta, []byte(keyStoreID)))}
}

// manifestPart is what a backup says of itself.
func manifestPart(dir string, m Manifest) part {
	id, err := hex.DecodeString(m.StoreID)
	if err != nil {
		id = nil // compared with the data as it stands, elsewhere
	}
	return part{dir, id}
}

// keysPart is what a copy of the keys says; no key is needed. What is none says
// nothing: opening it tells why.
func keysPart(path string) part {
	id, err := seal.StoreOf(path)
	if err != nil {
		return part{name: path}
	}
	return part{path, id[:]}
}

// ledgerTogether looks at every line: a ledger may be joined of several.
func ledgerTogether(name string, lines []Erasure, with part) error {
	for i, e := range lines {
		if e.Store == ([16]byte{}) {
			continue
		}
		if err := (part{fmt.Sprintf("line %d of %s", i+1, name), e.Store[:]}).together(with); err != nil {
			return err
		}
	}
	return nil
}

// checkLedgerStore sees at the start that the ledger is that of the data.
func (s *Store) checkLedgerStore() error {
	lines, err := s.ledger.lines()
	if errors.Is(err, privacy.ErrDamaged) {
		return fmt.Errorf("%w; nothing was changed: bring a whole copy of %s back beside the data, such as that of the newest backup, or put a backup back (otinish restore)", err, LedgerName)
	}
	if err != nil || len(lines) == 0 {
		return err
	}
	return s.View(func(tx *Tx) error {
		err := ledgerTogether(LedgerName, lines, tx.dataPart())
		if err != nil {
			err = fmt.Errorf("%w; nothing was changed: bring the ledger of this store back beside it, or put a backup back (otinish restore)", err)
		}
		return err
	})
}

// checkNeighbours sees that the backups and copies of keys in a folder are those of
// one store: the newest keys are taken for the best, and the oldest backups removed.
func (p BackupPlace) checkNeighbours(with part) error {
	dirs, err := p.Backups()
	if err != nil {
		return err
	}
	for _, dir := range dirs {
		m, err := ReadManifest(dir)
		if errors.Is(err, privacy.ErrDamaged) {
			continue // told by backup check
		}
		if err == nil {
			err = manifestPart(dir, m).together(with)
		}
		if err != nil {
			return err
		}
	}
	copies, err := p.KeyCopies()
	if err != nil {
		return err
	}
	for _, path := range copies {
		if err := keysPart(path).together(with); err != nil {
			return err
		}
	}
	return nil
}

// checkBackupParts sees that the files of one backup are of the store its manifest
// names.
func checkBackupParts(dir string, m Manifest) error {
	with := manifestPart(dir, m)
	ledger, err := readLedgerFile(filepath.Join(dir, LedgerName))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil // it is damaged, which the sums tell
	}
	if err := ledgerTogether(filepath.Join(dir, LedgerName), ledger.lines, with); err != nil {
		return err
	}
	path := filepath.Join(dir, FileName)
	if _, err := os.Stat(path); err != nil {
		return nil // likewise
	}
	s, err := openBare(path)
	if err != nil {
		return nil // likewise
	}
	defer s.closeDB()
	return s.View(func(tx *Tx) error {
		data := tx.dataPart()
		data.name = path
		return data.together(with)
	})
}

// checkParts sees that whatever a restore takes into account is of the store of the
// backup: the keys named, and the backups and keys beside. Each ledger is looked at
// where it is read.
func (o RestoreOptions) checkParts(r BackupReport) error {
	with := manifestPart(o.From, r.Manifest)
	if o.Keys != "" {
		if err := keysPart(o.Keys).together(with); err != nil {
			return err
		}
	}
	return o.Place.checkNeighbours(with)
}
