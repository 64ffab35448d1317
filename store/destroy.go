package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// KeyBackupMaxAge is how long a copy of the key store may be kept. Whoever has an
// older copy, the master key and a copy of the data can still read what was
// destroyed since; when the last such copy is gone, a destruction is final.
const KeyBackupMaxAge = 30 * 24 * time.Hour

// Destruction says whom or what to destroy, and why.
type Destruction struct {
	Subject privacy.SubjectID   // with everything that belongs to it; empty: Cases
	Cases   []privacy.RequestID // where Subject is empty
	Number  privacy.Number      // the request that asked for it; may be empty
	Ground  string              // code
	By      privacy.Actor
	// Originals: the messages in the mailbox are to go too (Tx.ToErase).
	Originals bool
}

// Doomed is what a destruction is about to destroy.
type Doomed struct {
	Destruction
	Record   Subject // zero where only cases are destroyed
	Consents []Consent
	Requests []Request
	messages []MessageKey
}

// Destroy destroys a subject, with its requests, letters, messages, questions and
// consents, or single requests, so that nobody can read them again in this store or
// in any copy of its data. What stays is a tombstone without personal data.
//
// may runs in the same transaction before anything is touched, and may refuse. What
// comes then, in this order: a line in the erasure ledger; the records, with the act
// on the chain, in one commit; the keys. Once the line is written the destruction
// will happen: before any other commit, or when the store is opened next. The error
// wraps privacy.ErrNotAllowed for a blocked subject (P13).
func (s *Store) Destroy(ctx context.Context, d Destruction, may func(*Tx, Doomed) error) (t Tombstone, err error) {
	found, err := s.findCases(d)
	if err != nil {
		return t, fmt.Errorf("destroy: %w", err)
	}
	var line Erasure
	err = s.Update(ctx, func(tx *Tx) error {
		var done bool
		if line, done = tx.erasedNow(d); done { // its line was written, and the commit behind it failed
			return nil
		}
		doomed, err := tx.doom(d, found)
		if err != nil {
			return err
		}
		if err := may(tx, doomed); err != nil {
			return err
		}
		line, err = tx.erasure(doomed)
		if err != nil {
			return err
		}
		return tx.eraseForGood(line)
	})
	if err != nil {
		return t, fmt.Errorf("destroy: %w", err)
	}
	// The writer has done it already; to ask again tells whether it could.
	if _, err := s.vault.Destroy(line.Keys); err != nil {
		return line.tombstone(), fmt.Errorf("destroy: the records are gone, their keys will be with the next commit: %w: %w", privacy.ErrUnavailable, err)
	}
	return line.tombstone(), nil
}

// casesFound is what a reading walk found, and up to where it is still true.
type casesFound struct {
	ids   []privacy.RequestID
	last  []byte // the newest request it saw
	links uint64 // Store.links before it

	messages []MessageKey // about them, where Destruction.Originals asks
}

// findCases walks the requests without holding up the writer: those of the subject,
// and those that came from its addresses while it was not on record.
func (s *Store) findCases(d Destruction) (f casesFound, err error) {
	f.links = s.links.Load()
	f.ids = d.Cases
	err = s.View(func(tx *Tx) error {
		if d.Subject != "" {
			sub, err := tx.Subject(d.Subject)
			if err != nil {
				return err
			}
			if f.ids, f.last, err = tx.casesOf(sub, nil); err != nil {
				return err
			}
		}
		if d.Originals {
			f.messages, err = tx.originals(f.ids)
		}
		return err
	})
	return f, err
}

// casesOf walks back to the request after, or to the first.
func (tx *Tx) casesOf(s Subject, after []byte) (ids []privacy.RequestID, newest []byte, err error) {
	newest = after
	addresses := map[privacy.Address]bool{s.Address: true}
	unlinked := map[privacy.RequestID]privacy.Address{}
	err = tx.eachBackward(tableRequest, func(id, value []byte) (bool, error) {
		if string(id) <= string(after) {
			return false, nil
		}
		if string(newest) < string(id) {
			newest = append([]byte{}, id...)
		}
		var r Request
		if err := tx.decode(tableRequest, id, value, &r); err != nil {
			return skipDestroyed(err)
		}
		switch {
		case r.SubjectID == s.ID:
			ids = append(ids, r.ID)
			addresses[r.FormerAddress] = true
		case r.SubjectID == "" && !r.From.IsZero():
			unlinked[r.ID] = r.From
		}
		return true, nil
	})
	delete(addresses, privacy.Address{})
	for id, from := range unlinked {
		if addresses[from] {
			ids = append(ids, id)
		}
	}
	return ids, newest, err
}

// doom reads all that will go, as it is now.
func (tx *Tx) doom(d Destruction, f casesFound) (Doomed, error) {
	doomed := Doomed{Destruction: d, messages: f.messages}
	if d.Subject != "" {
		if err := tx.doomSubject(&doomed, &f); err != nil {
			return doomed, err
		}
	}
	for _, id := range f.ids {
		r, err := tx.Request(id)
		if errors.Is(err, privacy.ErrDestroyed) {
			continue
		}
		if err != nil {
			return doomed, err
		}
		doomed.Requests = append(doomed.Requests, r)
		if d.Originals && r.Message.UID != 0 && !slices.Contains(doomed.messages, r.Message) {
			doomed.messages = append(doomed.messages, r.Message)
		}
	}
	if d.Subject == "" && len(doomed.Requests) == 0 {
		return doomed, fmt.Errorf("no such request: %w", privacy.ErrNotFound)
	}
	return doomed, nil
}

func (tx *Tx) doomSubject(doomed *Doomed, f *casesFound) (err error) {
	if doomed.Record, err = tx.Subject(doomed.Subject); err != nil {
		return err
	}
	if doomed.Record.Blocked {
		return fmt.Errorf("the record is blocked: %w", privacy.ErrNotAllowed)
	}
	if doomed.Consents, err = tx.Consents(doomed.Subject); err != nil {
		return err
	}
	after := f.last
	if tx.s.links.Load() != f.links { // an older request was given to a subject meanwhile
		after, f.ids = nil, nil
	}
	ids, _, err := tx.casesOf(doomed.Record, after)
	f.ids = append(f.ids, ids...)
	return err
}

// erasure words what will go as a line of the ledger.
func (tx *Tx) erasure(d Doomed) (Erasure, error) {
	e := Erasure{At: tx.now, Subject: d.Subject, Number: d.Number, Ground: d.Ground, By: d.By, Messages: d.messages}
	rand.Read(e.ID[:])
	numbers := make(map[privacy.RequestID]privacy.Number)
	addresses := []privacy.Address{d.Record.Address}
	for _, r := range d.Requests {
		numbers[r.ID] = r.Number
		e.Cases = append(e.Cases, CaseFact{ID: r.ID, Number: r.Number, Kind: r.Kind, State: r.State, ReceivedAt: r.ReceivedAt, ClosedAt: r.ClosedAt})
		if d.Subject != "" && r.SubjectID == d.Subject {
			addresses = append(addresses, r.FormerAddress)
		}
		if err := tx.markKey(&e, tableCaseKey, r.ID); err != nil {
			return e, err
		}
	}
	for _, c := range d.Consents {
		e.Consents = append(e.Consents, ConsentFact{c.Purpose, c.GivenAt, c.WithdrawnAt, numbers[c.WithdrawnBy]})
	}
	if d.Subject == "" {
		return e, nil
	}
	for _, a := range addresses {
		if !a.IsZero() {
			e.Addresses = append(e.Addresses, [16]byte(tx.addressKey(useSubjectAddress, a)))
		}
	}
	return e, tx.markKey(&e, tableSubjectKey, privacy.RequestID(d.Subject))
}

// markKey adds the key of an owner to a line.
func (tx *Tx) markKey(e *Erasure, keys table, id privacy.RequestID) error {
	key, err := idKey(id)
	if err != nil {
		return err
	}
	slot, found := tx.heldSlot(owner{keys, key})
	if !found {
		return nil
	}
	mark, err := tx.s.vault.Mark(slot)
	if err != nil {
		return fmt.Errorf("find the key to destroy: %w: %w", privacy.ErrDamaged, err)
	}
	e.Keys = append(e.Keys, mark)
	return nil
}

func (e Erasure) finalAt() time.Time { return e.At.Add(KeyBackupMaxAge) }

func (e Erasure) tombstone() Tombstone {
	return Tombstone{
		SubjectID: e.Subject, DestroyedAt: e.At, FinalAt: e.finalAt(), Number: e.Number, Ground: e.Ground, By: e.By,
		Consents: e.Consents, Cases: e.Cases,
	}
}
