package store

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"go.etcd.io/bbolt"
)

// closedName is a side file that says: the store was closed in order, and these were
// its files then. While it is open there is none. Where it is missing, or the files
// are others, Open looks the store over before it writes anything.
const closedName = "closed"

// closedHead begins the mark; behind it stands the last transaction of the data.
const closedHead = "closed 2 "

// closedMark names the files as they are: the data by what the file system says of
// them and by their meta pages, which every commit writes; the key store, which is
// small, by its content as well.
func (s *Store) closedMark() (string, error) {
	data, err := s.closedData()
	if err != nil {
		return "", err
	}
	keys, err := fileMark(s.keysPath())
	if err != nil {
		return "", err
	}
	sum, err := s.vault.Sum()
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s%s %s %x\n", data, KeysName, keys, sum), nil
}

// closedData is what the mark says of the data file.
func (s *Store) closedData() (string, error) {
	data, err := fileMark(s.path())
	if err != nil {
		return "", err
	}
	last, sum, err := metaSum(s.path())
	return fmt.Sprintf("%s%d\n%s %s %x\n", closedHead, last, FileName, data, sum), err
}

// checkEnds sees that the data can be walked, unless it is as Close left it.
func (s *Store) checkEnds() error {
	if noted, err := os.ReadFile(s.closedPath()); err == nil {
		if mark, err := s.closedData(); err == nil && strings.HasPrefix(string(noted), mark) {
			return nil
		}
	}
	if err := checkEnds(s.path()); err != nil {
		return fmt.Errorf("%s: %w", FileName, err)
	}
	return nil
}

// fileMark tells a file from any copy of it, and from itself after a write: number,
// length, and the time of the last change, which only the kernel sets (stat(2)).
func fileMark(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return "", errors.New("the file system tells nothing of the file")
	}
	return fmt.Sprintf("%d %d %d.%09d", st.Ino, st.Size, st.Ctim.Sec, st.Ctim.Nsec), nil
}

// metaSum sums what the meta pages say, and tells the last transaction.
func metaSum(path string) (last uint64, sum [8]byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, sum, err
	}
	defer f.Close()
	both, err := readMetas(f, knownLast(path))
	if err != nil {
		return 0, sum, err
	}
	h := sha256.New()
	for _, m := range []meta{both.newer, both.older} {
		for _, n := range []uint64{m.highWater, m.txid, m.root, m.freelist} {
			binary.Write(h, binary.BigEndian, n) // into a hash: never fails
		}
	}
	return both.newer.txid, [8]byte(h.Sum(nil)), nil
}

func (s *Store) closedPath() string { return filepath.Join(s.dir, closedName) }

// closedInOrder reports whether the files are as Close left them. It writes nothing.
func (s *Store) closedInOrder() (bool, error) {
	noted, err := os.ReadFile(s.closedPath())
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("read the mark of the last end: %w", err)
	}
	mark, err := s.closedMark()
	return err == nil && string(noted) == mark, err
}

// beginWriting comes before the first change. The mark is gone from the disk before
// anything else gets there, but for a bad meta page, which is written anew while the mark
// tells that it was not the current one.
func (s *Store) beginWriting() error {
	s.writes = true
	if s.StaleMeta() {
		if err := s.db.Update(func(*bbolt.Tx) error { return nil }); err != nil {
			return fmt.Errorf("write a meta page anew: %w", err)
		}
	}
	err := os.Remove(s.closedPath())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = syncDir(s.dir)
	}
	if err != nil {
		return fmt.Errorf("take away the mark of the last end: %w", err)
	}
	return nil
}

// noteClosed writes the mark, if everything ended as it should; the data file is
// closed by then.
func (s *Store) noteClosed() error {
	if !s.writes || s.vault == nil || s.Damage() != nil || len(s.Unreadable()) > 0 || s.ChainBroken() != nil {
		return nil
	}
	mark, err := s.closedMark()
	if err != nil {
		return err
	}
	f, err := os.OpenFile(s.closedPath(), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, fileMode)
	if err != nil {
		return fmt.Errorf("mark the end: %w", err)
	}
	_, err = f.WriteString(mark)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("mark the end: %w", err)
	}
	return nil
}
