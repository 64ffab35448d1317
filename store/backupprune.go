package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
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
// takes no more than that: the newest of each stays.
func (p BackupPlace) Prune(keep int, now time.Time) (done Pruned, err error) {
	keys, err := p.KeyCopies()
	if err != nil {
		return done, err
	}
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
