package store

import (
	"bytes"
	"errors"
	"fmt"

	"medico-intech.kz/otinish/store/privacy"
)

// maxAnswer is the greatest number of an answer: it is one octet of the key.
const maxAnswer = 255

// answersKept raises the schema number: a program of before would leave answers behind
// where it destroys a request.
func answersKept(*Tx) error { return nil }

// PutAnswerBytes keeps a message that answered a question about a request, as it was
// fetched, under the number of the answer: from 1 to 255.
func (tx *Tx) PutAnswerBytes(id privacy.RequestID, n int, raw []byte) error {
	request, err := idKey(id)
	if err == nil && (n < 1 || n > maxAnswer) {
		err = privacy.ErrBadInput
	}
	if err != nil {
		return fmt.Errorf("put answer: %w", err)
	}
	if err := tx.putSealedBytes(tableAnswer, joinKeys(request, []byte{byte(n)}), ofCase(request), raw); err != nil {
		return fmt.Errorf("put answer: %w", err)
	}
	return nil
}

// AnswerBytes returns the messages that answered questions about a request, by the
// number of the answer. One that cannot be read is the error, beside the others.
func (tx *Tx) AnswerBytes(id privacy.RequestID) (answers map[int][]byte, err error) {
	request, err := lookupKey("answer", id)
	if err != nil {
		return nil, err
	}
	var g goOn
	answers = make(map[int][]byte)
	return answers, g.end(tx.each(tableAnswer, request, func(key, value []byte) (bool, error) {
		raw, err := tx.unseal(tableAnswer, key, value)
		if err != nil {
			return g.past(err)
		}
		answers[int(key[idSize])] = bytes.Clone(raw)
		return true, nil
	}))
}

// hasAnswers reports whether any answer about a request is kept.
func (tx *Tx) hasAnswers(request []byte) (found bool, err error) {
	err = tx.each(tableAnswer, request, func(_, _ []byte) (bool, error) { found = true; return false, nil })
	return found, err
}

// eraseAnswers takes the answers about a request out of the data.
func (tx *Tx) eraseAnswers(request []byte) error {
	var keys [][]byte
	err := tx.each(tableAnswer, request, func(key, _ []byte) (bool, error) { keys = append(keys, bytes.Clone(key)); return true, nil })
	for _, key := range keys {
		err = errors.Join(err, tx.delete(tableAnswer, key))
	}
	return err
}
