package store

import (
	"encoding/binary"
	"fmt"

	"medico-intech.kz/otinish/store/audit"
)

const countEntries = "audit"

// verifyPage is how many entries are read in one transaction: a long one would
// keep the writer from using freed pages.
const verifyPage = 4096

// Append links an act to the audit chain, at the time of the transaction (P10).
// The error wraps privacy.ErrBadInput if a field is no code (audit.Act.Validate).
func (tx *Tx) Append(act audit.Act) error {
	if err := act.Validate(); err != nil {
		return fmt.Errorf("append to the chain: %w", err)
	}
	head, _, err := tx.Head()
	if err != nil {
		return fmt.Errorf("append to the chain: %w", err)
	}
	next := audit.Next(head, tx.now, act)
	if err := tx.putRecord(tableAudit, entryKey(next.Seq), next); err != nil {
		return fmt.Errorf("append to the chain: %w", err)
	}
	tx.head = &next
	tx.count(countEntries, 1)
	return nil
}

func entryKey(seq uint64) []byte { return binary.BigEndian.AppendUint64(nil, seq) }

// Head returns the last entry of the chain; false if it is empty.
func (tx *Tx) Head() (audit.Entry, bool, error) {
	if tx.head != nil {
		return *tx.head, true, nil
	}
	h, _, err := tx.place(tableAudit, nil)
	if err != nil {
		return audit.Entry{}, false, err
	}
	_, value := h.Cursor().Last()
	if value == nil {
		return audit.Entry{}, false, nil
	}
	var e audit.Entry
	if err := tx.s.codec.decode(value, &e); err != nil {
		return audit.Entry{}, false, err
	}
	tx.head = &e
	return e, true, nil
}

// EachEntry calls fn for every entry of the chain from the first, until it
// returns false.
func (tx *Tx) EachEntry(fn func(audit.Entry) bool) error {
	return eachRecord(tx, tableAudit, nil, fn)
}

// VerifyAudit checks the whole chain: each hash, each link, no gap, and as many
// entries as were counted. It reads in pages and does not stop the writer.
// progress may be nil. The error wraps audit.ErrBroken and names the entry.
func (s *Store) VerifyAudit(progress func(done, total uint64)) (entries uint64, err error) {
	var v audit.Verifier
	for {
		var total uint64
		more := false
		err := s.View(func(tx *Tx) error {
			total = uint64(tx.counted(countEntries))
			var err error
			more, err = tx.verifyPage(&v)
			return err
		})
		entries = v.Last().Seq
		if err != nil {
			return entries, fmt.Errorf("verify the chain: %w", err)
		}
		if progress != nil {
			progress(entries, total)
		}
		if !more && entries != total {
			return entries, fmt.Errorf("verify the chain: %w: it ends with entry %d of %d", audit.ErrBroken, entries, total)
		}
		if !more {
			return entries, nil
		}
	}
}

// verifyPage checks the next entries; more is false at the end of the chain.
func (tx *Tx) verifyPage(v *audit.Verifier) (more bool, err error) {
	h, _, err := tx.place(tableAudit, nil)
	if err != nil {
		return false, err
	}
	c := h.Cursor()
	key, value := c.Seek(entryKey(v.Last().Seq + 1))
	for range verifyPage {
		if key == nil {
			return false, nil
		}
		var e audit.Entry
		if err := tx.s.codec.decode(value, &e); err != nil {
			return false, fmt.Errorf("entry %d: %w", v.Last().Seq+1, err)
		}
		if err := v.Check(e); err != nil {
			return false, err
		}
		key, value = c.Next()
	}
	return true, nil
}
