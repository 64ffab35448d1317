package review

import (
	"cmp"
	"context"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// WorkingDays is how many working days lie behind the day of from, up to the day of
// to, in the controller's zone.
func (d *Desk) WorkingDays(from, to time.Time) int {
	return d.Rules.WorkingDays(from, to, d.Office.Zone)
}

// Sent is an outgoing letter with the number of its request, "" where it has none.
type Sent struct {
	Letter store.Letter // without its bytes
	Number privacy.Number
}

// Letters returns outgoing letters, the newest first; an empty state means all. What
// cannot be read is the error beside all others.
func (d *Desk) Letters(_ context.Context, state string, offset, limit int) (list []Sent, err error) {
	err = d.Store.View(func(tx *store.Tx) error {
		var failed error
		err := tx.EachLetterBackward(func(l store.Letter) bool {
			if state != "" && string(l.State) != state || l.Farewell != nil { // the destroyed stand on no page
				return true
			}
			if offset--; offset >= 0 {
				return true
			}
			sent := Sent{Letter: l}
			if l.RequestID != "" {
				r, err := tx.Request(l.RequestID)
				if failed = worse(failed, err); store.PassOver(err) != nil {
					return false
				}
				sent.Number = r.Number
			}
			list = append(list, sent)
			return len(list) < limit
		})
		return worse(err, failed)
	})
	return list, err
}

// worse is the error that says more than that a record cannot be read, else the first.
func worse(a, b error) error { return cmp.Or(store.PassOver(a), store.PassOver(b), a, b) }

// Chain returns entries of the chain before the one with this number, the newest
// first; 0 means from the end.
func (d *Desk) Chain(_ context.Context, before uint64, limit int) (list []store.AuditEntry, err error) {
	err = d.Store.View(func(tx *store.Tx) (err error) {
		list, err = tx.EntriesBefore(before, limit)
		return err
	})
	return list, err
}

// ChainBegin is the number of the first entry of the chain there is: above 1 where it
// was cut, 0 where there is none.
func (d *Desk) ChainBegin(context.Context) (seq uint64, err error) {
	err = d.Store.View(func(tx *store.Tx) error {
		list, err := tx.EntriesAfter(0, 1)
		for _, e := range list {
			seq = e.Seq
		}
		return err
	})
	return seq, err
}

// ConsentCount is how many consents there are for a purpose.
type ConsentCount struct {
	Purpose                      string
	Given, Withdrawn, Suspended  int
	FirstGiven, LastGiven, Ended time.Time // zero: none; Ended is the last withdrawal
}

// Consents counts consents by purpose and returns the latest withdrawals, the newest
// first, at most limit. It walks the register: a second for a million people. What
// cannot be read is the error beside all others.
func (d *Desk) Consents(_ context.Context, limit int) (counts []ConsentCount, ended []store.Consent, err error) {
	by := make(map[string]*ConsentCount)
	err = d.Store.View(func(tx *store.Tx) error {
		var failed error
		err := tx.EachSubject(func(s store.Subject) bool {
			list, err := tx.Consents(s.ID)
			if failed = worse(failed, err); store.PassOver(err) != nil {
				return false
			}
			for _, c := range list {
				count(by, c)
				ended = latest(ended, c, limit)
			}
			return true
		})
		return worse(err, failed)
	})
	return sorted(by), ended, err
}

// Held returns all that is held about a person for the answer to a request: that
// answer is the act on the chain, not the look.
func (d *Desk) Held(_ context.Context, id privacy.SubjectID) (c Dossier, err error) {
	err = d.Store.View(func(tx *store.Tx) error {
		if c.Subject, err = tx.Subject(id); err != nil {
			return err
		}
		c.Consents, err = tx.Consents(id)
		return err
	})
	return c, err
}

// Unreadable is of how many people and requests records are known not to open: lists
// leave these out.
func (d *Desk) Unreadable() int { return len(d.Store.Unreadable()) }

// PassOver is nil for an error that says no more than that records cannot be read: a
// list that came with it has all others.
func PassOver(err error) error { return store.PassOver(err) }
