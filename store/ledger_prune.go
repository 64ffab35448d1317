package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"medico-intech.kz/otinish/store/privacy"
)

// prune takes lines out of the ledger. It writes a new file beside it and moves it
// into place: a crash leaves the one or the other. Without such lines nothing is
// written.
func (l *ledger) prune(ended func(Erasure) bool) (dropped int, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	lines, err := l.lines()
	if err != nil {
		return 0, err
	}
	var kept []Erasure
	for _, e := range lines {
		if !ended(e) {
			kept = append(kept, e)
		}
	}
	dropped = len(lines) - len(kept)
	if dropped == 0 {
		return 0, nil
	}
	if err := l.replace(kept); err != nil {
		return 0, fmt.Errorf("shorten the erasure ledger: %w: %w", privacy.ErrUnavailable, err)
	}
	return dropped, nil
}

func (l *ledger) replace(lines []Erasure) error {
	if err := l.fault("ledger"); err != nil {
		return err
	}
	path := l.path + ".new"
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, fileMode)
	if err != nil {
		return err
	}
	if err := errors.Join(WriteLedger(f, lines), f.Sync(), f.Close()); err != nil {
		if gone := os.Remove(path); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, gone)
		}
		return err
	}
	if err := os.Rename(path, l.path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(l.path))
}
