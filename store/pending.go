package store

import "slices"

// eraseForGood takes the records out and, when nothing can fail any more but the
// commit, writes the line. From then on the erasure is pending: should the commit
// fail, every later transaction begins with it.
func (tx *Tx) eraseForGood(e Erasure) error {
	lost, err := tx.erase(e)
	if err == nil && lost {
		err = tx.recount()
	}
	if err == nil {
		err = tx.s.ledger.append(e)
	}
	if err != nil {
		return err
	}
	tx.s.pending = append(tx.s.pending, e)
	tx.erased = append(tx.erased, e)
	return nil
}

// erasePending carries out what earlier transactions could not commit.
func (tx *Tx) erasePending() error {
	for _, e := range tx.s.pending {
		lost, err := tx.erase(e)
		if err == nil && lost {
			err = tx.recount()
		}
		if err != nil {
			return err
		}
		tx.erased = append(tx.erased, e)
	}
	return nil
}

// erasedNow finds the line by which this transaction has destroyed the same already.
func (tx *Tx) erasedNow(d Destruction) (Erasure, bool) {
	for _, e := range tx.erased {
		if e.Subject != d.Subject {
			continue
		}
		if d.Subject != "" || slices.ContainsFunc(e.Cases, func(c CaseFact) bool { return slices.Contains(d.Cases, c.ID) }) {
			return e, true
		}
	}
	return Erasure{}, false
}

// destroyKeys follows a commit. Keys it cannot destroy stay pending for the next one.
func (s *Store) destroyKeys(erased []Erasure) {
	for _, e := range erased {
		s.forgetUnread(e)
		s.keysLeft = append(s.keysLeft, e.Keys...)
		s.pending = slices.DeleteFunc(s.pending, func(p Erasure) bool { return p.ID == e.ID })
	}
	if len(s.keysLeft) == 0 {
		return
	}
	s.step("store:before-keys")
	if _, err := s.vault.Destroy(s.keysLeft); err == nil {
		s.keysLeft = nil
	}
	s.step("store:after-keys")
}
