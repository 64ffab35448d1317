package store

import (
	"encoding/binary"
	"errors"
	"fmt"

	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/seal"
)

// SealedReport is what CheckSealed counted.
type SealedReport struct {
	Values    uint64 // sealed values
	Keys      uint64 // keys that somebody owns
	Orphans   uint64 // keys that nobody owns: spare, or given out in vain
	Destroyed uint64 // keys
	Ended     uint64 // values whose key was destroyed
	Unread    uint64 // values that cannot be read
}

// CheckSealed opens every sealed value with its key. progress may be nil. All that
// is wrong is joined in the error, which wraps privacy.ErrDamaged; it counts, and
// names tables, no content. It wraps privacy.ErrUnreadable too where records cannot be
// read, whose Unreadable tells, and nothing else is wrong.
func (s *Store) CheckSealed(progress func(done, total uint64)) (r SealedReport, err error) {
	return s.checkSealed(progress, false)
}

// checkSealed with newer passes over values whose keys were destroyed: the keys are newer
// than the data.
func (s *Store) checkSealed(progress func(done, total uint64), newer bool) (r SealedReport, err error) {
	if progress == nil {
		progress = func(uint64, uint64) {}
	}
	err = s.View(func(tx *Tx) error {
		c := sealedCheck{tx: tx, report: &r, progress: progress, newer: newer, bad: make(map[table]int)}
		return c.run()
	})
	held, destroyed, countErr := s.vault.Count()
	r.Destroyed, r.Orphans = destroyed, held-min(held, r.Keys)
	if err = errors.Join(err, countErr); err != nil {
		return r, fmt.Errorf("check sealed values: %w", err)
	}
	return r, nil
}

type sealedCheck struct {
	tx          *Tx
	report      *SealedReport
	progress    func(done, total uint64)
	done, total uint64
	newer       bool
	bad         map[table]int
	other       bool // something else is wrong than that records cannot be read
}

const progressEvery = 4096

func (c *sealedCheck) run() error {
	var in [buckets][]table
	for t := range tables {
		if sealedTables[t] || t == tableSubjectKey || t == tableCaseKey {
			in[tableLayout[t].bucket] = append(in[tableLayout[t].bucket], t)
		}
	}
	for b, ts := range in {
		if h := c.tx.handle(bucket(b)); h != nil && ts != nil {
			c.total += uint64(h.Stats().KeyN)
		}
	}
	for b, ts := range in {
		if h := c.tx.handle(bucket(b)); h != nil && ts != nil {
			cursor := h.Cursor()
			for key, value := cursor.First(); key != nil; key, value = cursor.Next() {
				c.entry(ts, key, value)
			}
		}
	}
	c.progress(c.done, c.total)
	var wrong []error
	for t, n := range c.bad {
		wrong = append(wrong, fmt.Errorf("%s: %d do not open: %w", tableLayout[t].name, n, privacy.ErrDamaged))
	}
	if len(wrong) > 0 && !c.other {
		return fmt.Errorf("%w: %w", privacy.ErrUnreadable, errors.Join(wrong...))
	}
	return errors.Join(wrong...)
}

func (c *sealedCheck) entry(ts []table, key, value []byte) {
	if c.done++; c.done%progressEvery == 0 {
		c.progress(c.done, c.total)
	}
	for _, t := range ts {
		own, ok := t.own(key)
		if !ok {
			continue
		}
		var err error
		if sealedTables[t] {
			c.report.Values++
			_, err = c.tx.unseal(t, own, value)
		} else {
			c.report.Keys++
			err = c.owned(t, own, value)
		}
		switch {
		case err == nil:
		case c.newer && (errors.Is(err, privacy.ErrDestroyed) || errors.Is(err, seal.ErrDestroyed)):
			c.report.Ended++
		default:
			c.bad[t]++
			if sealedTables[t] {
				c.report.Unread++
			}
			c.other = c.other || !errors.Is(err, privacy.ErrUnreadable)
		}
	}
}

// owned sees that a key somebody owns is there.
func (c *sealedCheck) owned(t table, id, value []byte) error {
	if len(value) != 4 {
		return privacy.ErrDamaged
	}
	_, err := c.tx.cipherOf(binary.BigEndian.Uint32(value))
	if err != nil && !errors.Is(err, seal.ErrDestroyed) {
		err = c.tx.unreadable(t, id, err)
	}
	return err
}
