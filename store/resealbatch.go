package store

import (
	"bytes"
	"errors"
	"fmt"

	"medico-intech.kz/otinish/store/privacy"
)

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
	err = errors.Join(err, tx.each(tableAnswer, o.id, func(key, _ []byte) (bool, error) { add(tableAnswer, key); return true, nil }))
	return places, errors.Join(err, tx.each(tableConfirmOf, o.id, func(key, _ []byte) (bool, error) {
		add(tableConfirmation, bytes.Clone(key[idSize:]))
		return true, nil
	}))
}
