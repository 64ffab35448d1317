package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"

	"medico-intech.kz/otinish/store/privacy"
)

// What bbolt writes (its internal/common): a header of 16 octets, then elements of
// 16 octets, then keys and values where the elements point to.
const (
	pageHead    = 16
	elementSize = 16
	branchPage  = 0x01
	leafPage    = 0x02
	freePage    = 0x10
	manyFree    = 0xffff // the number of free pages stands in the first place then
	bucketLeaf  = 0x01
	bucketHead  = 16 // root page and sequence number
	maxTree     = 64
)

type pageWalk struct {
	f    io.ReaderAt
	size int
	high uint64
	seen []bool
	done uint64
	tell func(done, total uint64) error // may end the walk
}

func badPage(id uint64, how string) error {
	return fmt.Errorf("page %d: %w: %s", id, privacy.ErrDamaged, how)
}

// read brings a page with what overflows from it; each belongs to one tree only.
func (w *pageWalk) read(id uint64) ([]byte, error) {
	if id < 2 || id >= w.high {
		return nil, badPage(id, "it lies outside the file")
	}
	head := make([]byte, pageHead)
	if _, err := w.f.ReadAt(head, int64(id)*int64(w.size)); err != nil {
		return nil, badPage(id, "it cannot be read")
	}
	order := binary.NativeEndian
	pages := 1 + uint64(order.Uint32(head[12:]))
	if order.Uint64(head) != id || pages > w.high-id {
		return nil, badPage(id, "its head is not as it was written")
	}
	for i := range pages {
		if w.seen[id+i] {
			return nil, badPage(id+i, "it is pointed to twice")
		}
		w.seen[id+i] = true
	}
	before := w.done
	if w.done += pages; before/walkEvery != w.done/walkEvery {
		if err := w.tell(w.done, w.high); err != nil {
			return nil, err
		}
	}
	b := make([]byte, pages*uint64(w.size))
	if _, err := w.f.ReadAt(b, int64(id)*int64(w.size)); err != nil {
		return nil, badPage(id, "it cannot be read")
	}
	return b, nil
}

// tree walks what hangs below a page. Its keys lie from lo to below hi; nil is no
// bound.
func (w *pageWalk) tree(id uint64, lo, hi []byte, depth int) error {
	if depth > maxTree {
		return badPage(id, "the tree is too deep")
	}
	b, err := w.read(id)
	if err != nil {
		return err
	}
	switch binary.NativeEndian.Uint16(b[8:]) {
	case leafPage:
		return w.leaf(id, b, lo, hi, depth)
	case branchPage:
		return w.branch(id, b, lo, hi, depth)
	}
	return badPage(id, "it is neither branch nor leaf")
}

// within is the part of b from at, and that long.
func within(b []byte, at, length uint64) ([]byte, bool) {
	if at > uint64(len(b)) || length > uint64(len(b))-at {
		return nil, false
	}
	return b[at : at+length], true
}

// ordered sees that keys rise within their bounds.
func ordered(before, key, lo, hi []byte, first bool) bool {
	return (first || bytes.Compare(before, key) < 0) && (lo == nil || bytes.Compare(lo, key) <= 0) && (hi == nil || bytes.Compare(key, hi) < 0)
}

func (w *pageWalk) branch(id uint64, b, lo, hi []byte, depth int) error {
	order := binary.NativeEndian
	n := uint64(order.Uint16(b[10:]))
	keys, pages := make([][]byte, n), make([]uint64, n)
	next := pageHead + n*elementSize
	for i := range n {
		at := pageHead + i*elementSize
		e, ok := within(b, at, elementSize)
		if !ok {
			return badPage(id, "it has too many elements")
		}
		start, size := at+uint64(order.Uint32(e)), uint64(order.Uint32(e[4:]))
		if keys[i], ok = within(b, start, size); !ok || start != next {
			return badPage(id, "a key does not lie where it was written")
		}
		next, pages[i] = start+size, order.Uint64(e[8:])
	}
	if n == 0 {
		return badPage(id, "it has no elements")
	}
	for i := range n {
		if i > 0 && bytes.Compare(keys[i-1], keys[i]) >= 0 {
			return badPage(id, "its keys are not in order")
		}
		low, high := keys[i], hi
		if i == 0 {
			low = lo // bbolt lets smaller keys in at the left edge
		}
		if i+1 < n {
			high = keys[i+1]
		}
		if err := w.tree(pages[i], low, high, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (w *pageWalk) leaf(id uint64, b, lo, hi []byte, depth int) error {
	order := binary.NativeEndian
	var before []byte
	n := uint64(order.Uint16(b[10:]))
	next := pageHead + n*elementSize // keys and values lie one after another, without gaps
	for i := range n {
		at := pageHead + i*elementSize
		e, ok := within(b, at, elementSize)
		if !ok {
			return badPage(id, "it has too many elements")
		}
		start, keySize, valueSize := at+uint64(order.Uint32(e[4:])), uint64(order.Uint32(e[8:])), uint64(order.Uint32(e[12:]))
		key, ok := within(b, start, keySize)
		value, valueOK := within(b, start+keySize, valueSize)
		if !ok || !valueOK || start != next {
			return badPage(id, "a key or value does not lie where it was written")
		}
		next = start + keySize + valueSize
		if !ordered(before, key, lo, hi, i == 0) {
			return badPage(id, "its keys are not in order")
		}
		before = key
		if err := w.bucket(id, order.Uint32(e), value, depth); err != nil {
			return err
		}
	}
	return nil
}

// bucket walks a value that is a bucket: its own tree, or a small leaf within.
func (w *pageWalk) bucket(id uint64, flags uint32, value []byte, depth int) error {
	if flags == 0 {
		return nil
	}
	if flags != bucketLeaf || len(value) < bucketHead {
		return badPage(id, "an element is of no kind")
	}
	if root := binary.NativeEndian.Uint64(value); root != 0 {
		return w.tree(root, nil, nil, depth+1)
	}
	inline := value[bucketHead:]
	if len(inline) < pageHead || binary.NativeEndian.Uint16(inline[8:]) != leafPage {
		return badPage(id, "a small bucket is not as it was written")
	}
	return w.leaf(id, inline, nil, nil, depth+1)
}

// freelist is a list of page numbers.
func (w *pageWalk) freelist(id uint64) error {
	if id == math.MaxUint64 {
		return nil // none is kept
	}
	b, err := w.read(id)
	if err != nil {
		return err
	}
	order := binary.NativeEndian
	n := uint64(order.Uint16(b[10:]))
	if n == manyFree {
		n = order.Uint64(b[pageHead:]) + 1 // the count takes a place itself
	}
	list, ok := within(b, pageHead, n*8)
	if order.Uint16(b[8:]) != freePage || n > uint64(len(b)) || !ok {
		return badPage(id, "the list of free pages is not as it was written")
	}
	if order.Uint16(b[10:]) == manyFree {
		list = list[8:]
	}
	for ; len(list) > 0; list = list[8:] {
		if free := order.Uint64(list); free < 2 || free >= w.high {
			return badPage(id, "a free page lies outside the file")
		} else if w.seen[free] {
			return badPage(free, "it is in use, and on the list of free pages or twice there")
		} else {
			w.seen[free] = true
		}
	}
	return nil
}
