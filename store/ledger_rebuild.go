package store

import (
	"bytes"
	"fmt"

	"go.etcd.io/bbolt"

	"medico-intech.kz/otinish/store/privacy"
)

// countLedger counts lines of the ledger that were carried out. Tombstones lie among
// the records: they are looked through only where the ledger has fewer lines.
const countLedger = "ledger"

// rebuildLedger gives the ledger back what the tombstones tell and it lacks: it was
// lost, emptied or cut short, and with it a later restore would revive people.
func (s *Store) rebuildLedger() error {
	lines, err := s.ledger.lines()
	if err != nil {
		return err
	}
	var lacking []Erasure
	err = s.View(func(tx *Tx) (err error) {
		if len(lines) < max(tx.counted(countLedger), tx.counted(countTombstones)) {
			lacking, err = tx.lackingIn(lines)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("compare the erasure ledger: %w", err)
	}
	if len(lacking) == 0 {
		return nil
	}
	s.ledger.mu.Lock()
	defer s.ledger.mu.Unlock()
	if err := s.ledger.replace(MergeLedgers(lines, lacking)); err != nil {
		return fmt.Errorf("rebuild the erasure ledger: %w: %w", privacy.ErrUnavailable, err)
	}
	s.rebuilt = len(lacking)
	return nil
}

// noteLedger sets the count right, such as that of a store from before it was kept.
func (s *Store) noteLedger() error {
	lines, err := s.ledger.lines()
	if err != nil {
		return err
	}
	noted := 0
	if err := s.View(func(tx *Tx) error { noted = tx.counted(countLedger); return nil }); err != nil || noted == len(lines) {
		return err
	}
	return s.db.Update(func(b *bbolt.Tx) error {
		tx := s.newTx(b)
		tx.count(countLedger, int64(len(lines)-tx.counted(countLedger)))
		return tx.flush()
	})
}

// LedgerRebuilt says how many lines of the erasure ledger were missing when the
// store was opened, and were made again of the tombstones.
func (s *Store) LedgerRebuilt() int { return s.rebuilt }

// lackingIn makes lines of the tombstones that no line names. What they cannot name
// is the key: replaying finds it by the data that it brings back.
func (tx *Tx) lackingIn(lines []Erasure) (lacking []Erasure, err error) {
	subjects, cases := make(map[privacy.SubjectID]bool), make(map[privacy.RequestID]bool)
	known := func(e Erasure) {
		subjects[e.Subject] = true
		for _, c := range e.Cases {
			cases[c.ID] = true
		}
	}
	for _, e := range lines {
		known(e)
	}
	err = eachRecord(tx, tableTombstone, nil, func(t Tombstone) bool {
		if !subjects[t.SubjectID] {
			lacking = append(lacking, t.erasure())
			known(lacking[len(lacking)-1])
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	err = eachRecord(tx, tableCaseTomb, nil, func(t CaseTombstone) bool {
		if !cases[t.Fact.ID] {
			lacking = append(lacking, t.erasure())
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	for i := range lacking {
		copy(lacking[i].Store[:], tx.get(tableMeta, []byte(keyStoreID)))
	}
	return lacking, tx.addressesOf(lacking)
}

func (t Tombstone) erasure() Erasure {
	e := Erasure{At: t.DestroyedAt, Subject: t.SubjectID, Cases: t.Cases, Consents: t.Consents, Number: t.Number, Ground: t.Ground, By: t.By}
	if id, err := idKey(t.SubjectID); err == nil {
		copy(e.ID[:], id) // the same tombstone makes the same line
	}
	return e
}

func (t CaseTombstone) erasure() Erasure {
	e := Erasure{At: t.DestroyedAt, Cases: []CaseFact{t.Fact}, Ground: t.Ground, By: t.By}
	if id, err := idKey(t.Fact.ID); err == nil {
		copy(e.ID[:], id)
	}
	return e
}

// addressesOf finds the digests of addresses that lead to these subjects.
func (tx *Tx) addressesOf(lines []Erasure) error {
	at := make(map[privacy.SubjectID]int)
	for i, e := range lines {
		if e.Subject != "" {
			at[e.Subject] = i
		}
	}
	if len(at) == 0 {
		return nil
	}
	return tx.each(tableTombstoneOf, nil, func(digest, id []byte) (bool, error) {
		if i, ok := at[keyID[privacy.SubjectID](id)]; ok && len(digest) == 16 {
			lines[i].Addresses = append(lines[i].Addresses, [16]byte(bytes.Clone(digest)))
		}
		return true, nil
	})
}

// keysOf finds the keys that a line could not name, in data that still have what it
// destroys: it was rebuilt, or the keys were renewed between those data and the line.
func (tx *Tx) keysOf(e Erasure) (keys []KeyMark, err error) {
	owners := make([]owner, 0, len(e.Cases)+1)
	for _, c := range e.Cases {
		if id, err := idKey(c.ID); err == nil {
			owners = append(owners, ofCase(id))
		}
	}
	if id, err := idKey(e.Subject); err == nil {
		owners = append(owners, ofSubject(id))
	}
	for _, o := range owners {
		slot, found := tx.heldSlot(o)
		if !found || len(e.Keys) > 0 && !tx.opens(o) {
			continue
		}
		// A key that is gone, or cannot be read, needs no end.
		if mark, err := tx.s.vault.Mark(slot); err == nil {
			keys = append(keys, mark)
		}
	}
	return keys, nil
}

// opens reports whether the record of an owner opens: then the key is theirs, also in a
// key store that has lived another life since.
func (tx *Tx) opens(o owner) bool {
	t := tableRequest
	if o.keys == tableSubjectKey {
		t = tableSubject
	}
	content, err := tx.getSealed(t, o.id)
	return err == nil && content != nil
}
