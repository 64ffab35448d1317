package store

import (
	"errors"
	"fmt"
	"io"
	"os"

	"medico-intech.kz/otinish/store/privacy"
)

// What bbolt writes in its two meta pages, behind a page header of 16 octets, in
// the byte order of the machine.
const (
	metaOffset   = 16
	metaSize     = 64
	metaMagic    = 0xED0CDAED
	metaVersion  = 2
	metaChecksum = 56 // offset of the checksum, FNV-1a over what is before it
)

type meta struct {
	pageSize  uint32
	highWater uint64 // number of pages in use: nothing lies behind them
	txid      uint64
	root      uint64 // page
	freelist  uint64 // page
}

// checkFile looks at the file before bbolt maps it. bbolt takes an empty file for
// a new store, dies beyond recovery on one cut short, and goes back one
// transaction without a word where the newer meta page is bad. A crash explains
// none of these: a meta page is written in one sector, after its data is on disk.
//
// A bad meta page of the transaction before is no loss; stale says so.
func checkFile(path string) (stale bool, err error) {
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return false, err
	}
	if !info.Mode().IsRegular() {
		return false, fmt.Errorf("%s is no file: %w", path, privacy.ErrDamaged)
	}
	if stale, err = checkMetas(f, info.Size(), knownLast(path)); err != nil {
		return false, fmt.Errorf("%s: %w; it was left as it is: bring it back from a backup", path, err)
	}
	return stale, nil
}

// checkMetas reports whether the meta page of the transaction before is bad.
func checkMetas(f io.ReaderAt, size int64, known uint64) (stale bool, err error) {
	if size == 0 {
		return false, fmt.Errorf("%w: the file is empty", privacy.ErrDamaged)
	}
	m, err := readMetas(f, known)
	if err != nil {
		return false, err
	}
	if need := m.newer.highWater * uint64(m.newer.pageSize); uint64(size) < need {
		return false, fmt.Errorf("%w: it was cut short: %d octets of %d", privacy.ErrDamaged, size, need)
	}
	return m.bad, nil
}

func readMeta(f io.ReaderAt, page int64) (meta, error) {
	var b [metaSize]byte
	if _, err := f.ReadAt(b[:], page+metaOffset); errors.Is(err, io.EOF) {
		return meta{}, fmt.Errorf("%w: the file ends before it", privacy.ErrDamaged)
	} else if err != nil {
		return meta{}, err
	}
	m, ok := parseMeta(b)
	if !ok {
		return meta{}, fmt.Errorf("%w: it is not as it was written", privacy.ErrDamaged)
	}
	return m, nil
}
