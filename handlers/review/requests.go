package review

import (
	"context"
	"time"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// Requests calls fn for each request, the newest first, until it returns false.
// onlyOpen leaves out what is done.
func (d *Desk) Requests(_ context.Context, onlyOpen bool, fn func(store.Request) bool) error {
	return d.Store.View(func(tx *store.Tx) error {
		return tx.EachRequest(func(r store.Request) bool {
			if onlyOpen && !r.State.Open() {
				return true
			}
			return fn(r)
		})
	})
}

// Summary counts what waits.
type Summary struct {
	Waiting   int
	Urgent    int
	Overdue   int
	Soon      int // due by the end of the next working day, and not overdue
	Held      int
	OldestDue store.ReviewItem // zero: nothing waits
	Queued    int              // letters in the outbox
	Failed    int              // letters given up
	Subjects  int
	Unproven  int // requests that wait for a name server to answer

	ToDestroy   int       // subjects with a date of destruction
	DestroyNext time.Time // the earliest; zero: none
	DestroyHeld int       // overdue for the sweep: a rule stands against it
	Destroyed   int
	Final       time.Time // when the last destruction is final; zero: there was none
}

// lateBy is how long after the sweep should have destroyed somebody status worries.
const lateBy = time.Hour

// Summary returns the figures for `otinish status`.
func (d *Desk) Summary(context.Context) (s Summary, err error) {
	err = d.Store.View(func(tx *store.Tx) error {
		now, soon := tx.Now(), d.soonBefore(tx.Now())
		s.Queued, s.Failed, s.Subjects = tx.CountLetters(store.LetterQueued), tx.CountLetters(store.LetterFailed), tx.CountSubjects()
		states, err := tx.CountRequests()
		if err != nil {
			return err
		}
		s.Unproven = states[privacy.StateReceived]
		var last time.Time
		if s.Destroyed, last = tx.Destroyed(); !last.IsZero() {
			s.Final = last.Add(store.KeyBackupMaxAge)
		}
		if s.DestroyNext, s.ToDestroy, err = tx.NextDestruction(); err != nil {
			return err
		}
		late, err := tx.DueDestructions(tx.Now().Add(handlers.DestroyAhead-lateBy), maxDue)
		if err != nil {
			return err
		}
		s.DestroyHeld = len(late)
		return tx.EachWaiting(func(item store.ReviewItem) bool {
			s.Waiting++
			if item.Urgent {
				s.Urgent++
			}
			due := item.Pressing()
			switch {
			case due.IsZero():
			case due.Before(now):
				s.Overdue++
			case !due.After(soon):
				s.Soon++
			}
			if Held(item, now) {
				s.Held++
			}
			if oldest := s.OldestDue.Pressing(); oldest.IsZero() || due.Before(oldest) {
				s.OldestDue = item
			}
			return true
		})
	})
	return s, err
}

// Dispositions calls fn for each message of a mailbox on record, ascending.
func (d *Desk) Dispositions(_ context.Context, mailbox string, uidValidity uint32, fn func(uid uint32, what store.Disposition) bool) error {
	return d.Store.View(func(tx *store.Tx) error { return tx.EachDisposition(mailbox, uidValidity, fn) })
}

// Cursor tells how far a mailbox has been taken.
func (d *Desk) Cursor(_ context.Context, mailbox string) (c store.Cursor, err error) {
	err = d.Store.View(func(tx *store.Tx) error {
		var known bool
		if c, known, err = tx.Cursor(mailbox); err == nil && !known {
			return privacy.ErrNotFound
		}
		return err
	})
	return c, err
}

// Record is a request as it lies in the store.
type Record = store.Request

func (d *Desk) soonBefore(now time.Time) time.Time { return d.Rules.SoonBefore(now.In(d.Office.Zone)) }

// Soon reports whether a date is not over yet and falls due by the end of the next
// working day.
func (d *Desk) Soon(dueAt, now time.Time) bool {
	return !dueAt.IsZero() && !dueAt.Before(now) && !dueAt.After(d.soonBefore(now))
}
