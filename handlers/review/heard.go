package review

import (
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
