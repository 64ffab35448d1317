package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"medico-intech.kz/otinish/store/privacy"
)

// summed counts and sums what is written through it.
type summed struct {
	w        io.Writer
	h        hash.Hash
	n        int64
	total    uint64
	progress func(done, total uint64)
}

func newSummed(w io.Writer) *summed { return &summed{w: w, h: sha256.New()} }

func (s *summed) Write(b []byte) (int, error) {
	n, err := s.w.Write(b)
	s.h.Write(b[:n])
	s.n += int64(n)
	if s.progress != nil {
		s.progress(uint64(s.n), s.total)
	}
	return n, err
}

func (s *summed) sum() Sum { return Sum{s.n, hex.EncodeToString(s.h.Sum(nil))} }

func createNew(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
}

// compare reads a file and says whether it is as the manifest says.
func (m Manifest) compare(path, name string) error {
	want, ok := m.Files[name]
	if !ok {
		return fmt.Errorf("%s does not name %s: %w", manifestName, name, privacy.ErrDamaged)
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s is missing, although %s names it: %w: %w", path, manifestName, privacy.ErrDamaged, err)
	}
	if err != nil {
		return err
	}
	defer f.Close()
	in := newSummed(io.Discard)
	if _, err := io.Copy(in, f); err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	switch have := in.sum(); {
	case have.Octets != want.Octets:
		return fmt.Errorf("%s has %d octets, written were %d: %w", path, have.Octets, want.Octets, privacy.ErrDamaged)
	case have != want:
		return fmt.Errorf("%s is not as it was written: %w", path, privacy.ErrDamaged)
	}
	return nil
}

// ReadManifest reads what a backup says of itself. A folder without manifest is no
// backup: the error wraps privacy.ErrNotFound.
func ReadManifest(dir string) (m Manifest, err error) {
	f, err := os.Open(filepath.Join(dir, manifestName))
	if errors.Is(err, fs.ErrNotExist) {
		return m, fmt.Errorf("%s holds no backup (no %s): %w", dir, manifestName, privacy.ErrNotFound)
	}
	if err != nil {
		return m, err
	}
	defer f.Close()
	if err := json.NewDecoder(io.LimitReader(f, manifestLimit)).Decode(&m); err != nil {
		return m, fmt.Errorf("%s: %w (%w)", f.Name(), privacy.ErrDamaged, err)
	}
	return m, nil
}

// shredFile overwrites a file before it is removed. On a file system that copies
// on write, or a flash disk, old blocks may stay readable for a while: the master
// key is what they lack.
func shredFile(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err == nil {
		_, err = io.CopyN(f, zeros{}, info.Size())
	}
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Remove(path)
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }
