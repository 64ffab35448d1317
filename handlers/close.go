package handlers

import (
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// Reply closes a request with an operator's own words, or without a letter where
// text is empty: the answer then went by another way.
func (o *Office) Reply(tx *store.Tx, r *store.Request, by privacy.Actor, text, reason string) error {
	if text != "" {
		if err := o.send(tx, r, templates.Answer, r.From, templates.Data{Text: text}); err != nil {
			return err
		}
	}
	return o.finish(tx, r, by, reason)
}

// GroundNotARequest closes what is no request at all: nothing is answered.
const GroundNotARequest = "NOT_A_REQUEST"

// Grounds lists the codes on which a request may be declined.
func Grounds() []string { return append(templates.Grounds(), GroundNotARequest) }

// Refuse declines a request with a ground, act and article, and the operator's
// words (P12; Law 94-V Art. 8(2), Art. 25).
func (o *Office) Refuse(tx *store.Tx, r *store.Request, by privacy.Actor, ground, article, text string) error {
	if err := o.Resume(tx, r); err != nil {
		return err
	}
	if err := o.send(tx, r, templates.Refusal, r.From, templates.Data{Ground: ground, Article: article, Text: text}); err != nil {
		return err
	}
	if err := o.move(tx, r, privacy.StateRefused, by, ground); err != nil {
		return err
	}
	return o.move(tx, r, privacy.StateClosed, privacy.ActorSystem, ground)
}

// NotARequest closes what the classifier took for a request; the letter stays in
// the mailbox untouched and nothing is answered.
func (o *Office) NotARequest(tx *store.Tx, r *store.Request, by privacy.Actor) error {
	if err := o.Resume(tx, r); err != nil {
		return err
	}
	return o.move(tx, r, privacy.StateClosed, by, "not-a-request")
}

// Answered closes a request with an operator's own words. Where no letter may leave
// it stays: nobody believes then that an answer left.
func (o *Office) Answered(tx *store.Tx, r *store.Request, by privacy.Actor, text string) error {
	if err := o.mustWrite(r, r.From); err != nil {
		return err
	}
	return o.Reply(tx, r, by, text, "answered")
}

// Tell writes to the writer and leaves the request where it is.
func (o *Office) Tell(tx *store.Tx, r *store.Request, by privacy.Actor, text string) error {
	if err := o.mustWrite(r, r.From); err != nil {
		return err
	}
	if err := o.send(tx, r, templates.Answer, r.From, templates.Data{Text: text}); err != nil {
		return err
	}
	return o.record(tx, r, by, "told", "")
}
