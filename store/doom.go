package store

import (
	"crypto/rand"
	"errors"
	"fmt"
	"slices"

	"medico-intech.kz/otinish/store/privacy"
)

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
