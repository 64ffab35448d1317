package review

import (
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// GoesOn is a destruction that was scheduled before a decision, and for which nothing
// waits after it.
type GoesOn struct {
	Subject privacy.SubjectID
	Day     time.Time // in the office's zone; zero: there is none
}

// ends: the verbs that may close a request.
func ends(a Act) bool {
	switch a.Verb {
	case "approve", "decline", notARequest, "merge":
		return true
	case "reply":
		return !a.Open
	}
	return false
}

// scheduled returns when the data of a request's person must be destroyed, where that was
// decided before and a decision is about something else; zero: it was not.
func (d *Desk) scheduled(n privacy.Number, a Act) (due time.Time) {
	if d.dry != nil || !ends(a) {
		return due
	}
	d.Store.View(func(tx *store.Tx) error { // the decision itself says what is wrong
		c, err := caseOf(tx, n)
		grants := a.Verb == "approve" && acts(c) && (c.Request.Kind == privacy.KindErase || c.Request.Kind == privacy.KindWithdraw)
		if err == nil && !grants {
			due = c.Subject.DestructionDueAt
		}
		return err
	})
	return due
}

// goesOn tells whether the destruction, which was scheduled before, waits for nothing now.
func (d *Desk) goesOn(n privacy.Number) (on GoesOn, err error) {
	err = d.Store.View(func(tx *store.Tx) error {
		c, err := caseOf(tx, n)
		if err != nil || c.Request.State.Open() || c.Subject.DestructionDueAt.IsZero() {
			return err
		}
		consents, err := tx.Consents(c.Subject.ID)
		if store.PassOver(err) != nil {
			return err
		}
		others, err := tx.RequestsOf(c.Request.From, c.Subject.ID, maxOthers)
		if store.PassOver(err) != nil {
			return err
		}
		if d.Office.Held(c.Subject, consents, others) == "" {
			on = GoesOn{c.Subject.ID, c.Subject.DestructionDueAt.In(d.Office.Zone)}
		}
		return nil
	})
	return on, err
}
