package store

import (
	"bytes"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"

	"medico-intech.kz/otinish/store/privacy"
)

// chunk is how many keys are read ahead where the visitor may write.
const chunk = 64

// visit takes a key and its value; false ends the walk.
type visit func(key, value []byte) (bool, error)

// each walks the keys with this prefix (nil: all) in ascending order.
//
// A bbolt cursor loses its place when its bucket changes, so in a writing
// transaction keys are read in chunks and looked up again one by one: fn may put
// and delete what it likes, and records it deleted are not shown.
func (tx *Tx) each(t table, prefix []byte, fn visit) error {
	return tx.walk(t, t.walkPrefix(prefix), forward{}, fn)
}

// eachBackward walks all keys of a table in descending order; not for prefixed
// tables.
func (tx *Tx) eachBackward(t table, fn visit) error {
	return tx.walk(t, nil, backward{}, fn)
}

// direction moves a cursor. resume goes to the first key behind after, inOrder tells
// whether k may follow before.
type direction interface {
	first(c *bbolt.Cursor, prefix []byte) (k, v []byte)
	next(c *bbolt.Cursor) (k, v []byte)
	resume(c *bbolt.Cursor, after []byte) (k, v []byte)
	inOrder(before, k []byte) bool
}

// walk goes over keys of the bucket that have the prefix and shows those of t.
func (tx *Tx) walk(t table, prefix []byte, dir direction, fn visit) error {
	h, _, err := tx.place(t, nil)
	if err != nil {
		return err
	}
	c := h.Cursor()
	k, v := dir.first(c, prefix)
	for before := prefix; k != nil; {
		if before != nil && !dir.inOrder(before, k) {
			return disorder(t)
		}
		if before = k; !bytes.HasPrefix(k, prefix) {
			return nil
		}
		if !tx.bolt.Writable() {
			if more, err := tx.show(t, k, v, fn); err != nil || !more {
				return err
			}
			k, v = dir.next(c)
			continue
		}
		keys := make([][]byte, 0, chunk)
		for ; k != nil && bytes.HasPrefix(k, prefix) && len(keys) < chunk; k, _ = dir.next(c) {
			if !dir.inOrder(before, k) {
				return disorder(t)
			}
			keys, before = append(keys, k), k
		}
		for _, k := range keys {
			v := h.Get(k)
			if v == nil {
				continue // deleted by fn meanwhile
			}
			if more, err := tx.show(t, k, v, fn); err != nil || !more {
				return err
			}
		}
		c = h.Cursor()
		k, v = dir.resume(c, before)
	}
	return nil
}

// disorder: the keys of a torn page are zeros in its end. They belong to no table and
// end a prefix, so that a walk would pass over what was there.
func disorder(t table) error {
	return fmt.Errorf("%s: its keys are not in order: %w", tableLayout[t].name, privacy.ErrDamaged)
}

func (tx *Tx) show(t table, k, v []byte, fn visit) (bool, error) {
	key, own := t.own(k)
	if !own {
		return true, nil
	}
	return fn(key, v)
}

type forward struct{}

func (forward) first(c *bbolt.Cursor, prefix []byte) ([]byte, []byte) {
	if len(prefix) == 0 {
		return c.First()
	}
	return c.Seek(prefix)
}

func (forward) next(c *bbolt.Cursor) ([]byte, []byte) { return c.Next() }

func (forward) inOrder(before, k []byte) bool { return bytes.Compare(before, k) <= 0 }

func (forward) resume(c *bbolt.Cursor, after []byte) ([]byte, []byte) {
	k, v := c.Seek(after)
	if bytes.Equal(k, after) {
		return c.Next()
	}
	return k, v
}

type backward struct{}

func (backward) first(c *bbolt.Cursor, _ []byte) ([]byte, []byte) { return c.Last() }

func (backward) next(c *bbolt.Cursor) ([]byte, []byte) { return c.Prev() }

func (backward) inOrder(before, k []byte) bool { return bytes.Compare(before, k) >= 0 }

func (backward) resume(c *bbolt.Cursor, after []byte) ([]byte, []byte) {
	if k, _ := c.Seek(after); k == nil {
		return c.Last() // after was the last and is gone
	}
	return c.Prev()
}

// eachRecord walks whole records, the others too where one cannot be read; it returns
// that error at the end.
func eachRecord[R any](tx *Tx, t table, prefix []byte, fn func(R) bool) error {
	var g goOn
	return g.end(tx.each(t, prefix, func(key, value []byte) (bool, error) {
		var record R
		if err := tx.decode(t, key, value, &record); err != nil {
			return g.past(err)
		}
		return fn(record), nil
	}))
}

// skipDestroyed lets a walk that began before a destruction go on behind it.
func skipDestroyed(err error) (bool, error) {
	if errors.Is(err, privacy.ErrDestroyed) {
		return true, nil
	}
	return false, err
}
