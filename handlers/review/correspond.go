package review

import (
	"context"
	"fmt"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// Confirm asks the owner of the address on file whether the request is theirs; where
// no record lies under it, the address the letter came from.
func (d *Desk) Confirm(ctx context.Context, n privacy.Number, by privacy.Actor, seen int) error {
	return d.decide(ctx, decision{"confirm", n, by, seen, ""}, func(t *turn) error {
		if err := t.notDone(); err != nil {
			return err
		}
		if err := t.file(); err != nil {
			return err
		}
		to := t.Request.From
		if t.Subject.ID != "" {
			to = t.Subject.Address
		}
		return t.office.Confirm(t.tx, &t.Request, to, by)
	})
}

// notDone: what was carried out before and came back waits for nobody any more.
func (t *turn) notDone() error {
	if t.Request.ClosedAt.IsZero() {
		return nil
	}
	return privacy.Mistaken("done-settle", fmt.Errorf("it was carried out already; settle it with approve: %w", privacy.ErrNotAllowed))
}

// Ask writes to the writer with an operator's question. The request waits for the
// answer, which brings it back; the period goes on.
func (d *Desk) Ask(ctx context.Context, n privacy.Number, by privacy.Actor, seen int, text string) error {
	if strings.TrimSpace(text) == "" {
		return privacy.Mistaken("question-empty", fmt.Errorf("ask %s: the question is empty: %w", n, privacy.ErrBadInput))
	}
	return d.decide(ctx, decision{"ask", n, by, seen, ""}, func(t *turn) error {
		if err := t.file(); err != nil {
			return err
		}
		return t.office.AskWriter(t.tx, &t.Request, by, text)
	})
}

// Answer is what an operator writes to the writer.
type Answer struct {
	Text   string
	Open   bool   // the request stays in the queue
	Letter string // whole body of the letter, instead of its own words
}

// Reply answers in an operator's words and closes the request; with Open it stays.
// What the program carries out is not closed by words: a withdrawal that was
// answered kindly and forgotten would be the worst of all.
func (d *Desk) Reply(ctx context.Context, n privacy.Number, by privacy.Actor, seen int, a Answer) error {
	if strings.TrimSpace(a.Text) == "" {
		return privacy.Mistaken("answer-empty", fmt.Errorf("reply %s: the answer is empty: %w", n, privacy.ErrBadInput))
	}
	return d.decide(ctx, decision{"reply", n, by, seen, a.Letter}, func(t *turn) error {
		if err := t.file(); err != nil {
			return err
		}
		if !a.Open && t.Request.ClosedAt.IsZero() && carriedOut(t.Request.Kind) {
			return privacy.Mistaken("answer-act", fmt.Errorf("an answer does not carry out a request of the kind %s: approve or decline it, or keep it open (--open): %w", t.Request.Kind, privacy.ErrNotAllowed), privacy.Coded("kind", t.Request.Kind))
		}
		if a.Open {
			return t.office.Tell(t.tx, &t.Request, by, a.Text)
		}
		return t.office.Answered(t.tx, &t.Request, by, a.Text)
	})
}

// carriedOut: the program has an act for the kind.
func carriedOut(k privacy.Kind) bool {
	switch k {
	case privacy.KindAccess, privacy.KindQuestion, privacy.KindAuthority, privacy.KindNone:
		return false
	}
	return true
}
