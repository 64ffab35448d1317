package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"medico-intech.kz/otinish/store/audit"
)

// anchorName is a side file with the last noted head of the chain. It is no witness
// against anybody who writes to the folder; it shows that an older data file was put
// back by hand, or that a disk lost what it had confirmed.
const anchorName = "anchor"

// NoteAnchor keeps a head of the chain beside the store, in place of the one before.
func (s *Store) NoteAnchor(a audit.Anchor) error {
	path := filepath.Join(s.dir, anchorName)
	err := os.WriteFile(path+".new", []byte(a.String()+"\n"), fileMode)
	if err == nil {
		err = os.Rename(path+".new", path)
	}
	if err != nil {
		return fmt.Errorf("note the head of the chain: %w", err)
	}
	return nil
}

// FallenBack reports whether the chain lacks the head that was noted beside the
// store: then its record is older than what was done. A note that cannot be read is
// none.
func (s *Store) FallenBack() (bool, error) {
	text, err := os.ReadFile(filepath.Join(s.dir, anchorName))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("read the noted head of the chain: %w", err)
	}
	noted, err := audit.ParseAnchor(string(text))
	if err != nil {
		return false, nil
	}
	var e audit.Entry
	var found bool
	var first uint64
	err = s.View(func(tx *Tx) (err error) {
		if first, err = tx.firstEntry(); err == nil {
			e, found, err = load[audit.Entry](tx, tableAudit, entryKey(noted.Seq))
		}
		return err
	})
	if !found && noted.Seq < first {
		return false, err // cut off since
	}
	return err == nil && (!found || e.Hash != noted.Hash), err
}
