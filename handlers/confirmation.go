package handlers

import (
	"fmt"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// AskConfirmation asks the owner of an address whether a request is theirs. It
// looks at no record, so that the letter cannot differ by one (P4).
func (o *Office) AskConfirmation(tx *store.Tx, r *store.Request, to privacy.Address, by privacy.Actor, reason string) error {
	if err := o.ask(tx, r, to, store.ActConfirmRequest, templates.ConfirmationQuestion, templates.Data{Fields: changedFields(r)}); err != nil {
		return err
	}
	return o.move(tx, r, privacy.StateAwaiting, by, reason)
}

// ask sends a letter with a token that allows one act by one address about one
// request, until it expires.
func (o *Office) ask(tx *store.Tx, r *store.Request, to privacy.Address, act store.Act, letter string, d templates.Data) error {
	token, err := NewToken(o.Random)
	if err != nil {
		return fmt.Errorf("draw token: %w", err)
	}
	expires := tx.Now().Add(o.Periods.Question)
	if act == store.ActUndoAddress {
		expires = tx.Now().Add(o.Periods.Question + o.Periods.Undo) // the change itself may come a week from now
	}
	if act == store.ActAnswer {
		expires = o.answerBy(tx, r)
	}
	c := store.Confirmation{RequestID: r.ID, Address: to, Act: act, AskedAt: tx.Now(), ExpiresAt: expires}
	if err := tx.PutConfirmation(token, c); err != nil {
		return err
	}
	d.Token, d.ExpiresAt, d.UndoUntil = token, expires.In(o.Zone), expires.In(o.Zone)
	return o.send(tx, r, letter, to, d)
}

// Question is a question of ours that a message answers, open or not.
type Question struct {
	store.Confirmation
	Request store.Request // the one asked about, or the one it was merged into
}

// FindQuestion looks the candidates up; the first known one counts. The keyed
// digest is the key, so nothing is compared byte by byte and timing tells nothing.
func FindQuestion(tx *store.Tx, candidates []string) (Question, bool, error) {
	for _, token := range candidates {
		c, err := tx.Confirmation(token)
		if isNotFound(err) {
			continue
		}
		if err != nil {
			return Question{}, false, err
		}
		r, err := tx.Request(c.RequestID)
		if err == nil {
			r, err = heir(tx, r)
		}
		if err != nil {
			return Question{}, false, err
		}
		return Question{c, r}, true, nil
	}
	return Question{}, false, nil
}

// Answer carries out what the owner of an address answered. It returns the reason
// code of what it did. The caller has checked that the message is no machine's
// and that nothing contradicts its From line.
func (o *Office) Answer(tx *store.Tx, q Question, from privacy.Address, reply Reply) (reason string, err error) {
	r := &q.Request
	why := refused(tx.Now(), q.Confirmation, from, reply)
	if why == TokenUsed {
		return o.again(tx, q, reply)
	}
	if why != "" {
		return why, o.attempt(tx, q, from, why)
	}
	if q.Act == store.ActAnswer {
		return "answered", o.answered(tx, q)
	}
	q.UsedAt = tx.Now()
	if err := tx.UpdateConfirmation(q.Confirmation); err != nil {
		return "", err
	}
	if over(q, reply) {
		return o.late(tx, q, reply, said[reply])
	}
	switch {
	case q.Act == store.ActConfirmRequest && reply == ReplyYes:
		return "confirmed", o.confirmed(tx, r, q.Address)
	case q.Act == store.ActConfirmAddress && reply == ReplyYes:
		return "address-confirmed", o.addressConfirmed(tx, r)
	case q.Act == store.ActUndoAddress && reply == ReplyNo:
		return "address-stopped", o.StopAddressChange(tx, r, privacy.ActorSubject)
	case q.Act == store.ActUndoAddress: // "yes, it was me": nothing to stop
		return "address-change-known", o.record(tx, r, privacy.ActorSubject, "address-change-known", "")
	}
	return "denied", o.closeUnconfirmed(tx, r, privacy.ActorSubject, "denied")
}

// maxAttempts is how many answers to one question may fail to count. Whoever holds a
// token and not the address then has no more tries, and its owner speaks to a person.
const maxAttempts = 10

const tokenWorn = "token-worn"

// TokenUsed is the reason of an answer to what was answered before, which agrees with it.
const TokenUsed = "token-used"

// refused says why an answer does not count, or "".
func refused(now time.Time, c store.Confirmation, from privacy.Address, reply Reply) string {
	switch {
	case c.Act == store.ActAnswer && from == c.Address:
		return "" // any words will do, late or again: they change nothing, a person reads them
	case c.Attempts >= maxAttempts:
		return tokenWorn
	case from != c.Address:
		return "token-from-another-address"
	case !c.UsedAt.IsZero():
		return TokenUsed
	case now.After(c.ExpiresAt):
		return "token-expired"
	case reply == ReplyUnclear:
		return "reply-unclear"
	}
	return ""
}

// attempt counts an answer that does not count, in the transaction that found it out,
// and shows it to a person: not for ever where another address sends it, since anybody
// may send the same again.
func (o *Office) attempt(tx *store.Tx, q Question, from privacy.Address, why string) error {
	q.Attempts++
	if err := tx.UpdateConfirmation(q.Confirmation); err != nil {
		return err
	}
	if from != q.Address && q.Attempts > maxAttempts+1 {
		return nil
	}
	return o.reviewAnswer(tx, &q.Request, why)
}

// confirmed goes on with a request whose author is now proven, by the address that
// was asked: an operator asks the one on file, which may be another by now.
func (o *Office) confirmed(tx *store.Tx, r *store.Request, address privacy.Address) error {
	if !r.State.Open() || !r.ClosedAt.IsZero() {
		return o.record(tx, r, privacy.ActorSubject, "confirmed", "already-decided")
	}
	r.Proof, r.ProofBy = privacy.Proven, "confirmation"
	if err := tx.PutRequest(*r); err != nil {
		return err
	}
	if err := o.record(tx, r, privacy.ActorSubject, "confirmed", ""); err != nil {
		return err
	}
	return o.applyProven(tx, r, address, privacy.ActorSubject)
}

// ApplyProven acts on a certain request whose author is proven: step 8's column
// "proven", with and without a record.
func (o *Office) ApplyProven(tx *store.Tx, r *store.Request, by privacy.Actor) error {
	return o.applyProven(tx, r, r.From, by)
}

func (o *Office) applyProven(tx *store.Tx, r *store.Request, address privacy.Address, by privacy.Actor) error {
	s, err := tx.SubjectByAddress(address)
	switch {
	case isNotFound(err):
		return o.NothingHeld(tx, r)
	case err != nil:
		return err
	}
	r.SubjectID = s.ID
	if s.Blocked {
		return o.Review(tx, r, "blocked")
	}
	switch r.Kind {
	case privacy.KindUpdate:
		if Unsettled(r.Changes) != "" { // a yes does not say to which
			return o.Review(tx, r, "doubtful")
		}
		newer, err := Overtaken(tx, *r, s.ID)
		switch {
		case store.PassOver(err) != nil:
			return err
		case len(newer) > 0: // nor that what was said and done since is to go
			return o.Review(tx, r, "older")
		}
		byHand, err := ChangedSince(tx, *r, s.ID)
		switch {
		case store.PassOver(err) != nil:
			return err
		case byHand:
			return o.Review(tx, r, "older")
		}
		return o.Update(tx, r, s, by)
	case privacy.KindWithdraw:
		return o.Withdraw(tx, r, s, by)
	case privacy.KindUnsubscribe:
		return o.Unsubscribe(tx, r, s, by)
	}
	return o.Review(tx, r, "kind")
}

// closeUnconfirmed ends a request nobody stands behind: nothing was changed, and
// what was suspended meanwhile goes on. Over the limits it ends in silence: the question
// said that nothing changes without an answer.
func (o *Office) closeUnconfirmed(tx *store.Tx, r *store.Request, by privacy.Actor, reason string) error {
	if !r.State.Open() || !r.ClosedAt.IsZero() {
		return o.record(tx, r, by, reason, "already-decided")
	}
	if err := o.Resume(tx, r); err != nil {
		return err
	}
	if r.Quiet == "" && !r.From.IsZero() {
		allowed, err := o.Limits.Allow(tx, r.From, r.Words)
		if err != nil {
			return err
		}
		if !allowed {
			r.Quiet = QuietOverLimit
		}
	}
	if err := o.send(tx, r, templates.NotConfirmed, r.From, templates.Data{}); err != nil {
		return err
	}
	return o.move(tx, r, privacy.StateClosed, by, reason)
}

// Expire ends a request that nobody confirmed in time; the writer is told that
// nothing was changed. A withdrawal never comes here: a person decides about it.
func (o *Office) Expire(tx *store.Tx, r *store.Request) error {
	return o.closeUnconfirmed(tx, r, privacy.ActorSystem, "expired")
}

// Remind asks once more; the first token stays valid beside the new one. Over the
// limits there is no reminder: the question itself still stands.
func (o *Office) Remind(tx *store.Tx, c store.Confirmation) error {
	r, err := tx.Request(c.RequestID)
	if err != nil {
		return err
	}
	c.RemindedAt = tx.Now()
	if err := tx.UpdateConfirmation(c); err != nil {
		return err
	}
	switch allowed, err := o.Limits.Allow(tx, c.Address, r.Words); {
	case err != nil:
		return err
	case !allowed:
		return o.record(tx, &r, privacy.ActorSystem, "not-reminded", QuietOverLimit)
	}
	return o.remind(tx, &r, c)
}

func (o *Office) remind(tx *store.Tx, r *store.Request, c store.Confirmation) error {
	token, err := NewToken(o.Random)
	if err != nil {
		return fmt.Errorf("draw token: %w", err)
	}
	again := c
	again.Digest, again.RemindedAt, again.UsedAt, again.Attempts = nil, tx.Now(), time.Time{}, 0
	if err := tx.PutConfirmation(token, again); err != nil {
		return err
	}
	d := templates.Data{Fields: changedFields(r), Token: token, ExpiresAt: c.ExpiresAt.In(o.Zone)}
	return o.send(tx, r, templates.Reminder, c.Address, d)
}
