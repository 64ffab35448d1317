package handlers

import (
	"errors"
	"slices"
	"strings"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// AnsweredLate is why a request waits about which somebody who was asked says
// something after their code was spent, or after it was decided.
const AnsweredLate = "answered-late"

// ByAnswer reports whether a request came back, for this reason, because somebody
// answered: what was proposed or done before need not be what is asked now.
func ByAnswer(why string) bool {
	return why == "answered" || why == AnsweredLate || why == "answer-contradicted" || why == "reply-unclear" || strings.HasPrefix(why, "token-")
}

// said are the acts by which an answer goes on the chain that changes nothing.
var said = map[Reply]string{ReplyYes: "confirmed", ReplyNo: "denied"}

// over: what was asked about is decided, or goes on in another request. The owner of a
// former address can still undo a change then.
func over(q Question, reply Reply) bool {
	r := q.Request
	if q.Act == store.ActUndoAddress && (reply == ReplyYes || !r.FormerAddress.IsZero()) {
		return false
	}
	if q.Act == store.ActConfirmAddress && reply == ReplyNo && r.State == privacy.StateInReview {
		return true // the other end has said something that nobody has read
	}
	return !r.State.Open() || !r.ClosedAt.IsZero() || r.ID != q.RequestID
}

// again takes a further answer to what was answered before.
func (o *Office) again(tx *store.Tx, q Question, reply Reply) (reason string, err error) {
	agreed, err := agrees(tx, q.Request, q.Confirmation, reply)
	if err != nil {
		return "", err
	}
	if agreed {
		q.Attempts++
		return TokenUsed, tx.UpdateConfirmation(q.Confirmation)
	}
	return o.comesBack(tx, &q.Request)
}

// late lays before a person what somebody says whose question was answered, or whose
// request was decided, before: whatever was carried out, its owner may have something
// against it. Only what agrees with all that was done needs nobody.
func (o *Office) late(tx *store.Tx, q Question, reply Reply, said string) (reason string, err error) {
	r := &q.Request
	agreed, err := agrees(tx, *r, q.Confirmation, reply)
	if err != nil {
		return "", err
	}
	if agreed {
		if r.Undo != nil { // the person has said that it stands
			r.Undo = nil
			err = tx.PutRequest(*r)
		}
		return said, errors.Join(err, o.record(tx, r, privacy.ActorSubject, said, "already-decided"))
	}
	return o.comesBack(tx, r)
}

// HearAgain lays a request before a person because of the words beside an answer that
// closed it, or agrees with its closing.
func (o *Office) HearAgain(tx *store.Tx, id privacy.RequestID) error {
	r, err := tx.Request(id)
	if err != nil {
		return err
	}
	_, err = o.comesBack(tx, &r)
	return err
}

// comesBack lays a request before a person because of a late answer. That somebody may
// be after a record stays the reason where it is one: approving then asks both ends.
func (o *Office) comesBack(tx *store.Tx, r *store.Request) (reason string, err error) {
	item, err := tx.ReviewItem(r.ID)
	if err != nil && !isNotFound(err) {
		return "", err
	}
	why := AnsweredLate
	if r.State == privacy.StateInReview && strings.HasPrefix(item.Why, "address-") {
		why = item.Why
	}
	return AnsweredLate, o.reviewAnswer(tx, r, why)
}

// reviewAnswer lays a request before a person because somebody answered. A decision that
// closed it, and whose letter has not left, can still be taken back: the answer then
// stands before whoever decides anew.
func (o *Office) reviewAnswer(tx *store.Tx, r *store.Request, why string) error {
	item, err := tx.ReviewItem(r.ID)
	if err != nil && !isNotFound(err) {
		return err
	}
	undoable := err == nil && !r.State.Open() && CanUndo(tx, *r, item)
	stands := item.Stands()
	if err := o.Review(tx, r, why); err != nil || !undoable {
		return err
	}
	if item, err = tx.ReviewItem(r.ID); err != nil {
		return err
	}
	item.Stood, item.StoodAt = stands, item.Version
	return tx.PutReviewItem(item)
}

// agrees reports whether an answer says what was done already.
func agrees(tx *store.Tx, r store.Request, c store.Confirmation, reply Reply) (bool, error) {
	item, err := tx.ReviewItem(r.ID)
	if err != nil && !isNotFound(err) {
		return false, err
	}
	other := c.Act == store.ActConfirmAddress && strings.HasPrefix(item.Why, "address-") // the former end objects
	unread := r.State == privacy.StateInReview && (ByAnswer(item.Why) || other)          // something else was said
	if reply == ReplyUnclear || r.ID != c.RequestID || unread {
		return false, nil
	}
	if c.Act != store.ActConfirmRequest {
		return agreesOnAddress(tx, r, c, reply)
	}
	done, err := carriedOut(tx, r, item)
	if err != nil {
		return false, err
	}
	if reply == ReplyYes {
		going, err := bothEndsAsked(tx, r, c)
		if err != nil {
			return false, err
		}
		return done || going || r.Proof == privacy.Proven && r.ProofBy == "confirmation", nil
	}
	return !r.State.Open() && !done, nil
}

// bothEndsAsked: an operator approved a change of address since a question was asked, and
// it waits for the new end.
func bothEndsAsked(tx *store.Tx, r store.Request, c store.Confirmation) (bool, error) {
	asked, err := tx.ConfirmationsOf(r.ID)
	return r.State == privacy.StateAwaiting && slices.ContainsFunc(asked, func(o store.Confirmation) bool {
		return o.Act == store.ActConfirmAddress && o.UsedAt.IsZero() && o.AskedAt.After(c.AskedAt)
	}), err
}

// carriedOut: what a closed request asks was done, by a person or by a rule.
func carriedOut(tx *store.Tx, r store.Request, item store.ReviewItem) (bool, error) {
	switch {
	case r.State.Open():
		return false, nil
	case item.Decision != "" && item.Decision != string(privacy.StateAwaiting): // asked, by an operator
		return item.Decision == string(privacy.StateApplied), nil
	}
	letters, err := tx.LettersOf(r.ID)
	return !slices.ContainsFunc(letters, func(l store.Letter) bool { return l.Template == templates.NotConfirmed }), err
}

// agreesOnAddress: the record bears the address that this end wants it to bear, and
// nothing is under way to change that.
func agreesOnAddress(tx *store.Tx, r store.Request, c store.Confirmation, reply Reply) (bool, error) {
	s, err := tx.Subject(r.SubjectID)
	if err != nil && !isNotFound(err) {
		return false, err
	}
	theirs := err == nil && s.Address == c.Address
	if c.Act == store.ActConfirmAddress {
		return theirs == (reply == ReplyYes), nil
	}
	if reply == ReplyYes { // it was them; unless they have stopped it
		return !theirs || r.State == privacy.StateAwaiting, nil
	}
	return theirs && r.State != privacy.StateAwaiting, nil
}

// heir follows mergings to the request in which one goes on: what is answered about
// the one that was closed with another belongs before whoever decides that.
func heir(tx *store.Tx, r store.Request) (store.Request, error) {
	for range maxHeirs {
		if r.MergedInto == "" {
			return r, nil
		}
		next, err := tx.RequestByNumber(r.MergedInto)
		if isNotFound(err) {
			return r, nil // destroyed
		}
		if err != nil {
			return r, err
		}
		r = next
	}
	return r, nil
}

// maxHeirs: one that was merged takes no other in, so that a longer row would be a mistake.
const maxHeirs = 20
