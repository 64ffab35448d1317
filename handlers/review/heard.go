package review

import (
	"errors"
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

// CanConfirm reports whether asking the person is what a request needs first: its
// author is not proven, nobody was asked yet, and a letter can leave.
func CanConfirm(c Case) bool {
	asked := Answered(c.Item) || c.Item.Why == "unconfirmed" || c.Item.Why == "evidence"
	mute := c.Request.Quiet == handlers.QuietAutomatic || c.Request.Quiet == "no-address" || c.Request.From.IsZero()
	return len(unsure(c)) > 0 && !asked && !mute
}

// asksMore reports whether words for another kind stand in the letter, of which no
// request was made.
func asksMore(tx *store.Tx, r store.Request) (bool, error) {
	var others []privacy.Kind
	for _, o := range r.Evidence {
		if parts := strings.SplitN(o.Rule, ":", 3); len(parts) == 3 && parts[0] == "wording" && privacy.Kind(parts[1]) != r.Kind {
			others = append(others, privacy.Kind(parts[1]))
		}
	}
	if len(others) == 0 || !r.State.Open() {
		return false, nil
	}
	d, _, err := tx.Disposition(r.Message)
	if err != nil {
		return false, err
	}
	for _, id := range d.Requests {
		other, err := tx.Request(id)
		if errors.Is(err, privacy.ErrNotFound) || errors.Is(err, privacy.ErrUnreadable) {
			continue
		}
		if err != nil {
			return false, err
		}
		if other.Reason != handlers.ReasonUnsplit {
			others = slices.DeleteFunc(others, func(k privacy.Kind) bool { return k == other.Kind })
		}
	}
	return len(others) > 0, nil
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
