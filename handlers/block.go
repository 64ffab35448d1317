package handlers

import (
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// Block freezes a record: no use, no change, no destruction until unblocked (P13;
// Law 94-V Art. 1(3)). An operator decides.
func (o *Office) Block(tx *store.Tx, r *store.Request, s store.Subject, by privacy.Actor, text string) error {
	return o.setBlocked(tx, r, s, by, true, text)
}

// Unblock ends a blocking.
func (o *Office) Unblock(tx *store.Tx, r *store.Request, s store.Subject, by privacy.Actor, text string) error {
	return o.setBlocked(tx, r, s, by, false, text)
}

func (o *Office) setBlocked(tx *store.Tx, r *store.Request, s store.Subject, by privacy.Actor, blocked bool, text string) error {
	r.SubjectID = s.ID
	s.Blocked, s.ChangedAt = blocked, tx.Now()
	if err := tx.PutSubject(s); err != nil {
		return err
	}
	return o.Reply(tx, r, by, text, string(r.Kind))
}
