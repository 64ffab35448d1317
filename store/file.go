package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
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
func checkFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is no file: %w", path, privacy.ErrDamaged)
	}
	if err := checkMetas(f, info.Size()); err != nil {
		return fmt.Errorf("%s: %w; it was left as it is: bring it back from a backup", path, err)
	}
	return nil
}

func checkMetas(f io.ReaderAt, size int64) error {
	if size == 0 {
		return fmt.Errorf("%w: the file is empty", privacy.ErrDamaged)
	}
	first, err := readMeta(f, 0)
	if err != nil {
		return fmt.Errorf("first meta page: %w", err)
	}
	second, err := readMeta(f, int64(first.pageSize))
	if err != nil {
		return fmt.Errorf("second meta page: %w", err)
	}
	newer := first
	if second.txid > first.txid {
		newer = second
	}
	if first.pageSize != second.pageSize {
		return fmt.Errorf("%w: its meta pages contradict each other", privacy.ErrDamaged)
	}
	if need := newer.highWater * uint64(newer.pageSize); uint64(size) < need {
		return fmt.Errorf("%w: it was cut short: %d octets of %d", privacy.ErrDamaged, size, need)
	}
	return nil
}

func readMeta(f io.ReaderAt, page int64) (meta, error) {
	var b [metaSize]byte
	if _, err := f.ReadAt(b[:], page+metaOffset); errors.Is(err, io.EOF) {
		return meta{}, fmt.Errorf("%w: the file ends before it", privacy.ErrDamaged)
	} else if err != nil {
		return meta{}, err
	}
	order := binary.NativeEndian
	sum := fnv.New64a()
	sum.Write(b[:metaChecksum])
	if order.Uint32(b[0:]) != metaMagic || order.Uint32(b[4:]) != metaVersion || order.Uint64(b[metaChecksum:]) != sum.Sum64() {
		return meta{}, fmt.Errorf("%w: it is not as it was written", privacy.ErrDamaged)
	}
	m := meta{pageSize: order.Uint32(b[8:]), highWater: order.Uint64(b[40:]), txid: order.Uint64(b[48:]), root: order.Uint64(b[16:]), freelist: order.Uint64(b[32:])}
	if m.pageSize < 512 || m.pageSize > 1<<16 || m.pageSize&(m.pageSize-1) != 0 || m.highWater > 1<<47 {
		return meta{}, fmt.Errorf("%w: it is not as it was written", privacy.ErrDamaged)
	}
	return m, nil
}
