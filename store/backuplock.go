package store

import (
	"errors"
	"fmt"
	"os"
	"syscall"

	"medico-intech.kz/otinish/store/privacy"
)

// lock makes the folders and keeps a second backup from them, also from that of the
// keys alone: both would write under one name there.
func (p BackupPlace) lock() (unlock func(), err error) {
	if err := p.apart(); err != nil {
		return nil, err
	}
	for _, dir := range []string{p.Dir, p.keysDir()} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, err
		}
	}
	if sameFile(p.Dir, p.keysDir()) {
		return nil, fmt.Errorf("copies of keys must lie apart from the data, which are kept longer: name another folder for them: %w", privacy.ErrBadInput)
	}
	held, busy, err := p.flock(syscall.LOCK_EX)
	if err == nil && busy != "" {
		err = fmt.Errorf("another backup is being made in %s; wait for its end: %w", busy, privacy.ErrLocked)
	}
	if err != nil {
		held.close()
		return nil, err
	}
	return held.close, nil
}

// heldDirs are folders locked by this process, until they are closed.
type heldDirs []*os.File

func (h heldDirs) close() {
	for _, f := range h {
		f.Close()
	}
}

// flock locks the folders there are, without waiting; busy is one that is locked by
// somebody else. What it holds must be closed in any case.
func (p BackupPlace) flock(how int) (held heldDirs, busy string, err error) {
	for _, dir := range []string{p.Dir, p.keysDir()} {
		f, err := os.Open(dir)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return held, "", err
		}
		held = append(held, f)
		if err := syscall.Flock(int(f.Fd()), how|syscall.LOCK_NB); errors.Is(err, syscall.EWOULDBLOCK) {
			return held, dir, nil
		} else if err != nil && dir == p.Dir { // a share that keeps keys may know no locks
			return held, "", fmt.Errorf("lock %s: %w", dir, err)
		}
	}
	return held, "", nil
}

// CutShort names what a backup left that was killed: a copy of the keys may be among it,
// under a name that says nothing of its age. Nothing while one is being taken. The next
// backup there removes it.
func (p BackupPlace) CutShort() (left []string, err error) {
	held, busy, err := p.flock(syscall.LOCK_SH)
	defer held.close()
	if err != nil || busy != "" {
		return nil, err
	}
	for _, path := range []string{p.partPath(), p.keysPartPath()} {
		if fileThere(path) {
			left = append(left, path)
		}
	}
	return left, nil
}

func sameFile(a, b string) bool {
	one, errA := os.Stat(a)
	two, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(one, two)
}
