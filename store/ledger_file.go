package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"medico-intech.kz/otinish/store/privacy"
)

// ledger is the open file, written by one goroutine at a time.
type ledger struct {
	mu    sync.Mutex
	path  string
	fault func(string) error
	codec codec
	cut   bool // when it was opened
}

// mend cuts off what a crash left of a last line, and ends one that lacks only its
// newline: the next one would be joined to it.
func (l *ledger) mend() error {
	f, err := os.OpenFile(l.path, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	found, err := readLedger(f)
	if err != nil || !found.cut && !found.open {
		return err
	}
	l.cut = found.cut
	if err := f.Truncate(found.whole); err != nil {
		return err
	}
	if found.open {
		if _, err := f.WriteAt([]byte{'\n'}, found.whole); err != nil {
			return err
		}
	}
	return f.Sync()
}

// LedgerCut reports whether the erasure ledger ended within a line when the store was
// opened. A crash in the midst of writing it leaves that, and so does a copy that was
// cut short: then somebody may be on record again who was destroyed.
func (s *Store) LedgerCut() bool { return s.ledger.cut }

// append makes a line durable.
func (l *ledger) append(e Erasure) error {
	line, err := ledgerLine(l.codec, e)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.write(line); err != nil {
		return fmt.Errorf("write the erasure ledger: %w: %w", privacy.ErrUnavailable, err)
	}
	return nil
}

func (l *ledger) write(line []byte) error {
	if err := l.fault("ledger"); err != nil {
		return err
	}
	f, err := os.OpenFile(l.path, os.O_WRONLY|os.O_CREATE, fileMode)
	if err != nil {
		return err
	}
	defer f.Close()
	end, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if _, err := f.Write(line); err != nil {
		return errors.Join(err, f.Truncate(end))
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if end == 0 {
		return syncDir(filepath.Dir(l.path))
	}
	return nil
}

// lines reads the whole ledger; none where there is no file.
func (l *ledger) lines() ([]Erasure, error) {
	f, err := os.Open(l.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ReadLedger(f)
}

// copyLedger writes the ledger as it is; call it after copyKeys.
func (s *Store) copyLedger(w io.Writer) (int64, error) {
	s.ledger.mu.Lock()
	defer s.ledger.mu.Unlock()
	f, err := os.Open(s.ledger.path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	defer f.Close()
	return io.Copy(w, f)
}

// Erasures reads the ledger, the oldest line first.
func (s *Store) Erasures() ([]Erasure, error) { return s.ledger.lines() }
