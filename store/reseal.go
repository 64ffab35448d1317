package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/seal"
)

// resealing is how far the renewal of data keys has come. A key is renewed when its
// slot is before Before: what was given out since is new.
type resealing struct {
	By     privacy.Actor `cbor:"1,keyasint"`
	Before uint32        `cbor:"2,keyasint"`
	Cases  bool          `cbor:"3,keyasint"` // subjects are done
	After  []byte        `cbor:"4,keyasint"` // the last owner that was looked at
	Done   uint64        `cbor:"5,keyasint"` // owners
}

const keyResealing = "resealing"

func (tx *Tx) resealing() (r resealing, found bool, err error) {
	return load[resealing](tx, tableMeta, []byte(keyResealing))
}

// Reseal gives every subject and every request a new data key, seals all that is
// theirs anew, and then destroys the keys of before, while the store is used. It goes
// in commits of bounded size and, interrupted, goes on when the store is opened.
// Copies of the data from before need a copy of the keys from before. progress may be
// nil. Calling it while one is under way goes on with that one.
//
// Who has a record that cannot be read keeps the key, which may yet open it.
func (s *Store) Reseal(ctx context.Context, by privacy.Actor, progress func(done, total uint64)) error {
	err := s.Update(ctx, func(tx *Tx) error {
		if _, found, err := tx.resealing(); err != nil || found {
			return err
		}
		if err := tx.putRecord(tableMeta, []byte(keyResealing), resealing{By: by, Before: tx.s.vault.Given()}); err != nil {
			return err
		}
		return tx.Append(audit.Act{Actor: by, Act: "data-keys-renewal-begun"})
	})
	if err != nil {
		return fmt.Errorf("renew the data keys: %w", err)
	}
	if progress == nil {
		progress = func(uint64, uint64) {}
	}
	if err := s.reseal(ctx, progress); err != nil {
		return fmt.Errorf("renew the data keys: %w; it goes on when otinish key rotate --data is run again, or at the next start", err)
	}
	return nil
}

// reseal does what is left. One at a time: a second one waits for the first.
func (s *Store) reseal(ctx context.Context, progress func(done, total uint64)) error {
	s.resealer.Lock()
	defer s.resealer.Unlock()
	for more := true; more; {
		if s.closing.Load() {
			return errClosing
		}
		var done, total uint64
		err := s.Update(ctx, func(tx *Tx) (err error) {
			var r resealing
			r, more, err = tx.resealBatch()
			requests, countErr := tx.CountRequests()
			total = uint64(tx.CountSubjects())
			for _, n := range requests {
				total += uint64(n)
			}
			done, total = min(r.Done, total), max(r.Done, total)
			return errors.Join(err, countErr)
		})
		if err != nil {
			return err
		}
		progress(done, total)
	}
	return s.spendKeys(ctx)
}

// A batch ends with the owner that fills it.
const (
	resealOwners = 128
	resealOctets = 1 << 20
)

// resealBatch renews the keys of the next owners; more is false when there were none.
func (tx *Tx) resealBatch() (r resealing, more bool, err error) {
	r, found, err := tx.resealing()
	if err != nil || !found {
		return r, false, err
	}
	keys := tableSubjectKey
	if r.Cases {
		keys = tableCaseKey
	}
	owners, err := tx.ownersAfter(keys, r.After, resealOwners)
	if err != nil {
		return r, false, err
	}
	if len(owners) == 0 {
		if r.Cases {
			return r, false, nil
		}
		r.Cases, r.After = true, nil
	}
	octets := 0
	for _, id := range owners {
		n, err := tx.resealOwner(owner{keys, id}, r.Before)
		if err != nil {
			return r, false, err
		}
		r.After = id
		r.Done++
		if octets += n; octets > resealOctets {
			break
		}
	}
	return r, true, tx.putRecord(tableMeta, []byte(keyResealing), r)
}

// ownersAfter finds the next that have a key.
func (tx *Tx) ownersAfter(keys table, after []byte, most int) (ids [][]byte, err error) {
	h, _, err := tx.place(keys, nil)
	if err != nil {
		return nil, err
	}
	c := h.Cursor()
	for k, _ := c.Seek(keys.appendKey(nil, append(bytes.Clone(after), make([]byte, max(0, idSize-len(after)))...))); k != nil && len(ids) < most; k, _ = c.Next() {
		if id, own := keys.own(k); own && !bytes.Equal(id, after) {
			ids = append(ids, bytes.Clone(id))
		}
	}
	return ids, nil
}

// place of a sealed value.
type sealedPlace struct {
	table table
	key   []byte
}

// resealOwner seals all of an owner with a new key. Where something cannot be read it
// leaves all as it is.
func (tx *Tx) resealOwner(o owner, before uint32) (octets int, err error) {
	slot, found := tx.heldSlot(o)
	if !found || slot >= before {
		return 0, nil
	}
	places, err := tx.placesOf(o)
	if err != nil {
		return 0, err
	}
	plain := make([][]byte, len(places))
	for i, p := range places {
		if plain[i], err = tx.getSealed(p.table, p.key); PassOver(err) == nil && err != nil {
			return 0, nil
		}
		if err != nil {
			return 0, err
		}
	}
	fresh, err := tx.s.vault.Take()
	if err != nil {
		return 0, fmt.Errorf("%w: %w", privacy.ErrUnavailable, err)
	}
	tx.noteSlot(fresh)
	aead, err := tx.cipherOf(fresh)
	if err != nil {
		return 0, err
	}
	for i, p := range places {
		octets += len(plain[i])
		if err := tx.put(p.table, p.key, sealWith(aead, fresh, p.table, p.key, plain[i])); err != nil {
			return 0, err
		}
	}
	return octets, tx.put(o.keys, o.id, slotValue(fresh))
}

// placesOf finds everything that is sealed with an owner's key.
func (tx *Tx) placesOf(o owner) (places []sealedPlace, err error) {
	add := func(t table, key []byte) {
		if tx.has(t, key) {
			places = append(places, sealedPlace{t, bytes.Clone(key)})
		}
	}
	if o.keys == tableSubjectKey {
		add(tableSubject, o.id)
		err = tx.each(tableConsent, o.id, func(key, _ []byte) (bool, error) { add(tableConsent, key); return true, nil })
		return places, err
	}
	add(tableRequest, o.id)
	add(tableMessage, o.id)
	add(tableLetter, o.id) // one without request belongs to itself
	add(tableLetterBytes, o.id)
	err = tx.each(tableLetterOf, o.id, func(key, _ []byte) (bool, error) {
		id := bytes.Clone(key[idSize:])
		add(tableLetter, id)
		add(tableLetterBytes, id)
		return true, nil
	})
	return places, errors.Join(err, tx.each(tableConfirmOf, o.id, func(key, _ []byte) (bool, error) {
		add(tableConfirmation, bytes.Clone(key[idSize:]))
		return true, nil
	}))
}

// spendKeys destroys the keys of before, once nothing is sealed with them and nobody
// reads what was.
func (s *Store) spendKeys(ctx context.Context) error {
	var r resealing
	var found bool
	err := s.View(func(tx *Tx) (err error) { r, found, err = tx.resealing(); return err })
	if err != nil || !found {
		return err
	}
	keep, err := s.stillSealed(r.Before)
	if err != nil {
		return err
	}
	if err := s.readers.wait(ctx, &s.closing); err != nil {
		return err
	}
	s.keysSpent.Store(true)
	ended, err := s.vault.Spend(r.Before, keep)
	if err != nil {
		return fmt.Errorf("%w: %w", privacy.ErrUnavailable, err)
	}
	return s.Update(ctx, func(tx *Tx) error {
		if err := tx.delete(tableMeta, []byte(keyResealing)); err != nil {
			return err
		}
		return tx.Append(audit.Act{Actor: r.By, Act: "data-keys-renewed", Reason: fmt.Sprintf("destroyed %d kept %d", ended, len(keep))})
	})
}

// manyKept: so many are left over that something is wrong with the renewal itself.
const manyKept = 1 << 12

// stillSealed finds the keys of before that something is sealed with, or that somebody
// holds. It looks at every value, and opens none.
func (s *Store) stillSealed(before uint32) (keep map[uint32]bool, err error) {
	keep = make(map[uint32]bool)
	err = s.View(func(tx *Tx) error {
		err := tx.eachSlot(func(slot uint32) error { return keepSlot(keep, slot, before) })
		for t := range tables {
			if err == nil && sealedTables[t] {
				err = tx.each(t, nil, func(_, value []byte) (bool, error) {
					slot, err := sealedSlot(value)
					if err != nil {
						return true, nil // no key opens it
					}
					return true, keepSlot(keep, slot, before)
				})
			}
		}
		return err
	})
	return keep, err
}

func keepSlot(keep map[uint32]bool, slot, before uint32) error {
	if slot < before {
		keep[slot] = true
	}
	if len(keep) > manyKept {
		return fmt.Errorf("too much is still sealed with the keys of before, and none was destroyed: %w", seal.ErrVault)
	}
	return nil
}

// goOnResealing ends in the background what was interrupted.
func (s *Store) goOnResealing() {
	found := false
	err := s.View(func(tx *Tx) (err error) { _, found, err = tx.resealing(); return err })
	if err != nil || !found {
		return
	}
	s.work.Go(func() {
		// Trouble with the disk leaves it for the next start; nothing depends on it.
		_ = s.reseal(context.Background(), func(done, total uint64) { s.progress("reseal", done, total) })
	})
}
