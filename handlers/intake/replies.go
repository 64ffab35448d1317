package intake

import (
	"errors"

	"medico-intech.kz/otinish/classifier"
	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/store"
)

// countAnew gives a request that asks again its new period.
func (in *Intake) countAnew(tx *store.Tx, req store.Request) error {
	due := in.Rules.Due(req.Kind, req.CountsFrom(), in.Office.Zone)
	req.DueAt, req.Clock = due.At.UTC(), due.Clock
	item, err := tx.ReviewItem(req.ID)
	if err != nil {
		return err
	}
	item.DueAt, item.Noticed = req.DueAt, nil
	return errors.Join(tx.PutReviewItem(item), tx.PutRequest(req))
}

// repliesToUs: the letter answers one of ours about a request, whose Message-ID nobody
// knows but who has it.
func repliesToUs(tx *store.Tx, r *reading) (classifier.Evidence, error) {
	if _, ok, err := letterAnswered(tx, r); err != nil || !ok {
		return classifier.Evidence{}, err
	}
	return classifier.Evidence{Rule: handlers.RuleReply, Where: "In-Reply-To"}, nil
}

// letterAnswered finds the letter of ours that a letter answers.
func letterAnswered(tx *store.Tx, r *reading) (l store.Letter, ok bool, err error) {
	for _, id := range r.message.InReplyTo {
		l, err := tx.LetterByMessageID(id)
		if err == nil && l.RequestID == "" {
			continue // a letter to an operator is about no request
		}
		if err == nil || !isNotFound(err) {
			return l, err == nil, err
		}
	}
	return store.Letter{}, false, nil
}
