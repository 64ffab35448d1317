package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

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
	lengths := make(map[string]int)
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
		if err := ledgerTogether(path, lines, manifestPart(o.From, Manifest{Copied: r.Copied})); err != nil {
			return err
		}
		all = MergeLedgers(all, lines)
		lengths[path] = len(lines)
		r.Ledgers = append(r.Ledgers, path)
	}
	lacking, err := lackingInNewest(append(beside, o.From), all)
	if err != nil {
		return err
	}
	r.Rebuilt = len(lacking)
	all = MergeLedgers(all, lacking)
	for _, path := range o.Ledgers {
		if lengths[path] < len(all) {
			r.Shorter = append(r.Shorter, path)
		}
	}
	r.Erasures = len(all)
	out, err := createNew(filepath.Join(stage, LedgerName))
	if err != nil {
		return err
	}
	return errors.Join(WriteLedger(out, all), out.Sync(), out.Close())
}

// lackingInNewest makes lines of the tombstones in the newest of the backups, where
// no ledger has them: they were lost there already.
func lackingInNewest(backups []string, lines []Erasure) (lacking []Erasure, err error) {
	newest := slices.MaxFunc(backups, func(a, b string) int { return strings.Compare(filepath.Base(a), filepath.Base(b)) })
	s, err := openBare(filepath.Join(newest, FileName))
	if err != nil {
		return nil, fmt.Errorf("read the tombstones of the newest backup: %w; move %s away to go on without", err, newest)
	}
	defer s.closeDB()
	err = s.View(func(tx *Tx) error {
		if schema, err := tx.schema(); err != nil || schema == clearSchema {
			return err // from before anybody could be destroyed
		}
		lacking, err = tx.lackingIn(lines)
		return err
	})
	return lacking, err
}

func readLedgerFile(path string) ([]Erasure, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ReadLedger(f)
}
