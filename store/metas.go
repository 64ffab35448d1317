package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// bbolt writes its two meta pages in turn: that of an odd transaction is the second. Each
// is whole after a crash. Where one is bad, the other may be of the transaction before, and
// bbolt would go back to that without a word; or it is the current one, and nothing is
// lost: the next commit writes over the bad one.

// metas are the meta pages of a file, of which one is whole and current.
type metas struct {
	newer meta
	older meta // zero where it is bad
	bad   bool // the older one
}

// readMetas reads both. Where the newer one is bad, or may be, the error wraps
// privacy.ErrDamaged and says what the other one is. known, if not zero, is the last
// transaction the file is known to have.
func readMetas(f io.ReaderAt, known uint64) (m metas, err error) {
	first, firstErr := readMeta(f, 0)
	at := int64(first.pageSize)
	if firstErr != nil {
		at = secondMeta(f)
	}
	second, secondErr := readMeta(f, at)
	switch {
	case firstErr != nil && !errors.Is(firstErr, privacy.ErrDamaged):
		return m, firstErr
	case firstErr != nil && secondErr != nil:
		return m, fmt.Errorf("first meta page: %w", firstErr)
	case firstErr != nil:
		return oneMeta(f, second, 0, known, fmt.Errorf("first meta page: %w", firstErr))
	case secondErr != nil:
		return oneMeta(f, first, at, known, fmt.Errorf("second meta page: %w", secondErr))
	case first.pageSize != second.pageSize:
		return m, fmt.Errorf("%w: its meta pages contradict each other", privacy.ErrDamaged)
	case second.txid > first.txid:
		return metas{newer: second, older: first}, nil
	}
	return metas{newer: first, older: second}, nil
}

// oneMeta is for a file with one whole meta page, and a bad one elsewhere.
func oneMeta(f io.ReaderAt, whole meta, badAt int64, known uint64, bad error) (metas, error) {
	if known != 0 && whole.txid == known {
		return metas{newer: whole, bad: true}, nil
	}
	was, found := formerMeta(f, badAt)
	switch {
	case found && was.txid < whole.txid && was.pageSize == whole.pageSize:
		return metas{newer: whole, bad: true}, nil
	case found && was.txid > whole.txid:
		return metas{}, fmt.Errorf("%w; it is the current one, and the other, which is whole, is of the transaction before, %d", bad, whole.txid)
	}
	return metas{}, fmt.Errorf("%w; the other is whole and of transaction %d, but whether it is the current one or that before cannot be told", bad, whole.txid)
}

// secondMeta finds the second page of a file whose first one does not tell the page size.
func secondMeta(f io.ReaderAt) int64 {
	for size := int64(512); size <= 1<<16; size *= 2 {
		if m, err := readMeta(f, size); err == nil && int64(m.pageSize) == size {
			return size
		}
	}
	return int64(os.Getpagesize())
}

// formerMeta finds out what a meta page said in which one octet is wrong: its checksum
// tells.
func formerMeta(f io.ReaderAt, page int64) (m meta, found bool) {
	var b [metaSize]byte
	if _, err := f.ReadAt(b[:], page+metaOffset); err != nil {
		return m, false
	}
	for i := range b {
		was := b[i]
		for x := range 256 {
			b[i] = byte(x)
			if m, ok := parseMeta(b); ok {
				return m, true
			}
		}
		b[i] = was
	}
	return m, false
}

func parseMeta(b [metaSize]byte) (m meta, ok bool) {
	order := binary.NativeEndian
	sum := fnv.New64a()
	sum.Write(b[:metaChecksum])
	if order.Uint32(b[0:]) != metaMagic || order.Uint32(b[4:]) != metaVersion || order.Uint64(b[metaChecksum:]) != sum.Sum64() {
		return m, false
	}
	m = meta{pageSize: order.Uint32(b[8:]), highWater: order.Uint64(b[40:]), txid: order.Uint64(b[48:]), root: order.Uint64(b[16:]), freelist: order.Uint64(b[32:])}
	return m, m.pageSize >= 512 && m.pageSize <= 1<<16 && m.pageSize&(m.pageSize-1) == 0 && m.highWater <= 1<<47
}

// knownLast is the last transaction of a data file that was closed in order, as the mark
// beside it says; 0: nothing is known. The mark goes before anything is written.
func knownLast(path string) uint64 {
	noted, err := os.ReadFile(filepath.Join(filepath.Dir(path), closedName))
	if err != nil {
		return 0
	}
	line, _, _ := strings.Cut(string(noted), "\n")
	last, _ := strings.CutPrefix(line, closedHead)
	n, err := strconv.ParseUint(last, 10, 64)
	if err != nil {
		return 0
	}
	return n
}
