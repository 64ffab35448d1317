package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// Backups lists the finished backups of a folder, the oldest first.
func (p BackupPlace) Backups() ([]string, error) {
	names, err := stamped(p.Dir, "")
	if err != nil {
		return nil, fmt.Errorf("list backups: %w", err)
	}
	var dirs []string
	for _, name := range names {
		if fileThere(filepath.Join(p.Dir, name, manifestName)) {
			dirs = append(dirs, filepath.Join(p.Dir, name))
		}
	}
	return dirs, nil
}

// KeyCopies lists the copies of the keys, the oldest first.
func (p BackupPlace) KeyCopies() ([]string, error) {
	names, err := stamped(p.keysDir(), keysSuffix)
	if err != nil {
		return nil, fmt.Errorf("list copies of keys: %w", err)
	}
	for i, name := range names {
		names[i] = filepath.Join(p.keysDir(), name)
	}
	return names, nil
}

// stamped lists names of ours with this ending, by time.
func stamped(dir, suffix string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if _, ours := stampOf(e.Name()); ours && strings.HasSuffix(e.Name(), keysSuffix) == (suffix != "") {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return names, nil
}

func fileThere(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// Unfinished names the newest folder where it is no backup, because it has no
// manifest: somebody may take it for the last good one. Empty: there is none.
func (p BackupPlace) Unfinished() (string, error) {
	names, err := stamped(p.Dir, "")
	if err != nil || len(names) == 0 {
		return "", err
	}
	newest := filepath.Join(p.Dir, names[len(names)-1])
	if fileThere(filepath.Join(newest, manifestName)) {
		return "", nil
	}
	return newest, nil
}

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

func (p BackupPlace) partPath() string     { return filepath.Join(p.Dir, ".otinish"+partSuffix) }
func (p BackupPlace) keysPartPath() string { return filepath.Join(p.keysDir(), ".otinish"+partSuffix) }

// Pruned is what was removed, and from when the key copies are that stay.
type Pruned struct {
	Backups, Keys []string
	OldestKeys    time.Time // of those left; zero: none
	NewestKeys    time.Time
}

// FinalBy is when the newest key copy must be gone: it still holds what is destroyed
// after it was taken, and until the next copy, whatever the older ones hold.
func (p Pruned) FinalBy() time.Time {
	if p.NewestKeys.IsZero() {
		return time.Time{}
	}
	return p.NewestKeys.Add(KeyBackupMaxAge)
}

// Prune removes copies of the keys older than KeyBackupMaxAge, except the newest
// one, and all backups but the newest keep; 0 keeps all. A clock that is wrong
// takes no more than that: the newest of each stays. What is dated later than now
// stays too, and counts for nothing.
func (p BackupPlace) Prune(keep int, now time.Time) (done Pruned, err error) {
	keys, err := p.KeyCopies()
	if err != nil {
		return done, err
	}
	keys = notOfTheFuture(keys, now)
	for i, path := range keys {
		at, _ := stampOf(filepath.Base(path))
		if i == len(keys)-1 || now.Sub(at) <= KeyBackupMaxAge {
			if done.OldestKeys.IsZero() {
				done.OldestKeys = at
			}
			done.NewestKeys = at
			continue
		}
		if err := shredFile(path); err != nil {
			return done, fmt.Errorf("remove an old copy of the keys: %w", err)
		}
		done.Keys = append(done.Keys, path)
	}
	backups, err := p.Backups()
	backups = notOfTheFuture(backups, now)
	if err != nil || keep <= 0 || len(backups) <= keep {
		return done, err
	}
	for _, dir := range backups[:len(backups)-keep] {
		if err := errors.Join(os.Remove(filepath.Join(dir, manifestName)), os.RemoveAll(dir)); err != nil {
			return done, fmt.Errorf("remove an old backup: %w", err)
		}
		done.Backups = append(done.Backups, dir)
	}
	return done, syncDir(p.Dir)
}
