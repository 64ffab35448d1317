package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

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
