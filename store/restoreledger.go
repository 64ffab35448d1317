package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"medico-intech.kz/otinish/store/privacy"
)

// mergeLedgers gives the restored store every line of every ledger there is: those
// named, that of the backup, and those of the backups beside it, which may be newer.
func (o RestoreOptions) mergeLedgers(stage string, r *RestoreReport) error {
	paths := append([]string{filepath.Join(o.From, LedgerName)}, o.Ledgers...)
	beside, err := o.Place.Backups()
	if err != nil {
		return err
	}
	for _, dir := range beside {
		if filepath.Base(dir) > filepath.Base(o.From) {
			paths = append(paths, filepath.Join(dir, LedgerName))
		}
	}
	var all []Erasure
	for i, path := range paths {
		lines, err := readLedgerFile(path)
		if errors.Is(err, fs.ErrNotExist) && i == 0 {
			continue
		}
		if errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("erasure ledger %s is not there; a store in which nobody was ever destroyed has none: leave --ledger out then: %w", path, privacy.ErrNotFound)
		}
		if err != nil {
			return fmt.Errorf("erasure ledger %s: %w", path, err)
		}
		all = MergeLedgers(all, lines)
		r.Ledgers = append(r.Ledgers, path)
	}
	r.Erasures = len(all)
	out, err := createNew(filepath.Join(stage, LedgerName))
	if err != nil {
		return err
	}
	return errors.Join(WriteLedger(out, all), out.Sync(), out.Close())
}

func readLedgerFile(path string) ([]Erasure, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ReadLedger(f)
}
