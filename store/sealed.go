package store

import (
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"fmt"

	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/seal"
)

// A value with personal data lies sealed as a whole: version, slot of its key in
// the key store, and what the cipher made of it with its place as associated data,
// so that it opens nowhere else. What is sealed with one key is destroyed with it.
const (
	sealedVersion = 1
	sealedHead    = 1 + 4
)

// sealedTables hold personal data in their values; of the others none may.
var sealedTables = [tables]bool{
	tableSubject: true, tableConsent: true,
	tableRequest: true, tableLetter: true, tableLetterBytes: true, tableMessage: true, tableConfirmation: true,
	tableAnswer: true,
}

// owner is whose key seals a value: a subject's for the record and consents, a
// case's for a request and all that belongs to it. A case has a key of its own even
// where its subject is known: whose it is may become known later, and be wrong.
type owner struct {
	keys table
	id   []byte
}

func ofSubject(id []byte) owner { return owner{tableSubjectKey, id} }
func ofCase(id []byte) owner    { return owner{tableCaseKey, id} }

func (o owner) tombstones() table {
	if o.keys == tableSubjectKey {
		return tableTombstone
	}
	return tableCaseTomb
}

// heldSlot finds the key of an owner.
func (tx *Tx) heldSlot(o owner) (slot uint32, found bool) {
	value := tx.get(o.keys, o.id)
	if len(value) != 4 {
		return 0, false
	}
	return binary.BigEndian.Uint32(value), true
}

// slotOf finds the key of an owner, or gives it one. The key is on disk before the
// record can be.
func (tx *Tx) slotOf(o owner) (uint32, error) {
	if slot, found := tx.heldSlot(o); found {
		return slot, nil
	}
	if tx.has(o.tombstones(), o.id) {
		return 0, privacy.ErrDestroyed
	}
	slot, err := tx.s.vault.Take()
	if err != nil {
		return 0, fmt.Errorf("%w: %w", privacy.ErrUnavailable, err)
	}
	tx.noteSlot(slot)
	return slot, tx.put(o.keys, o.id, slotValue(slot))
}

func slotValue(slot uint32) []byte { return binary.BigEndian.AppendUint32(nil, slot) }

// maxCiphers bounds what a walk over a large store keeps.
const maxCiphers = 64

// cipherOf keeps ciphers for the transaction, no longer: a destroyed key must not
// live on in memory.
func (tx *Tx) cipherOf(slot uint32) (cipher.AEAD, error) {
	if aead := tx.ciphers[slot]; aead != nil {
		return aead, nil
	}
	aead, err := tx.s.vault.AEAD(slot)
	if err != nil {
		return nil, err
	}
	if tx.ciphers == nil || len(tx.ciphers) >= maxCiphers {
		tx.ciphers = make(map[uint32]cipher.AEAD)
	}
	tx.ciphers[slot] = aead
	return aead, nil
}

// placeOf is the associated data: bucket and key.
func placeOf(t table, key []byte) []byte {
	name := bucketLayout[tableLayout[t].bucket].name
	b := append(make([]byte, 0, len(name)+2+len(key)), name...)
	return t.appendKey(append(b, 0), key)
}

func (tx *Tx) sealValue(t table, key []byte, o owner, plain []byte) ([]byte, error) {
	slot, err := tx.slotOf(o)
	if err != nil {
		return nil, fmt.Errorf("seal %s: %w", tableLayout[t].name, err)
	}
	aead, err := tx.cipherOf(slot)
	if err != nil {
		return nil, tx.unreadable(t, key, fmt.Errorf("seal: %w", err))
	}
	return sealWith(aead, slot, t, key, plain), nil
}

func sealWith(aead cipher.AEAD, slot uint32, t table, key, plain []byte) []byte {
	value := append(make([]byte, 0, sealedHead+len(plain)+seal.Overhead), sealedVersion)
	value = binary.BigEndian.AppendUint32(value, slot)
	return aead.Seal(value, nil, plain, placeOf(t, key))
}

// unseal opens a value of a sealed table. The error wraps privacy.ErrDestroyed where
// its key was destroyed; anything else that does not open is damage of this record,
// privacy.ErrUnreadable: the key is another one or lost, or the value was changed or moved.
func (tx *Tx) unseal(t table, key, value []byte) ([]byte, error) {
	slot, err := sealedSlot(value)
	if err != nil {
		return nil, tx.unreadable(t, key, err)
	}
	aead, err := tx.cipherOf(slot)
	if errors.Is(err, seal.ErrDestroyed) { // a transaction that began before the destruction
		return nil, fmt.Errorf("open %s: %w: %w", tableLayout[t].name, privacy.ErrDestroyed, privacy.ErrNotFound)
	}
	if err != nil {
		return nil, tx.unreadable(t, key, err)
	}
	plain, err := aead.Open([]byte{}, nil, value[sealedHead:], placeOf(t, key))
	if err != nil {
		return nil, tx.unreadable(t, key, errors.New("the record is damaged"))
	}
	return plain, nil
}

func sealedSlot(value []byte) (uint32, error) {
	if len(value) < sealedHead+seal.Overhead || value[0] != sealedVersion {
		return 0, fmt.Errorf("%w: it is not sealed", privacy.ErrDamaged)
	}
	return binary.BigEndian.Uint32(value[1:]), nil
}

// putSealed encodes, seals and stores a record.
func (tx *Tx) putSealed(t table, key []byte, o owner, record any) error {
	plain, err := tx.s.codec.encode(record)
	if err != nil {
		return err
	}
	return tx.putSealedBytes(t, key, o, plain)
}

func (tx *Tx) putSealedBytes(t table, key []byte, o owner, plain []byte) error {
	if !sealedTables[t] {
		return errors.New("a value sealed for a table in clear") // a mistake of the program
	}
	// Nothing is written over what cannot be read: a copy of its key may yet open it.
	if _, err := tx.getSealed(t, key); err != nil {
		return err
	}
	value, err := tx.sealValue(t, key, o, plain)
	if err != nil {
		return err
	}
	return tx.put(t, key, value)
}

// getSealed opens the bytes under a key; nil where there are none.
func (tx *Tx) getSealed(t table, key []byte) ([]byte, error) {
	value := tx.get(t, key)
	if value == nil {
		return nil, nil
	}
	return tx.unseal(t, key, value)
}

// decode turns a value as it lies in the file into its record.
func (tx *Tx) decode(t table, key, value []byte, record any) error {
	if sealedTables[t] {
		plain, err := tx.unseal(t, key, value)
		if err != nil {
			return err
		}
		if err := tx.s.codec.decode(plain, record); err != nil {
			return tx.unreadable(t, key, err)
		}
		return nil
	}
	return tx.s.codec.decode(value, record)
}
