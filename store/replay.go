package store

import (
	"fmt"

	"go.etcd.io/bbolt"
)

// replayLedger carries out what the ledger says and the files do not show: a crash
// came between its line and the rest, or older files were brought back. It is
// idempotent, and reads only where nothing is to be done.
func (s *Store) replayLedger() error {
	lines, err := s.ledger.lines()
	if err != nil || len(lines) == 0 {
		return err
	}
	var open []Erasure
	var keys []KeyMark
	err = s.View(func(tx *Tx) error {
		for _, e := range lines {
			if tx.overruled(e) {
				continue
			}
			held, err := tx.keysOf(e)
			if err != nil {
				return err
			}
			keys = append(append(keys, e.Keys...), held...)
			if tx.unfinished(e) {
				open = append(open, e)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := s.eraseAll(open); err != nil {
		return fmt.Errorf("carry out the erasure ledger: %w", err)
	}
	if _, err := s.vault.Destroy(keys); err != nil {
		return fmt.Errorf("carry out the erasure ledger: %w", err)
	}
	return nil
}

// eraseBatch bounds a transaction of the replay.
const eraseBatch = 256

func (s *Store) eraseAll(lines []Erasure) error {
	anyLost := false
	for done := 0; done < len(lines); {
		batch := lines[done:min(done+eraseBatch, len(lines))]
		last := done+len(batch) == len(lines)
		err := s.db.Update(func(b *bbolt.Tx) error {
			tx := s.newTx(b)
			for _, e := range batch {
				lost, err := tx.erase(e)
				if err != nil {
					return err
				}
				anyLost = anyLost || lost
			}
			if anyLost && last {
				if err := tx.recount(); err != nil {
					return err
				}
			}
			return tx.flush()
		})
		if err != nil {
			return err
		}
		done += len(batch)
		s.progress("replay", uint64(done), uint64(len(lines)))
	}
	return nil
}

// unfinished reports whether anything of a line is still on record.
func (tx *Tx) unfinished(e Erasure) bool {
	if id, err := idKey(e.Subject); err == nil && (!tx.has(tableTombstone, id) || tx.has(tableSubject, id)) {
		return true
	}
	if id, err := idKey(e.Letter.ID); err == nil && tx.has(tableLetter, id) {
		return true
	}
	for _, c := range e.Cases {
		if id, err := idKey(c.ID); err == nil && (!tx.has(tableCaseTomb, id) || tx.has(tableRequest, id)) {
			return true
		}
	}
	return false
}

// overruled: the commit behind the line failed, and before it was tried again the
// subject was blocked (P13).
func (tx *Tx) overruled(e Erasure) bool {
	if e.Subject == "" {
		return false
	}
	sub, err := tx.Subject(e.Subject)
	return err == nil && sub.Blocked && sub.ChangedAt.After(e.At)
}
