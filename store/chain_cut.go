package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"time"

	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
)

// cutBatch bounds a transaction of CutAudit; each has a checkpoint of its own.
const cutBatch = 10_000

// CutAudit cuts off the entries of the chain that have ended, from the first on, up to
// the first that has not, or that is held: about a request that a rule still holds.
// The checkpoint that records the last of them (audit.Cut) is appended in the same
// transaction, so that the chain can be verified from there on whatever happens; what
// is left goes with the next call. It returns what was cut and the checkpoints.
//
// Entries younger than audit.MinKept years may not end: privacy.ErrBadInput.
func (s *Store) CutAudit(ctx context.Context, ended func(at time.Time) bool, held func(*Tx, privacy.Number) (bool, error)) (entries int, checkpoints []audit.Entry, err error) {
	if ended(s.now().AddDate(-audit.MinKept, 0, 0)) {
		return 0, nil, fmt.Errorf("cut the chain: entries are kept for %d years at least: %w", audit.MinKept, privacy.ErrBadInput)
	}
	s.cutting.Lock()
	defer s.cutting.Unlock()
	for ctx.Err() == nil {
		var n int
		var checkpoint audit.Entry
		err := s.Update(ctx, func(tx *Tx) (err error) {
			n, checkpoint, err = tx.cutAudit(ended, held)
			return err
		})
		if err != nil {
			return entries, checkpoints, fmt.Errorf("cut the chain: %w", err)
		}
		if n == 0 {
			return entries, checkpoints, nil
		}
		entries += n
		checkpoints = append(checkpoints, checkpoint)
	}
	return entries, checkpoints, ctx.Err()
}

// cutAudit cuts off at most cutBatch entries.
func (tx *Tx) cutAudit(ended func(time.Time) bool, held func(*Tx, privacy.Number) (bool, error)) (n int, checkpoint audit.Entry, err error) {
	entries, cut, err := tx.toCut(ended, held)
	if err != nil || len(entries) == 0 {
		return 0, checkpoint, err
	}
	if err := tx.Append(cut.Act()); err != nil {
		return 0, checkpoint, err
	}
	for _, e := range entries {
		if err := tx.delete(tableAudit, e.key); err != nil {
			return 0, checkpoint, err
		}
		if request := tx.aboutRequest(e.about); request != nil {
			if err := tx.delete(tableEntryOf, joinKeys(request, e.key)); err != nil {
				return 0, checkpoint, err
			}
		}
	}
	return len(entries), *tx.head, nil
}

// cutEntry is an entry that goes: its key, and the request it is about, if any.
type cutEntry struct {
	key   []byte
	about privacy.Number
}

// toCut finds what goes. An entry that does not lie where it says, or does not follow
// the one before, stops it: damage must not be cut out of sight.
func (tx *Tx) toCut(ended func(time.Time) bool, held func(*Tx, privacy.Number) (bool, error)) (entries []cutEntry, cut audit.Cut, err error) {
	free := make(map[privacy.Number]bool)
	v := audit.Verifier{Mark: tx.s.chainMark()}
	err = tx.each(tableAudit, nil, func(key, value []byte) (bool, error) {
		e, err := tx.decodeEntry(key, value, cut.Head.Seq+1)
		if err != nil || !ended(e.At) {
			return false, err
		}
		if n := e.Act.Number; n != "" && !free[n] {
			if is, err := held(tx, n); err != nil || is {
				return false, err
			}
			free[n] = true
		}
		if err := v.Check(e); err != nil {
			return false, err
		}
		entries = append(entries, cutEntry{bytes.Clone(key), e.Act.Number})
		cut.Head, cut.At = e.Anchor(), e.At
		return len(entries) < cutBatch, nil
	})
	cut.Restored = v.Restored // of checkpoints among them as well
	return entries, cut, err
}

// firstEntry is the number of the first entry there is; 0: none.
func (tx *Tx) firstEntry() (uint64, error) {
	h, _, err := tx.place(tableAudit, nil)
	if err != nil {
		return 0, err
	}
	key, _ := h.Cursor().First()
	if len(key) != 8 {
		return 0, nil
	}
	return binary.BigEndian.Uint64(key), nil
}

// EntriesAfter returns at most limit entries of the chain behind the one with this
// number, in their order; what was cut off is not there.
func (tx *Tx) EntriesAfter(seq uint64, limit int) (list []AuditEntry, err error) {
	h, _, err := tx.place(tableAudit, nil)
	if err != nil {
		return nil, err
	}
	c := h.Cursor()
	for key, value := c.Seek(entryKey(seq + 1)); key != nil && len(list) < limit; key, value = c.Next() {
		e, err := tx.decodeEntry(key, value, seq+1)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}
