package store

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Stand-ins until the erasure ledger is there.

const LedgerName = "otinish.erasures"

const KeyBackupMaxAge = 30 * 24 * time.Hour

func (s *Store) copyLedger(w io.Writer) (int64, error) {
	f, err := os.Open(filepath.Join(s.dir, LedgerName))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	defer f.Close()
	return io.Copy(w, f)
}

type Erasure struct{}

func ReadLedger(r io.Reader) ([]Erasure, error) { return nil, nil }

func WriteLedger(w io.Writer, lines []Erasure) error { return nil }

func MergeLedgers(a, b []Erasure) []Erasure { return a }
