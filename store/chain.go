package store

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
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
	next.Mark = tx.s.chainMark()(next.Hash)
	if err := tx.putRecord(tableAudit, entryKey(next.Seq), next); err != nil {
		return fmt.Errorf("append to the chain: %w", err)
	}
	tx.head = &next
	tx.count(countEntries, 1)
	if err := tx.indexEntry(next.Seq, act.Number); err != nil {
		return fmt.Errorf("append to the chain: %w", err)
	}
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

// useMark names the key of the marks on the chain (audit.Entry.Mark).
const useMark = "audit mark"

// chainMark makes marks: HMAC-SHA256 (RFC 2104), cut to 16 bytes.
func (s *Store) chainMark() func([32]byte) [16]byte {
	key := s.subKey(useMark)
	mac := hmac.New(sha256.New, key[:])
	return func(hash [32]byte) [16]byte {
		mac.Reset()
		mac.Write(hash[:])
		return [16]byte(mac.Sum(nil))
	}
}

// VerifyAudit checks the whole chain: each hash, each link, each mark, no gap, as
// many entries as were counted, and that it begins where a checkpoint says (CutAudit). It reads in pages and does not stop the writer.
// progress may be nil. The error wraps audit.ErrBroken and names the first entry
// that does not hold.
func (s *Store) VerifyAudit(progress func(done, total uint64)) (entries uint64, err error) {
	v, err := s.VerifyChain(nil, progress)
	return v.Entries, err
}

// Verified is what a check of the chain came to.
type Verified struct {
	Entries  uint64 // that hold, with those that were cut off: the number of the last
	Restored uint64 // the last act that put a backup back; 0: none
	Lost     int    // notes that do not fit and may be of what it took back

	First uint64      // the first entry there is; 0: the chain is empty
	Cut   audit.Cut   // what lay before it; zero: nothing ever did
	CutBy audit.Entry // the checkpoint that records it
	Ended int         // notes of entries that were cut off
}

func verified(entries uint64, v *audit.Verifier) Verified {
	return Verified{entries, v.Restored, v.Lost(), v.First, v.Cut, v.CutBy, v.Ended()}
}

// VerifyChain is VerifyAudit that also compares what was noted outside the store:
// only that shows that the end was cut off.
func (s *Store) VerifyChain(noted []audit.Anchor, progress func(done, total uint64)) (Verified, error) {
	v := audit.Verifier{Mark: s.chainMark(), Anchors: noted}
	n, err := s.verifyWith(&v, nil, progress)
	return verified(n, &v), err
}

// verifyWith shows each entry that holds to seen, which may be nil.
func (s *Store) verifyWith(v *audit.Verifier, seen func(audit.Entry), progress func(done, total uint64)) (entries uint64, err error) {
	s.cutting.RLock() // between two pages nothing may be cut off
	defer s.cutting.RUnlock()
	for {
		var total uint64
		more := false
		err := s.View(func(tx *Tx) error {
			total = uint64(tx.counted(countEntries))
			var err error
			more, err = tx.verifyPage(v, seen)
			return err
		})
		entries = v.Last().Seq
		if err == nil && !more && entries != total {
			err = fmt.Errorf("entry %d: %w: it ends with entry %d of %d", min(entries, total)+1, audit.ErrBroken, entries, total)
		}
		if err == nil && !more {
			err = v.End()
		}
		if err != nil {
			return entries, fmt.Errorf("verify the chain: %w", err)
		}
		if progress != nil {
			progress(entries, total)
		}
		if !more {
			return entries, nil
		}
	}
}

// verifyPage checks the next entries; more is false at the end of the chain.
func (tx *Tx) verifyPage(v *audit.Verifier, seen func(audit.Entry)) (more bool, err error) {
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
		e, err := tx.decodeEntry(key, value, v.Last().Seq+1)
		if err == nil {
			err = v.Check(e)
		}
		if err != nil {
			return false, err
		}
		if seen != nil {
			seen(e)
		}
		key, value = c.Next()
	}
	return true, nil
}

// decodeEntry reads an entry and sees that it lies where it says.
func (tx *Tx) decodeEntry(key, value []byte, want uint64) (e audit.Entry, err error) {
	if err := tx.s.codec.decode(value, &e); err != nil {
		return e, fmt.Errorf("entry %d: %w: it cannot be read", want, audit.ErrBroken)
	}
	if !bytes.Equal(key, entryKey(e.Seq)) {
		return e, fmt.Errorf("entry %d: %w: another one lies in its place", want, audit.ErrBroken)
	}
	return e, nil
}
