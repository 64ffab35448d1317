package store

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
)

// Copied is what a copy of the data holds, as counted when it was taken.
type Copied struct {
	TakenAt  time.Time `json:"taken_at"`
	StoreID  string    `json:"store"`
	Schema   uint32    `json:"schema"`
	Octets   int64     `json:"octets"`
	Entries  uint64    `json:"entries"`
	Head     string    `json:"head,omitempty"` // SEQ:HASH of the chain
	Subjects int       `json:"subjects"`
	Requests int       `json:"requests"`
	Letters  int       `json:"letters"`
	// Unreadable is of how many people and requests records did not open when it was taken.
	Unreadable int `json:"unreadable,omitempty"`
	// ChainBroken is the first entry of the chain that did not hold when it was taken.
	ChainBroken uint64 `json:"chain_broken,omitempty"`
}

// Damaged: so was the store of which the copy was taken. Restore puts it back only where
// it is told to (RestoreOptions.Damaged).
func (c Copied) Damaged() bool { return c.Unreadable > 0 || c.ChainBroken > 0 }

// asTaken sees that a copy is what was taken, by what CheckCopy said of it: a chain that
// was broken then may be so at the same entry, or look whole without its marks.
func (c Copied) asTaken(have Copied, err error) (same bool, _ error) {
	if errors.Is(err, audit.ErrBroken) && c.ChainBroken > 0 && have.ChainBroken >= c.ChainBroken {
		err = nil
	}
	have.TakenAt, have.Unreadable, have.ChainBroken = c.TakenAt, c.Unreadable, c.ChainBroken
	return have == c, err
}

// copied counts; nothing it reads is sealed.
func (tx *Tx) copied() (c Copied, err error) {
	c = Copied{
		TakenAt: tx.now, StoreID: hex.EncodeToString(tx.get(tableMeta, []byte(keyStoreID))), Octets: tx.bolt.Size(),
		Entries: uint64(tx.counted(countEntries)), Subjects: tx.CountSubjects(),
	}
	for _, state := range []LetterState{LetterQueued, LetterHeld, LetterSent, LetterFailed, LetterCancelled} {
		c.Letters += tx.CountLetters(state)
	}
	requests, err := tx.CountRequests()
	for _, n := range requests {
		c.Requests += n
	}
	if err != nil {
		return c, err
	}
	head, ok, err := tx.Head()
	if ok {
		c.Head = head.Anchor().String()
	}
	if err == nil {
		c.Schema, err = tx.schema()
	}
	return c, err
}

// CopyData writes the data as it is at one moment, while the store is worked on.
// begin is told what will come and says where to. The copy opens only with a copy
// of the keys that was begun later: CopyKeys.
//
// Every sealed value is opened first, and the chain is verified. What does not open or
// hold is told (Copied): older backups may have it still. Nothing is copied once the store
// is written to no more (Damage).
func (s *Store) CopyData(begin func(Copied) (io.Writer, error)) error {
	if _, err := s.CheckSealed(nil); err != nil && !errors.Is(err, privacy.ErrDamaged) {
		return fmt.Errorf("copy the data: %w", err)
	}
	if err := s.LookAtChain(); err != nil && !errors.Is(err, audit.ErrBroken) {
		return fmt.Errorf("copy the data: %w", err)
	}
	if err := s.Damage(); err != nil {
		return fmt.Errorf("copy the data: %w", err)
	}
	err := s.View(func(tx *Tx) error {
		s.keysSpent.Store(false)
		c, err := tx.copied()
		if err != nil {
			return err
		}
		c.Unreadable, c.ChainBroken = len(s.Unreadable()), s.brokenAt()
		w, err := begin(c)
		if err != nil {
			return err
		}
		n, err := tx.bolt.WriteTo(w)
		if err == nil && n != c.Octets {
			err = fmt.Errorf("%d octets of %d: %w", n, c.Octets, io.ErrShortWrite)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("copy the data: %w", err)
	}
	return nil
}

// CopyKeys writes the key store as it is at one moment. Call it after CopyData. It
// refuses where keys are lost: older copies, which end in time, may have them still.
// Whoever has such a copy and the master key can read what the keys seal, also
// after a subject was destroyed: it must not be kept longer than KeyBackupMaxAge.
func (s *Store) CopyKeys(w io.Writer) error {
	if err := s.keysHeld(); err != nil {
		return fmt.Errorf("copy the keys: %w; where no copy has them, a backup without them can be taken: otinish backup --damaged", err)
	}
	return s.CopyKeysLeft(w)
}

// CopyKeysLeft is CopyKeys that goes on without keys that are lost.
func (s *Store) CopyKeysLeft(w io.Writer) error {
	if s.keysSpent.Load() {
		return fmt.Errorf("copy the keys: the data keys were renewed since the data were copied; take the backup again: %w", privacy.ErrUnavailable)
	}
	if _, err := s.copyKeys(w); err != nil {
		return fmt.Errorf("copy the keys: %w", err)
	}
	return nil
}

// CopyLedger writes the erasure ledger. Call it after CopyKeys.
func (s *Store) CopyLedger(w io.Writer) error {
	if _, err := s.copyLedger(w); err != nil {
		return fmt.Errorf("copy the erasure ledger: %w", err)
	}
	return nil
}

// CheckCopy looks at a copy of the data without its keys: the pages of the file,
// the chain, and whether as many records lie there as were counted. What is sealed
// is not opened: Inspect and CheckSealed do that. path is the file or its folder. Where
// the chain is broken the error wraps audit.ErrBroken, and all else was found in order.
func CheckCopy(path string, progress func(done, total uint64)) (c Copied, err error) {
	s, err := openBare(path)
	if err != nil {
		return c, err
	}
	defer s.closeDB()
	err = s.View(func(tx *Tx) (err error) {
		if err := tx.checkPages(); err != nil {
			return err
		}
		if c, err = tx.copied(); err != nil {
			return err
		}
		return errors.Join(tx.tallied(tableSubject, c.Subjects), tx.tallied(tableRequest, c.Requests), tx.tallied(tableLetter, c.Letters))
	})
	if err != nil {
		return c, fmt.Errorf("check the copy: %w", err)
	}
	held, err := s.verifyWith(&audit.Verifier{}, nil, progress)
	if errors.Is(err, audit.ErrBroken) {
		c.ChainBroken = held + 1
	}
	return c, err
}

// tallied counts the records themselves.
func (tx *Tx) tallied(t table, want int) error {
	have := 0
	err := tx.each(t, nil, func(_, _ []byte) (bool, error) { have++; return true, nil })
	if err == nil && have != want {
		err = fmt.Errorf("%d records of %s, counted were %d: %w", have, tableLayout[t].name, want, privacy.ErrDamaged)
	}
	return err
}
