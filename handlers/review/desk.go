// Package review is the operator's desk: every decision a person can make, one
// method each, used alike by the command line and by whatever else faces operators;
// and the sweeps that remind, expire and escalate.
package review

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/handlers/deadline"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// Text is a prepared text.
type Text = templates.Text

// Texts lists the prepared texts in a language.
func (d *Desk) Texts(l privacy.Language) []Text { return d.Library[l] }

// Desk is what operators work at.
type Desk struct {
	Store  *store.Store
	Office *handlers.Office
	Rules  *deadline.Rules
	Log    *slog.Logger
	Phone  func(string) (e164 string, err error)
	// Originals: letters of the destroyed go from the mailbox too.
	Originals bool
	// Forget is called after destructions: what the memory holds of the destroyed
	// should go.
	Forget func()
	Wake   func() // called after a commit that may have laid out letters or mail to file

	// ClockWrong says what is wrong with the clock, or nothing. nil: nobody looks.
	ClockWrong func() string

	Retention handlers.Retention // how long what is kept

	Operators []Operator // of the configuration; others may still be let in by the socket

	// Teach finds in a message the words by which it could have been understood, and
	// makes a line of a word list of them. nil: nothing is taught.
	Teach func(raw []byte, kind privacy.Kind) Lesson
	// OwnText gives the writer's own words of a message, which may name a day. nil: no
	// day is looked for.
	OwnText func(raw []byte) string
	Library templates.Texts  // prepared texts
	Words   *templates.Pages // words for what is held and for clues; nil: no answer is drafted

	Digest Digest // the letters to operators

	recounted *recounted // set by Remember
	dry       *[]Draft   // a decision is only tried, and what would leave is put here
}

// Case is a request with what lies behind it.
type Case struct {
	Request store.Request
	Item    store.ReviewItem // zero where the request never waited for a person
	Subject store.Subject    // zero where no record lies under the address, or it cannot be read
	Letters []store.Letter
	Raw     []byte // the message, or its beginning

	Due       deadline.Due // the working of the due date (P11)
	UndoUntil time.Time    // zero: there is no decision that can be taken back
	Others    []Other      // further requests of the same person, the newest first
	Warnings  []Warning
	Matters   []Matter // what its letter asks, or may ask, itself the first
	Answers   []Heard  // to questions about it, the oldest first
	Awaited   []Awaited

	Merged     []MergedLetter // of requests that were merged into this one
	MergedMore int            // more of them, which are not shown

	SubjectUnread bool // there is a record about the person, and it cannot be read
	unread        bool // so it is with a letter or the message
}

// Remember makes the desk keep the differences that Recount finds, for Differences.
func (d *Desk) Remember() { d.recounted = new(recounted) }

// Now is the time by which the desk counts.
func (d *Desk) Now() (now time.Time) {
	now = time.Now()
	d.Store.View(func(tx *store.Tx) error { now = tx.Now(); return nil }) // without a store, the machine's
	return now
}

// Waiting returns the review queue: urgent first, then by due date. What cannot be read
// or is gone is left out, and is an error that wraps privacy.ErrUnreadable.
func (d *Desk) Waiting(context.Context) (cases []Case, err error) {
	err = d.Store.View(func(tx *store.Tx) error {
		var failed, lost error
		err := tx.EachWaiting(func(item store.ReviewItem) bool {
			r, err := tx.Request(item.RequestID)
			if failed = d.passLost(err); failed != nil {
				return false
			}
			if err != nil {
				lost = err // status lists it
				return true
			}
			cases = append(cases, Case{Request: r, Item: item})
			return true
		})
		if err := firstError(store.PassOver(err), failed); err != nil {
			return err
		}
		if err != nil || lost != nil {
			return fmt.Errorf("queue: %w", privacy.ErrUnreadable)
		}
		return nil
	})
	return cases, err
}

// Case returns one request with all that lies behind it.
func (d *Desk) Case(_ context.Context, n privacy.Number) (c Case, err error) {
	err = d.Store.View(func(tx *store.Tx) (err error) {
		if c, err = caseOf(tx, n); err != nil {
			return err
		}
		c.Due = d.due(c.Request)
		if handlers.CanUndo(tx, c.Request, c.Item) {
			c.UndoUntil = c.Request.Undo.Until
		}
		outcome := outcomeApplied // what approving would stand against
		if c.Item.Decision == outcomeRefused {
			outcome = outcomeRefused
		}
		c.Others, c.Warnings, err = others(tx, c, outcome)
		if err != nil {
			return err
		}
		if undecided(c.Request) && d.Office.DestructionLate(tx, c.Request, c.Subject) {
			c.Warnings = append(c.Warnings, Warning{Code: WarnLate})
		}
		held, err := d.holdsUp(tx, c)
		if err != nil {
			return err
		}
		c.Warnings = append(c.Warnings, held...)
		if err := mergedIn(tx, &c); err != nil {
			return err
		}
		return c.look(tx)
	})
	return c, err
}

// look adds what is read of a request where somebody looks at it.
func (c *Case) look(tx *store.Tx) (err error) {
	var unread bool
	if c.Answers, unread, err = heard(tx, c.Request); err != nil {
		return err
	}
	if unread && !slices.Contains(c.Warnings, Warning{Code: WarnUnread}) {
		c.Warnings = append(c.Warnings, Warning{Code: WarnUnread})
	}
	if c.Matters, err = matters(tx, c.Request); err != nil {
		return err
	}
	if c.Awaited, err = awaited(tx, c.Request); err != nil {
		return err
	}
	if handlers.HoldsUp(c.Request, c.Subject) {
		c.Warnings = append([]Warning{{Code: WarnHoldsUp}}, c.Warnings...)
	}
	if asksMore(c.Request, c.Matters) {
		c.Warnings = append([]Warning{{Code: WarnMore}}, c.Warnings...)
	}
	first, err := seeFirst(tx, *c)
	c.Warnings = append(first, c.Warnings...)
	return err
}

// due is the working of a request's due date by the rules that hold now.
func (d *Desk) due(r store.Request) deadline.Due {
	return d.Rules.DueStated(r.Kind, r.CountsFrom(), d.Office.Zone, r.StatedDue)
}

func caseOf(tx *store.Tx, n privacy.Number) (c Case, err error) {
	c.Request, err = tx.RequestByNumber(n)
	if errors.Is(err, privacy.ErrDestroyed) {
		return c, proofOf(tx, n)
	}
	if err != nil {
		return c, unknown(n, err)
	}
	if c.Item, err = tx.ReviewItem(c.Request.ID); err != nil && !errors.Is(err, privacy.ErrNotFound) {
		return c, err
	}
	if c.Subject, err = subjectOf(tx, c.Request); store.PassOver(err) != nil && !errors.Is(err, privacy.ErrNotFound) {
		return c, err
	}
	c.SubjectUnread = errors.Is(err, privacy.ErrUnreadable)
	if c.Letters, err = tx.LettersOf(c.Request.ID); store.PassOver(err) != nil {
		return c, err
	}
	c.unread = err != nil
	if c.Raw, err = tx.MessageBytes(c.Request.ID); store.PassOver(err) != nil && !errors.Is(err, privacy.ErrNotFound) {
		return c, err
	}
	c.unread = c.unread || errors.Is(err, privacy.ErrUnreadable)
	return c, nil
}

// unknown says that no request has a number, where that is what was wrong.
func unknown(n privacy.Number, err error) error {
	said := fmt.Errorf("request %s: %w", n, err)
	if !errors.Is(err, privacy.ErrNotFound) || errors.Is(err, privacy.ErrDestroyed) {
		return said
	}
	return privacy.Mistaken("no-request", said, privacy.Plain(n))
}

// proofOf says what is left of a destroyed request.
func proofOf(tx *store.Tx, n privacy.Number) error {
	t, err := tx.CaseTombstone(n)
	if err != nil {
		return fmt.Errorf("request %s: %w", n, err)
	}
	return privacy.Mistaken("destroyed", fmt.Errorf("request %s (%s, received %s, %s) was destroyed on %s by %s, ground %s, final on %s: %w", n,
		t.Fact.Kind, t.Fact.ReceivedAt.Format(time.DateOnly), t.Fact.State, t.DestroyedAt.Format(time.DateOnly), t.By, t.Ground,
		t.FinalAt.Format(time.DateOnly), privacy.ErrDestroyed),
		privacy.Plain(n), privacy.Coded("kind", t.Fact.Kind), privacy.OnDay(t.Fact.ReceivedAt),
		privacy.OnDay(t.DestroyedAt), privacy.Plain(t.Ground), privacy.OnDay(t.FinalAt))
}

// subjectOf finds whose request it is: on record when it came, or by now.
func subjectOf(tx *store.Tx, r store.Request) (store.Subject, error) {
	if r.SubjectID != "" {
		return tx.Subject(r.SubjectID)
	}
	if r.From.IsZero() {
		return store.Subject{}, privacy.ErrNotFound
	}
	return tx.SubjectByAddress(r.From)
}
