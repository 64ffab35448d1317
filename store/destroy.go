package store

import (
	"context"
	"fmt"
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
	// Farewell is a letter to the subject that waits for it, LetterHeld; may be empty.
	Farewell privacy.LetterID
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
	messages, err := s.findOriginals(d)
	if err != nil {
		return t, fmt.Errorf("destroy: %w", err)
	}
	var line Erasure
	err = s.Update(ctx, func(tx *Tx) error {
		var done bool
		if line, done = tx.erasedNow(d); done { // its line was written, and the commit behind it failed
			return nil
		}
		doomed, err := tx.doom(d, messages)
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
