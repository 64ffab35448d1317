package store

import (
	"bytes"
	"fmt"

	"medico-intech.kz/otinish/store/privacy"
)

const useFingerprint = "message fingerprint"

// Disposition returns what became of a message; false if it has none yet.
func (tx *Tx) Disposition(k MessageKey) (Disposition, bool, error) {
	return load[Disposition](tx, tableDisposition, tx.messageKey(k))
}

// DispositionByFingerprint returns what became of the first message with these
// bytes, wherever it lay (P2). The zero fingerprint stands for a message nobody
// could read and finds nothing.
func (tx *Tx) DispositionByFingerprint(fp [32]byte) (Disposition, bool, error) {
	if fp == ([32]byte{}) {
		return Disposition{}, false, nil
	}
	key := tx.get(tableFingerprint, tx.fingerprintKey(fp))
	if key == nil {
		return Disposition{}, false, nil
	}
	d, err := follow[Disposition](tx, tableDisposition, key)
	return d, err == nil, err
}

func (tx *Tx) fingerprintKey(fp [32]byte) []byte {
	d := tx.s.digest(useFingerprint, fp[:])
	return d[:]
}

// PutDisposition records what became of a message, once (P1): the same again is
// no error, another one wraps privacy.ErrExists. Of several messages with the same
// bytes the first is found by fingerprint.
func (tx *Tx) PutDisposition(k MessageKey, fp [32]byte, d Disposition) error {
	key, err := tx.newMessageKey(k)
	if err != nil {
		return fmt.Errorf("put disposition: %w", err)
	}
	value, err := tx.s.codec.encode(d)
	if err != nil {
		return fmt.Errorf("put disposition: %w", err)
	}
	if stored := tx.get(tableDisposition, key); stored != nil {
		if bytes.Equal(tx.unmoved(stored), value) {
			return nil
		}
		return fmt.Errorf("put disposition: the message has another one: %w", privacy.ErrExists)
	}
	if err := tx.put(tableDisposition, key, value); err != nil {
		return fmt.Errorf("put disposition: %w", err)
	}
	if fp == ([32]byte{}) {
		return nil
	}
	digest := tx.fingerprintKey(fp)
	if tx.has(tableFingerprint, digest) {
		return nil
	}
	if err := tx.put(tableFingerprint, digest, key); err != nil {
		return fmt.Errorf("put disposition: %w", err)
	}
	return nil
}

// EachDisposition calls fn for every message of a mailbox that has a disposition,
// in UID order, until it returns false.
func (tx *Tx) EachDisposition(mailbox string, uidValidity uint32, fn func(uid uint32, d Disposition) bool) error {
	n := tx.box(mailbox)
	if n == 0 {
		return nil
	}
	return tx.each(tableDisposition, boxKey(n, uidValidity), func(key, value []byte) (bool, error) {
		var d Disposition
		if err := tx.decode(tableDisposition, key, value, &d); err != nil {
			return false, err
		}
		return fn(keyUID(key), d), nil
	})
}

// AddDisposed adds a request to what a message asked: a person found that it asks
// more. A message without disposition wraps privacy.ErrNotFound.
func (tx *Tx) AddDisposed(k MessageKey, id privacy.RequestID) error {
	key := tx.messageKey(k)
	d, err := mustLoad[Disposition](tx, tableDisposition, key)
	if err != nil {
		return fmt.Errorf("add to disposition: %w", err)
	}
	d.Requests = append(d.Requests, id)
	if err := tx.putRecord(tableDisposition, key, d); err != nil {
		return fmt.Errorf("add to disposition: %w", err)
	}
	return nil
}
