package handlers

import (
	"slices"
	"strings"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// ChangedSince reports whether an operator changed a record by hand later than a request
// was written, so that carrying the request out now would undo it. id is the person's,
// where a record was found since; may be empty.
func ChangedSince(tx *store.Tx, r store.Request, id privacy.SubjectID) (bool, error) {
	if r.SubjectID != "" {
		id = r.SubjectID
	}
	if id == "" {
		return false, nil
	}
	s, err := tx.Subject(id)
	if isNotFound(err) {
		return false, nil
	}
	return err == nil && undoesHand(r, s), err
}

func undoesHand(r store.Request, s store.Subject) bool {
	switch r.Kind {
	case privacy.KindUpdate:
		return slices.ContainsFunc(r.Changes, func(c store.Change) bool {
			value, is := onRecord(s, c.Field)
			return is && value != c.Value.Reveal() && touchedSince(s, string(c.Field), named(r, c))
		})
	case privacy.KindUnsubscribe:
		return !s.NoLetters && touchedSince(s, store.TouchedLetters, r.CountsFrom())
	case privacy.KindBlock:
		return !s.Blocked && touchedSince(s, store.TouchedUnblocked, r.CountsFrom())
	case privacy.KindUnblock:
		return s.Blocked && touchedSince(s, store.TouchedBlocked, r.CountsFrom())
	}
	return false
}

// onRecord is the value of a field that can be changed by hand.
func onRecord(s store.Subject, f privacy.Field) (value string, is bool) {
	switch f {
	case privacy.FieldName:
		return s.Name.Reveal(), true
	case privacy.FieldPhone:
		return s.Phone.Reveal(), true
	}
	return "", false
}

func touchedSince(s store.Subject, what string, asked time.Time) bool {
	return slices.ContainsFunc(s.Notes, func(n store.Note) bool {
		return n.At.After(asked) && slices.Contains(n.Touched, what)
	})
}

// InAnswer begins the place of a value that an answer names.
const InAnswer = "answer, "

// named is when a value was asked for: with the letter, or with the latest answer.
func named(r store.Request, c store.Change) time.Time {
	asked := r.CountsFrom()
	if !strings.HasPrefix(c.Where, InAnswer) {
		return asked
	}
	for _, n := range r.Notes {
		if n.By == privacy.ActorSubject && n.At.After(asked) {
			asked = n.At
		}
	}
	return asked
}
