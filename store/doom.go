package store

import (
	"crypto/rand"
	"errors"
	"fmt"
	"slices"

	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/seal"
)

// findOriginals finds the messages in the mailbox that are to go too. It reads all
// dispositions, without holding up the writer; doom adds what came meanwhile.
func (s *Store) findOriginals(d Destruction) (messages []MessageKey, err error) {
	if !d.Originals {
		return nil, nil
	}
	err = s.View(func(tx *Tx) error {
		ids := d.Cases
		if d.Subject != "" {
			sub, err := tx.Subject(d.Subject)
			if err != nil {
				return err
			}
			if ids, err = tx.casesOf(sub); err != nil {
				return err
			}
		}
		messages, err = tx.originals(ids)
		return err
	})
	return messages, err
}

// casesOf finds the requests of a subject, and those that came from its addresses
// while it was not on record.
func (tx *Tx) casesOf(s Subject) (ids []privacy.RequestID, err error) {
	ids, err = tx.requestIDsOf(privacy.Address{}, s.ID)
	if err != nil {
		return nil, err
	}
	addresses := map[privacy.Address]bool{s.Address: true}
	for _, id := range ids {
		r, err := tx.Request(id)
		if err != nil && !errors.Is(err, privacy.ErrDestroyed) && PassOver(err) != nil {
			return nil, err
		}
		addresses[r.FormerAddress] = true
	}
	delete(addresses, privacy.Address{})
	for a := range addresses {
		theirs, err := tx.requestIDsOf(a, "")
		if err != nil {
			return nil, err
		}
		ids = append(ids, theirs...)
	}
	return ids, nil
}

// lostRequest stands for one that cannot be read: an operator may have it destroyed,
// although nobody can say any more whether a rule protected it.
func (tx *Tx) lostRequest(d Destruction, id privacy.RequestID, err error) (Request, error) {
	if !errors.Is(err, privacy.ErrUnreadable) || !d.By.IsOperator() {
		return Request{}, err
	}
	key, err := idKey(id)
	if err != nil {
		return Request{}, err
	}
	number, err := tx.numberOf(key)
	return Request{ID: id, Number: number}, err
}

// doom reads all that will go, as it is now.
func (tx *Tx) doom(d Destruction, messages []MessageKey) (Doomed, error) {
	doomed, ids := Doomed{Destruction: d, messages: messages}, d.Cases
	if d.Subject != "" {
		var err error
		if ids, err = tx.doomSubject(&doomed); err != nil {
			return doomed, err
		}
	}
	for _, id := range ids {
		r, err := tx.Request(id)
		if errors.Is(err, privacy.ErrDestroyed) {
			continue
		}
		if err != nil {
			r, err = tx.lostRequest(d, id, err)
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

func (tx *Tx) doomSubject(doomed *Doomed) (cases []privacy.RequestID, err error) {
	if doomed.Record, err = tx.Subject(doomed.Subject); err != nil {
		return nil, err
	}
	if doomed.Record.Blocked {
		return nil, fmt.Errorf("the record is blocked: %w", privacy.ErrNotAllowed)
	}
	if doomed.Consents, err = tx.Consents(doomed.Subject); err != nil {
		return nil, err
	}
	return tx.casesOf(doomed.Record)
}

// erasure words what will go as a line of the ledger.
func (tx *Tx) erasure(d Doomed) (Erasure, error) {
	e := tx.newErasure()
	e.Subject, e.Number, e.Ground, e.By, e.Messages, e.Farewell = d.Subject, d.Number, d.Ground, d.By, d.messages, d.Farewell
	numbers := make(map[privacy.RequestID]privacy.Number)
	addresses := []privacy.Address{d.Record.Address}
	for _, r := range d.Requests {
		numbers[r.ID] = r.Number
		e.Cases = append(e.Cases, CaseFact{ID: r.ID, Number: r.Number, Kind: r.Kind, State: r.State, ReceivedAt: r.ReceivedAt, ClosedAt: r.ClosedAt, Merged: r.MergedInto != ""})
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

func (tx *Tx) newErasure() Erasure {
	e := Erasure{At: tx.now, Store: tx.s.storeID()}
	rand.Read(e.ID[:])
	return e
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
	if errors.Is(err, seal.ErrNoKey) {
		return nil // lost, and no less gone
	}
	if err != nil {
		return fmt.Errorf("find the key to destroy: %w: %w", privacy.ErrDamaged, err)
	}
	e.Keys = append(e.Keys, mark)
	return nil
}
