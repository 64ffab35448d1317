package store

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// StampSlack is how far the clocks of two machines may differ without a word: a backup
// dated later than now is told only beyond it.
const StampSlack = 10 * time.Minute

func stampedAfter(path string, t time.Time) bool {
	at, ok := stampOf(filepath.Base(path))
	return ok && at.After(t)
}

// FromFuture names the backups and copies of keys that are dated later than now: they
// were taken under a clock that was ahead. None of them is the newest, whatever its name.
func (p BackupPlace) FromFuture(now time.Time) ([]string, error) {
	backups, err := p.Backups()
	keys, keysErr := p.KeyCopies()
	if err = errors.Join(err, keysErr); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(append(backups, keys...), func(path string) bool { return !stampedAfter(path, now) }), nil
}

// notOfTheFuture keeps those that are not dated later than now, the order as it was.
func notOfTheFuture(paths []string, now time.Time) []string {
	return slices.DeleteFunc(slices.Clone(paths), func(path string) bool { return stampedAfter(path, now) })
}

// checkClock sees that nothing there is dated later than a backup that is being taken:
// it would be taken for older than those, removed before them, and its keys left aside.
func (p BackupPlace) checkClock(takenAt time.Time) error {
	later, err := p.FromFuture(takenAt)
	if err != nil || len(later) == 0 {
		return err
	}
	return fmt.Errorf("dated later than now, %s: %s; if the clock is right, they were taken under one that was ahead: move them away, remove copies of keys among them for good within %d days, and take the backup again: %w",
		takenAt.UTC().Format(time.RFC3339), strings.Join(later, ", "), int(KeyBackupMaxAge.Hours()/24), privacy.ErrNotAllowed)
}
