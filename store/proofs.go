package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
)

// Proof is what stays of somebody destroyed, or of something.
type Proof struct {
	Subject     privacy.SubjectID // of a person; empty: of a request
	Number      privacy.Number
	DestroyedAt time.Time
}

// EachProof calls fn for the proof of every destruction, until it returns false.
func (tx *Tx) EachProof(fn func(Proof) bool) error {
	more := true
	err := eachRecord(tx, tableTombstone, nil, func(t Tombstone) bool {
		more = fn(Proof{t.SubjectID, t.Number, t.DestroyedAt})
		return more
	})
	if err != nil || !more {
		return err
	}
	return eachRecord(tx, tableCaseTomb, nil, func(t CaseTombstone) bool {
		return fn(Proof{Number: t.Fact.Number, DestroyedAt: t.DestroyedAt})
	})
}

// endedTombs are keys of tombstones, collected without holding up the writer.
type endedTombs struct{ subjects, cases [][]byte }

// proofBatch bounds a transaction of ForgetProofs.
const proofBatch = 1000

// ForgetProofs drops what was kept as proof of destructions whose time has ended:
// tombstones, the digests and numbers that lead to them, and lines of the erasure
// ledger. The lines go first: one that stayed would make its tombstone anew.
// Counters by month stay. Younger than KeyBackupMaxAge no proof may end, since
// copies of the store from before may still be brought back: privacy.ErrBadInput.
func (s *Store) ForgetProofs(ctx context.Context, ended func(destroyedAt time.Time) bool) (forgotten int, err error) {
	if ended(s.now().Add(-KeyBackupMaxAge)) {
		return 0, fmt.Errorf("forget proofs: copies of the store may be younger: %w", privacy.ErrBadInput)
	}
	dropped, err := s.ledger.prune(func(e Erasure) bool { return ended(e.At) })
	if err == nil && dropped > 0 {
		err = s.Update(ctx, func(tx *Tx) error { tx.count(countLedger, -int64(dropped)); return nil })
	}
	if err != nil {
		return 0, fmt.Errorf("forget proofs: %w", err)
	}
	for ctx.Err() == nil {
		var tombs endedTombs
		err := s.View(func(tx *Tx) (err error) { tombs, err = tx.endedTombs(ended, proofBatch); return err })
		n := len(tombs.subjects) + len(tombs.cases)
		if err != nil || n == 0 {
			return forgotten, err
		}
		err = s.Update(ctx, func(tx *Tx) error {
			if err := tx.forgetTombs(tombs); err != nil {
				return err
			}
			return tx.Append(audit.Act{Actor: privacy.ActorSystem, Act: "proofs-forgotten", Reason: strconv.Itoa(n)})
		})
		if err != nil {
			return forgotten, fmt.Errorf("forget proofs: %w", err)
		}
		forgotten += n
	}
	return forgotten, ctx.Err()
}

func (tx *Tx) endedTombs(ended func(time.Time) bool, limit int) (e endedTombs, err error) {
	err = tx.each(tableTombstone, nil, func(id, value []byte) (bool, error) {
		var t Tombstone
		if err := tx.decode(tableTombstone, id, value, &t); err != nil {
			return false, err
		}
		if ended(t.DestroyedAt) {
			e.subjects = append(e.subjects, bytes.Clone(id))
		}
		return len(e.subjects) < limit, nil
	})
	if err != nil || len(e.subjects) == limit {
		return e, err
	}
	err = tx.each(tableCaseTomb, nil, func(id, value []byte) (bool, error) {
		var t CaseTombstone
		if err := tx.decode(tableCaseTomb, id, value, &t); err != nil {
			return false, err
		}
		if ended(t.DestroyedAt) {
			e.cases = append(e.cases, bytes.Clone(id))
		}
		return len(e.subjects)+len(e.cases) < limit, nil
	})
	return e, err
}

func (tx *Tx) forgetTombs(e endedTombs) error {
	gone := make(map[string]bool)
	for _, id := range e.subjects {
		gone[string(id)] = true
		if tx.has(tableTombstone, id) {
			tx.count(countTombstones, -1)
		}
		if err := tx.delete(tableTombstone, id); err != nil {
			return err
		}
	}
	if len(gone) > 0 {
		if err := tx.drop(tableTombstoneOf, func(_, id []byte) bool { return gone[string(id)] }); err != nil {
			return err
		}
	}
	for _, id := range e.cases {
		t, found, err := load[CaseTombstone](tx, tableCaseTomb, id)
		if err != nil {
			return err
		}
		if !found {
			continue
		}
		if number := numberKey(t.Fact.Number); bytes.Equal(tx.get(tableNumber, number), id) {
			err = tx.delete(tableNumber, number)
		}
		if err = errors.Join(err, tx.delete(tableCaseTomb, id)); err != nil {
			return err
		}
	}
	return nil
}
