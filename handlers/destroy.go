package handlers

import (
	"fmt"
	"slices"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// DestroyAhead is how long before its end the period for destruction is used up by
// the sweep: a daemon that is down for a night must not miss it.
const DestroyAhead = 24 * time.Hour

// GroundWithdrawn is the ground of what the sweep destroys: a withdrawal, or a
// destruction that an operator granted (Law 94-V Art. 8(7), Art. 18).
const GroundWithdrawn = "withdrawn"

// MayDestroy refuses a destruction that a rule stands against, with ErrNotAllowed:
// a blocked record (P13), a consent in force, a request of the person that still
// waits for its answer, and, where nobody is named, a period that has not ended
// (P12). What strangers ask from the person's address without proof holds nothing
// up: they could do so for ever. What is answered to a letter of ours does, until an
// operator has looked: see holdsUp.
func (o *Office) MayDestroy(tx *store.Tx, d store.Doomed) error {
	if !d.By.IsOperator() && !destructionDue(tx.Now(), d.Record) {
		return privacy.Mistaken("destroy-early", fmt.Errorf("the period has not ended, and no operator is named: %w", privacy.ErrNotAllowed))
	}
	if d.Ground == "" {
		return privacy.Mistaken("destroy-ground", fmt.Errorf("a ground is missing: %w", privacy.ErrBadInput))
	}
	if err := refuseHeld(heldRecord(d.Record, d.Consents)); err != nil {
		return err
	}
	for _, r := range d.Requests {
		if !d.By.IsOperator() && r.Undo != nil && tx.Now().Before(r.Undo.Until) {
			return privacy.Mistaken("destroy-undo", fmt.Errorf("the decision about request %s can still be taken back: %w", r.Number, privacy.ErrNotAllowed), privacy.Plain(r.Number))
		}
		if holdsUp(r) {
			return notDecided(r)
		}
		if r.Proof != privacy.Proven {
			continue
		}
		letters, err := tx.LettersOf(r.ID)
		if d.By.IsOperator() {
			err = store.PassOver(err)
		}
		if err != nil {
			return err
		}
		for _, l := range letters {
			if l.State == store.LetterQueued {
				return privacy.Mistaken("destroy-letter", fmt.Errorf("a letter about request %s has not left yet: %w", r.Number, privacy.ErrNotAllowed), privacy.Plain(r.Number))
			}
		}
	}
	return nil
}

// holdsUp: a destruction waits until a request is decided. It does for one whose author
// is proven; for one that was closed and came back, which takes the code of a letter that
// only the person had; and for what answers another letter of ours, unless something
// speaks against its From line: it may be a protest, and nothing brings the data back.
func holdsUp(r store.Request) bool {
	answers := slices.ContainsFunc(r.Evidence, func(e store.Observation) bool { return e.Rule == RuleReply })
	return r.State.Open() && (r.Proof == privacy.Proven || !r.ClosedAt.IsZero() || !r.AgainAt.IsZero() || answers && r.Proof != privacy.Contradicted)
}

// RuleReply is the observation that a letter answers one of ours.
const RuleReply = "reply-to-our-letter"

// HoldsUp reports whether the destruction of a person waits for a request.
func HoldsUp(r store.Request, s store.Subject) bool {
	return !s.DestructionDueAt.IsZero() && holdsUp(r)
}

// onTheWay is how long a letter may take once it may leave, so that a day it names
// has not passed when it is read.
const onTheWay = time.Hour

// arrival is when a letter written now can be expected to be read.
func (o *Office) arrival(tx *store.Tx) time.Time { return tx.Now().Add(o.pen.wait + onTheWay) }

// soonestDestruction is the end of the first day that can still be promised.
func (o *Office) soonestDestruction(tx *store.Tx) time.Time {
	y, m, day := o.arrival(tx).In(o.zone()).Date()
	return time.Date(y, m, day, 23, 59, 59, 0, o.zone()).UTC()
}

func (o *Office) zone() *time.Location {
	if o.Zone == nil {
		return time.UTC
	}
	return o.Zone
}

// DestructionLate reports whether the period for a destruction that this request
// asks for is over before it is granted.
func (o *Office) DestructionLate(tx *store.Tx, r store.Request, s store.Subject) bool {
	if r.Kind != privacy.KindErase && r.Kind != privacy.KindWithdraw {
		return false
	}
	due := s.DestructionDueAt
	if due.IsZero() {
		due = o.DestructionDue(r.ReceivedAt)
	}
	return due.Before(o.AtDesk("").soonestDestruction(tx))
}

func destructionDue(now time.Time, s store.Subject) bool {
	return !s.DestructionDueAt.IsZero() && !now.Before(s.DestructionDueAt.Add(-DestroyAhead))
}

const (
	heldBlocked = "the record is blocked"
	heldConsent = "a consent is in force"
)

// heldRecord says what about the record itself stands against its destruction.
func heldRecord(s store.Subject, consents []store.Consent) string {
	if s.Blocked {
		return heldBlocked
	}
	for _, c := range consents {
		if c.Processing() {
			return heldConsent
		}
	}
	return ""
}

// refuseHeld is the error for what heldRecord says.
func refuseHeld(why string) error {
	switch why {
	case "":
		return nil
	case heldBlocked:
		return privacy.Mistaken("destroy-blocked", fmt.Errorf("%s: %w", why, privacy.ErrNotAllowed))
	}
	return privacy.Mistaken("destroy-consent", fmt.Errorf("%s: %w", why, privacy.ErrNotAllowed))
}

func notDecided(r store.Request) error {
	return privacy.Mistaken("destroy-open", fmt.Errorf("request %s of the same person is not decided: %w", r.Number, privacy.ErrNotAllowed), privacy.Plain(r.Number))
}

// Held says what stands against the destruction of a subject on record, or nothing.
// open are the requests that are not done.
func (o *Office) Held(s store.Subject, consents []store.Consent, open []store.Request) string {
	if why := heldRecord(s, consents); why != "" {
		return why
	}
	if r, ok := heldUpBy(s, open); ok {
		return fmt.Sprintf("request %s is not decided", r.Number)
	}
	return ""
}

// Against is Held as an error, for people, with the request that holds the destruction
// up, where it is one.
func (o *Office) Against(s store.Subject, consents []store.Consent, open []store.Request) (privacy.Number, error) {
	if why := heldRecord(s, consents); why != "" {
		return "", refuseHeld(why)
	}
	if r, ok := heldUpBy(s, open); ok {
		return r.Number, notDecided(r)
	}
	return "", nil
}

func heldUpBy(s store.Subject, open []store.Request) (store.Request, bool) {
	i := slices.IndexFunc(open, func(r store.Request) bool {
		return holdsUp(r) && (r.SubjectID == s.ID || r.SubjectID == "" && r.From == s.Address)
	})
	if i < 0 {
		return store.Request{}, false
	}
	return open[i], true
}
