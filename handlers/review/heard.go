package review

import (
	"fmt"
	"time"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// Heard is what was answered to a question about a request.
type Heard struct {
	Number int // from 1, the oldest first
	At     time.Time
	Text   string // who answered, and the beginning of their words
	Raw    []byte // the message, or its beginning; empty where it is kept no more
	// Proof, By and Why say how it was proven, as of a request; empty of answers of before.
	Proof   privacy.Proof
	By, Why string
}

// heard gathers the answers about a request. unread tells that one cannot be read.
func heard(tx *store.Tx, r store.Request) (list []Heard, unread bool, err error) {
	raw, err := tx.AnswerBytes(r.ID)
	if store.PassOver(err) != nil {
		return nil, false, err
	}
	for _, n := range r.Notes {
		if n.By == privacy.ActorSubject {
			number := len(list) + 1
			list = append(list, Heard{number, n.At, n.Text.Reveal(), raw[number], n.Proof, n.ProofBy, n.ProofWhy})
		}
	}
	return list, err != nil, nil
}

// Answered reports whether a request came back because somebody answered: what was
// proposed before need not be what is asked now.
func Answered(item store.ReviewItem) bool {
	return item.DecidedAt.IsZero() && handlers.ByAnswer(item.Why)
}

// CanConfirm reports whether asking the person is what a request needs first: its
// author is not proven, nobody was asked yet, and a letter can leave.
func CanConfirm(c Case) bool {
	asked := c.Request.State == privacy.StateAwaiting || Answered(c.Item) || c.Item.Why == "unconfirmed" || c.Item.Why == "evidence"
	mute := c.Request.Quiet == handlers.QuietAutomatic || c.Request.Quiet == "no-address" || c.Request.From.IsZero()
	return len(unsure(c)) > 0 && !asked && !mute
}

// undecided: an operator can decide about a request, which waits in the queue or for an
// answer.
func undecided(r store.Request) bool {
	return r.State == privacy.StateInReview || r.State == privacy.StateAwaiting
}

// unread: somebody has answered, and nobody has looked.
func unread(n privacy.Number) error {
	return privacy.Mistaken("answer-unread", fmt.Errorf("somebody has answered since it was proposed; read the answer (queue show), then say --version, or give the values: %w", privacy.ErrNotAllowed), privacy.Plain(n))
}

// heardFor refuses to carry out or close what an answer may have changed, where nobody has
// looked at it.
func (t *turn) heardFor(a Approval) error {
	if Answered(t.Item) && !a.Read && len(a.Values) == 0 {
		return unread(t.Request.Number)
	}
	return nil
}

// heardOf refuses to close as no request what somebody has answered about, where nobody
// has looked at it; it returns the version that was not.
func (d *Desk) heardOf(n privacy.Number, a Act) (seen int, err error) {
	seen = a.Seen
	err = d.Store.View(func(tx *store.Tx) error {
		c, err := caseOf(tx, n)
		if err != nil || a.Read {
			return nil // closing it says what is wrong
		}
		if Answered(c.Item) {
			return fmt.Errorf("not-a-request %s: %w", n, unread(n))
		}
		if seen == 0 {
			seen = c.Item.Version
		}
		return nil
	})
	return seen, err
}

// settled refuses a choice between values that nobody has made.
func (t *turn) settled() error {
	r := t.Request
	if field := handlers.Unsettled(r.Changes); r.Kind == privacy.KindUpdate && field != "" {
		return privacy.Mistaken("several-values", fmt.Errorf("several values are named for %s; give the one that is meant (--values-file): %w", field, privacy.ErrBadInput), privacy.Coded("field", field))
	}
	return nil
}

// AskedBefore returns the place in Letters of the latest question that had been written
// by a time; below zero: there is none.
func (c Case) AskedBefore(at time.Time) (index int) {
	index = -1
	for i, l := range c.Letters {
		if handlers.Coded(l.Template) && l.State != store.LetterCancelled && !l.QueuedAt.After(at) {
			index = i
		}
	}
	return index
}
