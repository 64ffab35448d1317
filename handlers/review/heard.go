package review

import (
	"fmt"
	"slices"
	"strings"
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
			list = append(list, Heard{number, n.At, n.Text.Reveal(), raw[number]})
		}
	}
	return list, err != nil, nil
}

// Answered reports whether a request came back because somebody answered: what was
// proposed before need not be what is asked now.
func Answered(item store.ReviewItem) bool {
	return item.DecidedAt.IsZero() && (item.Why == "answered" || item.Why == "answer-contradicted" || item.Why == "reply-unclear" || strings.HasPrefix(item.Why, "token-"))
}

// seeFirst tells what has to be seen before a request that waits is carried out.
func seeFirst(c Case) (list []Warning) {
	r := c.Request
	if r.State != privacy.StateInReview || !r.ClosedAt.IsZero() || !r.Kind.Valid() || !carriedOut(r.Kind) {
		return nil
	}
	switch {
	case c.Subject.ID == "" && r.SubjectID == "" || r.Kind == privacy.KindUnsubscribe: // nothing would be done, or nobody is hurt
	case r.Proof == privacy.Contradicted:
		list = append(list, Warning{Code: WarnContradicted})
	case r.Proof != privacy.Proven:
		list = append(list, Warning{Code: WarnUnproven})
	}
	if Answered(c.Item) {
		list = append(list, Warning{Code: WarnAnswered})
	}
	if r.Kind == privacy.KindUpdate && handlers.Unsettled(r.Changes) != "" {
		list = append(list, Warning{Code: WarnValues})
	}
	return list
}

// SeenFirst reports whether a warning is one that has to be seen before a request is
// carried out: one key does not do it.
func SeenFirst(code string) bool {
	return slices.Contains([]string{WarnContradicted, WarnUnproven, WarnAnswered, WarnValues}, code)
}

// CanConfirm reports whether asking the person is what a request needs first: its
// author is not proven, nobody was asked yet, and a letter can leave.
func CanConfirm(c Case) bool {
	asked := Answered(c.Item) || c.Item.Why == "unconfirmed" || c.Item.Why == "evidence"
	mute := c.Request.Quiet == handlers.QuietAutomatic || c.Request.Quiet == "no-address" || c.Request.From.IsZero()
	return slices.ContainsFunc(seeFirst(c), unsure) && !asked && !mute
}

// unsure: the warning is that it may not be the person who asks.
func unsure(w Warning) bool { return w.Code == WarnUnproven || w.Code == WarnContradicted }

// settledFor refuses to carry out what an answer may have changed, where nobody has
// looked at it, and a choice between values that nobody has made.
func (t *turn) settledFor(a Approval) error {
	r := t.Request
	if Answered(t.Item) && !a.Read && len(a.Values) == 0 {
		return privacy.Mistaken("answer-unread", fmt.Errorf("somebody has answered since it was proposed; read the answer (queue show), then say --version, or give the values: %w", privacy.ErrNotAllowed), privacy.Plain(r.Number))
	}
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
