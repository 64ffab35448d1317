package handlers

import (
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// Block freezes a record: no use, no change, no destruction until unblocked (P13;
// Law 94-V Art. 1(3)). An operator decides.
func (o *Office) Block(tx *store.Tx, r *store.Request, s store.Subject, by privacy.Actor, text string) error {
	r.SubjectID = s.ID
	s.Blocked, s.ChangedAt = true, tx.Now()
	if err := tx.PutSubject(s); err != nil {
		return err
	}
	return o.Reply(tx, r, by, text, string(r.Kind))
}

// Unblock ends a blocking and tells the person, with the operator's reasons where text
// has some: who was told of the blocking was promised that. Where nothing is blocked the
// person is told so, and nothing is done.
func (o *Office) Unblock(tx *store.Tx, r *store.Request, s store.Subject, by privacy.Actor, text string) error {
	r.SubjectID = s.ID
	letter := templates.NotBlocked
	if s.Blocked {
		letter = templates.Unblocked
		s.Blocked, s.ChangedAt = false, tx.Now()
		if err := tx.PutSubject(s); err != nil {
			return err
		}
	}
	if err := o.send(tx, r, letter, s.Address, templates.Data{Text: text}); err != nil {
		return err
	}
	return o.finish(tx, r, by, string(r.Kind))
}
