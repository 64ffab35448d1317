package store

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

const lockRetry = 20 * time.Millisecond

// lockDir takes the folder for this process until the returned file is closed.
// bbolt locks its file too, but too late: the file must be looked at before bbolt
// touches it, and a new one is made under another name.
func lockDir(dir string, wait time.Duration) (*os.File, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, fmt.Errorf("the folder must exist: %w", err)
	}
	deadline := time.NewTimer(wait)
	defer deadline.Stop()
	retry := time.NewTicker(lockRetry)
	defer retry.Stop()
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return f, nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			f.Close()
			return nil, fmt.Errorf("lock the folder: %w", err)
		}
		select {
		case <-deadline.C:
			f.Close()
			return nil, fmt.Errorf("lock the folder: %w", privacy.ErrLocked)
		case <-retry.C:
		}
	}
}

// syncDir makes names in a folder durable.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}
