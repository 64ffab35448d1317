package store

import (
	"errors"
	"fmt"
	"os"

	"medico-intech.kz/otinish/store/privacy"
)

// checkPages looks at every page of the file. bbolt's own check runs in a goroutine
// of its own and dies of a bad pointer, process and all; so the tree is walked
// first, in pages read and not mapped. The list of free pages is the writer's: while
// one works, bbolt's check may take pages for freed that are in use here.
func (tx *Tx) checkPages() error {
	if err := tx.walkPages(); err != nil {
		return fmt.Errorf("pages: %w", err)
	}
	var wrong []error
	for err := range tx.bolt.Check() {
		wrong = append(wrong, fmt.Errorf("pages: %w (%w)", privacy.ErrDamaged, err))
	}
	return errors.Join(wrong...)
}

// errMoved: two commits came between the begin of a transaction and the look at the
// meta pages.
var errMoved = errors.New("the store was written to")

func (tx *Tx) walkPages() error {
	f, err := os.Open(tx.bolt.DB().Path())
	if err != nil {
		return err
	}
	defer f.Close()
	// The current one need not be known again: this transaction is of one of them.
	both, err := readMetas(f, uint64(tx.bolt.ID()))
	if err != nil {
		return err
	}
	for _, m := range []meta{both.newer, both.older} {
		if m.txid != uint64(tx.bolt.ID()) {
			continue
		}
		w := &pageWalk{f: f, size: int(m.pageSize), high: m.highWater, seen: make([]bool, m.highWater), tell: tx.tellPages}
		return errors.Join(w.tree(m.root, nil, nil, 0), w.freelist(m.freelist))
	}
	return errMoved
}

const walkEvery = 1 << 16 // pages

func (tx *Tx) tellPages(done, total uint64) error {
	if tx.s.closing.Load() {
		return errClosing
	}
	tx.s.progress("pages", done, total)
	return nil
}

// walkStill is walkPages for a store that is worked on.
func (s *Store) walkStill() error { return s.still((*Tx).walkPages) }

// stillPages is checkPages for a store that is worked on.
func (s *Store) stillPages() error { return s.still((*Tx).checkPages) }

func (s *Store) still(look func(*Tx) error) (err error) {
	for range 100 {
		if err = s.View(look); !errors.Is(err, errMoved) {
			return err
		}
	}
	return err
}
