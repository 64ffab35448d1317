package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
)

// Farewell makes a letter the one that tells somebody that they were destroyed. It
// belongs to no request and has a key of its own, so that it outlives them: it is
// written before (LetterHeld), is let go by the destruction, and is destroyed itself
// once it left or cannot leave (Tx.EraseFarewell).
type Farewell struct {
	Subject privacy.SubjectID `cbor:"1,keyasint"`
	Number  privacy.Number    `cbor:"2,keyasint,omitempty"` // of the request that asked for it
	Until   time.Time         `cbor:"3,keyasint"`           // no attempt is made after it
}

// FarewellEnd is what a line of the ledger says of such a letter.
type FarewellEnd struct {
	ID       privacy.LetterID `cbor:"1,keyasint,omitempty"`
	Number   privacy.Number   `cbor:"2,keyasint,omitempty"`
	Template string           `cbor:"3,keyasint,omitempty"`
	Why      string           `cbor:"4,keyasint,omitempty"` // code of why it did not leave; empty: it left
}

// Foresee is what Destroy would do, without doing it: fn is shown the doomed in a
// transaction of its own, and may write the farewell. done tells instead that an
// earlier Destroy has gone through by now: the commit behind its line had failed.
func (s *Store) Foresee(ctx context.Context, d Destruction, fn func(*Tx, Doomed) error) (done bool, err error) {
	err = s.Update(ctx, func(tx *Tx) error {
		if _, done = tx.erasedNow(d); done {
			return nil
		}
		doomed, err := tx.doom(d, nil)
		if err != nil {
			return fmt.Errorf("foresee a destruction: %w", err)
		}
		return fn(tx, doomed)
	})
	return done, err
}

// indexFarewell keeps the list of farewells that are not over.
func (tx *Tx) indexFarewell(id []byte, l Letter) error {
	if l.Farewell == nil || tx.has(tableFarewell, id) {
		return nil
	}
	return tx.put(tableFarewell, id, binary.BigEndian.AppendUint64(nil, timeKey(l.Farewell.Until)))
}

// Farewells returns the farewells that are not over, without their bytes.
func (tx *Tx) Farewells() (list []Letter, err error) {
	err = tx.each(tableFarewell, nil, func(id, _ []byte) (bool, error) {
		l, err := follow[Letter](tx, tableLetter, id)
		if errors.Is(err, privacy.ErrDestroyed) {
			return true, nil
		}
		list = append(list, l)
		return true, err
	})
	return list, err
}

// letGo sends a farewell on its way: what it tells of is done in the same transaction.
func (tx *Tx) letGo(letter privacy.LetterID, at time.Time) error {
	id, err := idKey(letter)
	if err != nil || !tx.has(tableLetter, id) {
		return nil // data from before it was written
	}
	l, err := tx.withBytes(id)
	if errors.Is(err, privacy.ErrDamaged) || errors.Is(err, privacy.ErrDestroyed) {
		return nil // its key is gone: a later line says so
	}
	if err != nil || l.State != LetterHeld {
		return err
	}
	l.State, l.NextAt = LetterQueued, at
	return tx.PutLetter(l)
}

// EraseFarewell destroys a farewell: why is empty where it left, else a code. Like any
// destruction it is on the ledger first. One that is gone is no error.
func (tx *Tx) EraseFarewell(letter privacy.LetterID, why string) error {
	id, err := idKey(letter)
	if err != nil {
		return fmt.Errorf("erase a farewell: %w", err)
	}
	l, found, err := load[Letter](tx, tableLetter, id)
	if err != nil || !found {
		return err
	}
	if l.Farewell == nil {
		return fmt.Errorf("erase a farewell: the letter is another: %w", privacy.ErrBadInput)
	}
	e := tx.newErasure()
	e.Letter = FarewellEnd{ID: letter, Number: l.Farewell.Number, Template: l.Template, Why: why}
	e.By = privacy.ActorSystem
	if err := tx.markKey(&e, tableCaseKey, privacy.RequestID(letter)); err != nil {
		return fmt.Errorf("erase a farewell: %w", err)
	}
	return tx.eraseForGood(e)
}

// eraseLetter carries out what a line says of a farewell.
func (tx *Tx) eraseLetter(e Erasure, lost *bool) error {
	id, err := idKey(e.Letter.ID)
	if err != nil || !tx.has(tableLetter, id) {
		return nil
	}
	l, _, err := load[Letter](tx, tableLetter, id)
	if err != nil { // its key is gone already
		*lost = true
		err = tx.drop(tableLetterDue, endsWith(id))
	} else {
		tx.count(countLetters+string(l.State), -1)
		if l.State == LetterQueued {
			err = tx.delete(tableLetterDue, dueKey(l.NextAt, id))
		}
	}
	for _, t := range []table{tableLetter, tableLetterBytes, tableCaseKey, tableFarewell} {
		err = errors.Join(err, tx.delete(t, id))
	}
	if err != nil {
		return err
	}
	if err := tx.put(tableMeta, []byte(keyDestroyedAt), binary.BigEndian.AppendUint64(nil, timeKey(e.At))); err != nil {
		return err
	}
	act := audit.Act{Actor: e.By, Act: "letter sent", Number: e.Letter.Number, Reason: e.Letter.Template}
	if e.Letter.Why != "" {
		act.Act, act.Reason = "letter failed", e.Letter.Why
	}
	return tx.Append(act)
}

// checkFarewells: each is listed, and belongs to nobody on record once it is on its way.
func (tx *Tx) checkFarewells(past func(error) error) error {
	listed, records := 0, 0
	err := tx.each(tableFarewell, nil, func(id, _ []byte) (bool, error) {
		listed++
		l, err := follow[Letter](tx, tableLetter, id)
		if err == nil && l.Farewell == nil {
			err = fmt.Errorf("%s points to another letter: %w", tableLayout[tableFarewell].name, privacy.ErrDamaged)
		}
		return true, past(err)
	})
	all := eachRecord(tx, tableLetter, nil, func(l Letter) bool {
		if l.Farewell != nil {
			records++
		}
		return true
	})
	if err == nil && all == nil && listed != records { // what cannot be read is not counted
		err = fmt.Errorf("index %s has %d entries, the records %d: %w", tableLayout[tableFarewell].name, listed, records, privacy.ErrDamaged)
	}
	return errors.Join(err, past(all))
}
