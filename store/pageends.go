package store

import (
	"encoding/binary"
	"io"
	"os"
)

// checkEnds sees that every way down the trees of a file comes to an end. bbolt goes
// where a page points to without asking whether it was there, and takes whatever is no
// leaf for a branch: in files copied while they were written to, a look-up can go round
// and take memory until there is none. It reads what bbolt would follow, and less than
// a whole walk; what bbolt stumbles over is an end too (guard). Nothing else may write
// meanwhile.
func checkEnds(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	both, err := readMetas(f, knownLast(path))
	if err != nil {
		return err
	}
	m := both.newer
	info, err := f.Stat()
	if err != nil {
		return err
	}
	size := int64(m.pageSize)
	e := &pageEnds{f: f, size: size, state: make([]pageState, info.Size()/size)}
	if err := e.below(m.root, 0, true); err != nil {
		return err
	}
	for _, root := range e.roots {
		if err := e.below(root, 0, false); err != nil {
			return err
		}
	}
	return nil
}

type pageState uint8

const (
	notSeen pageState = iota
	above             // on the way to the page that is looked at
	ends
)

type pageEnds struct {
	f     io.ReaderAt
	size  int64
	state []pageState
	roots []uint64 // of the buckets
}

// below follows a page. top: it belongs to the tree of the buckets.
func (e *pageEnds) below(id uint64, depth int, top bool) error {
	if id >= uint64(len(e.state)) || e.state[id] == ends {
		return nil
	}
	if e.state[id] == above || depth > maxTree {
		return errNoEnd
	}
	e.state[id] = above
	defer func() { e.state[id] = ends }()
	head := e.read(int64(id)*e.size, pageHead)
	order := binary.NativeEndian
	if order.Uint64(head) != id {
		return nil
	}
	n := int(order.Uint16(head[10:]))
	switch flags := order.Uint16(head[8:]); {
	case flags != leafPage && (flags != branchPage || n == 0):
		return errNoEnd // its elements are whatever lies there
	case flags == branchPage:
		elements := e.read(int64(id)*e.size+pageHead, n*elementSize)
		for i := range n {
			if err := e.below(order.Uint64(elements[i*elementSize+8:]), depth+1, top); err != nil {
				return err
			}
		}
	case top:
		e.buckets(int64(id)*e.size+pageHead, n)
	}
	return nil
}

// buckets notes the roots that a leaf of the top tree names.
func (e *pageEnds) buckets(at int64, n int) {
	order := binary.NativeEndian
	for range n {
		element := e.read(at, elementSize)
		if order.Uint32(element) == bucketLeaf {
			value := at + int64(order.Uint32(element[4:])) + int64(order.Uint32(element[8:]))
			if root := order.Uint64(e.read(value, 8)); root != 0 { // 0: a small one, which lies within the leaf
				e.roots = append(e.roots, root)
			}
		}
		at += elementSize
	}
}

// read brings octets; what cannot be read is zero, and no page has that number.
func (e *pageEnds) read(at int64, size int) []byte {
	b := make([]byte, size)
	if n, _ := e.f.ReadAt(b, at); n < size {
		clear(b[n:])
	}
	return b
}
