package handlers

import (
	"slices"

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

// ToldBlocked finds the request about which the person was last written that their data
// are blocked, and not since that this has ended. False: they know of no blocking. A
// request that cannot be read is passed over.
func ToldBlocked(tx *store.Tx, s store.Subject) (store.Request, bool, error) {
	requests, err := tx.RequestsOf(privacy.Address{}, s.ID, 0)
	if store.PassOver(err) != nil {
		return store.Request{}, false, err
	}
	for _, r := range requests {
		if r.Kind != privacy.KindBlock && r.Kind != privacy.KindUnblock || r.ClosedAt.IsZero() {
			continue
		}
		letters, err := tx.LettersOf(r.ID)
		if store.PassOver(err) != nil {
			return store.Request{}, false, err
		}
		last := ""
		for _, l := range letters {
			told := l.State == store.LetterQueued || l.State == store.LetterSent
			if told && slices.Contains([]string{templates.Answer, templates.Refusal, templates.Unblocked}, l.Template) {
				last = l.Template
			}
		}
		switch {
		case last == templates.Unblocked:
			return store.Request{}, false, nil
		case last == templates.Answer && r.Kind == privacy.KindBlock:
			return r, true, nil
		}
	}
	return store.Request{}, false, nil
}

// TellUnblocked writes that a blocking has ended which no request ended; r is the one
// that ToldBlocked found. The letter does not leave before the one about the blocking.
func (o *Office) TellUnblocked(tx *store.Tx, r store.Request, s store.Subject) error {
	letters, err := tx.LettersOf(r.ID)
	if store.PassOver(err) != nil {
		return err
	}
	behind := *o
	for _, l := range letters {
		if l.State == store.LetterQueued {
			behind.pen.wait = max(behind.pen.wait, l.NextAt.Sub(tx.Now()))
		}
	}
	return behind.send(tx, &r, templates.Unblocked, s.Address, templates.Data{})
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
