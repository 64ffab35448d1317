package store

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
)

// Entrance is a person to enter with its consents, all without ids and dates of
// entry. What became of it stands in Err: nil, or wrapping privacy.ErrExists or
// privacy.ErrDestroyed.
type Entrance struct {
	Subject  Subject
	Consents []Consent
	Err      error

	id      []byte
	slot    uint32
	digest  [16]byte
	sealed  [][]byte // consents, then the subject
	keys    [][]byte // of sealed, in the order of the file
	isAgain bool
}

// EnterSubjects enters many new people in one transaction, those whose address is
// free: all or none. It is PutSubject and PutConsent for registers: whatever needs
// no transaction is done before it and on every core, and keys are put in their
// order. again enters also who was destroyed (LiftTombstone). act gets the number
// of those entered and is put on the chain with them.
func (s *Store) EnterSubjects(ctx context.Context, list []Entrance, again bool, act func(entered int) audit.Act) error {
	if err := s.prepareEntrances(list, again); err != nil {
		return fmt.Errorf("enter subjects: %w", err)
	}
	err := s.Update(ctx, func(tx *Tx) error {
		entered, err := tx.enter(list)
		if err != nil {
			return err
		}
		return tx.Append(act(entered))
	})
	if err != nil {
		return fmt.Errorf("enter subjects: %w", err)
	}
	return nil
}

// prepareEntrances draws ids and keys, and encodes and seals. Who is on record
// already needs none of it.
func (s *Store) prepareEntrances(list []Entrance, again bool) error {
	err := s.eachPart(list, func(tx *Tx, part []Entrance) error {
		for i := range part {
			e := &part[i]
			e.digest = [16]byte(tx.addressKey(useSubjectAddress, e.Subject.Address))
			e.Err, e.isAgain = tx.entrance(e.digest[:], e.Subject.Address, again)
		}
		return nil
	})
	if err != nil {
		return err
	}
	now := s.now().UTC().Round(0)
	for i := range list {
		e := &list[i]
		if e.Err != nil {
			continue
		}
		id := s.ids.next(now)
		e.id = id[:]
		if e.slot, err = s.vault.Take(); err != nil {
			return fmt.Errorf("%w: %w", privacy.ErrUnavailable, err)
		}
		e.Subject.ID, e.Subject.AddedAt, e.Subject.ChangedAt = keyID[privacy.SubjectID](e.id), now, now
		for j := range e.Consents {
			id := s.ids.next(now)
			e.Consents[j].ID, e.Consents[j].SubjectID = keyID[privacy.ConsentID](id[:]), e.Subject.ID
		}
	}
	return s.eachPart(list, func(tx *Tx, part []Entrance) error {
		for i := range part {
			if part[i].Err != nil {
				continue
			}
			if err := tx.sealEntrance(&part[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// eachPart shares a list between the cores, each with a reading transaction.
func (s *Store) eachPart(list []Entrance, do func(*Tx, []Entrance) error) error {
	workers := runtime.GOMAXPROCS(0)
	errs := make([]error, workers)
	var wg sync.WaitGroup
	for n := range workers {
		part := list[n*len(list)/workers : (n+1)*len(list)/workers]
		wg.Go(func() { errs[n] = s.View(func(tx *Tx) error { return do(tx, part) }) })
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// entrance says what stands against a new person under an address; isAgain: a
// tombstone is to be lifted.
func (tx *Tx) entrance(digest []byte, a privacy.Address, again bool) (err error, isAgain bool) {
	if tx.has(tableAddress, digest) {
		return privacy.ErrExists, false
	}
	if !tx.has(tableTombstoneOf, digest) {
		return nil, false
	}
	if err := tx.mayEnter(a); err != nil && !again {
		return err, false
	}
	return nil, again
}

func (tx *Tx) sealEntrance(e *Entrance) error {
	aead, err := tx.s.vault.AEAD(e.slot)
	if err != nil {
		return fmt.Errorf("seal subject: %w: %w", privacy.ErrDamaged, err)
	}
	e.keys, e.sealed = make([][]byte, 0, len(e.Consents)+1), make([][]byte, 0, len(e.Consents)+1)
	add := func(t table, key []byte, record any) error {
		plain, err := tx.s.codec.encode(record)
		if err != nil {
			return err
		}
		e.keys = append(e.keys, key)
		e.sealed = append(e.sealed, sealWith(aead, e.slot, t, key, plain))
		return nil
	}
	for _, c := range e.Consents {
		id, err := idKey(c.ID)
		if err == nil {
			err = add(tableConsent, joinKeys(e.id, id), c)
		}
		if err != nil {
			return err
		}
	}
	return add(tableSubject, e.id, e.Subject)
}

// enter puts what was prepared, and looks again: meanwhile somebody else may have
// come under the address.
func (tx *Tx) enter(list []Entrance) (entered int, err error) {
	order := make([]*Entrance, 0, len(list))
	for i := range list {
		if list[i].id != nil {
			order = append(order, &list[i])
		}
	}
	slices.SortStableFunc(order, func(a, b *Entrance) int { return bytes.Compare(a.digest[:], b.digest[:]) })
	for _, e := range order {
		if e.Err, e.isAgain = tx.entrance(e.digest[:], e.Subject.Address, e.isAgain); e.Err != nil {
			continue
		}
		if e.isAgain {
			if err := tx.LiftTombstone(e.Subject.Address); err != nil {
				return 0, err
			}
		}
		if err := tx.put(tableAddress, bytes.Clone(e.digest[:]), e.id); err != nil {
			return 0, err
		}
		entered++
	}
	for i := range list {
		if e := &list[i]; e.id != nil && e.Err == nil {
			if err := tx.putEntrance(e); err != nil {
				return 0, err
			}
		}
	}
	tx.count(countSubjects, int64(entered))
	return entered, nil
}

func (tx *Tx) putEntrance(e *Entrance) error {
	last := len(e.keys) - 1
	for i, key := range e.keys[:last] {
		if err := tx.put(tableConsent, key, e.sealed[i]); err != nil {
			return err
		}
	}
	if err := tx.put(tableSubjectKey, e.id, slotValue(e.slot)); err != nil {
		return err
	}
	return tx.put(tableSubject, e.id, e.sealed[last])
}
