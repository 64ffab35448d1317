package store_test

import (
	"errors"
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// Answers lie with their request under their numbers, and their texts end with its
// message.
func TestAnswersAreKeptByNumber(t *testing.T) {
	s := storetest.Open(t)
	var r, other store.Request
	update(t, s, func(tx *store.Tx) (err error) {
		var err2 error
		r, err = request(tx, privacy.StateClosed)
		other, err2 = request(tx, privacy.StateClosed)
		return first(err, err2, tx.PutRequest(r), tx.PutRequest(other), tx.PutMessageBytes(r.ID, []byte("asked")),
			tx.PutAnswerBytes(r.ID, 2, []byte("second")), tx.PutAnswerBytes(r.ID, 1, []byte("first")), tx.PutAnswerBytes(other.ID, 1, []byte("of another")))
	})
	for _, n := range []int{0, 256} {
		err := s.Update(t.Context(), func(tx *store.Tx) error { return tx.PutAnswerBytes(r.ID, n, nil) })
		if !errors.Is(err, privacy.ErrBadInput) {
			t.Errorf("number %d: %v", n, err)
		}
	}
	view(t, s, func(tx *store.Tx) error {
		answers, err := tx.AnswerBytes(r.ID)
		if len(answers) != 2 || string(answers[1]) != "first" || string(answers[2]) != "second" {
			t.Errorf("%d answers", len(answers))
		}
		return err
	})
	update(t, s, func(tx *store.Tx) error {
		n, err := tx.RemoveTexts(r.ID, true, false)
		if n != 1 {
			t.Errorf("%d texts removed", n)
		}
		return err
	})
	view(t, s, func(tx *store.Tx) error {
		answers, err := tx.AnswerBytes(r.ID)
		held, _, err2 := tx.Texts(r.ID)
		others, err3 := tx.AnswerBytes(other.ID)
		if len(answers) > 0 || held || len(others) != 1 {
			t.Errorf("%d, %v, %d", len(answers), held, len(others))
		}
		return first(err, err2, err3)
	})
}
