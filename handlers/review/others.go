package review

import (
	"errors"
	"time"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// Other is a further request of the same person.
type Other struct {
	Number     privacy.Number
	Kind       privacy.Kind
	State      privacy.State
	Decision   string // as ReviewItem.Decision; "applied" where a rule carried it out
	ReceivedAt time.Time
	MergedInto privacy.Number
}

// Codes of warnings.
const (
	WarnAgainst   = "against"           // another request of the person was, or is to be, decided the other way
	WarnDuplicate = "duplicate"         // another request of the person asks the same and waits
	WarnAsked     = "asked-already"     // another request of the person asks what was split off, and waits
	WarnHeld      = "held"              // the request rests
	WarnHeldLate  = "held-late"         // and longer than its period
	WarnLate      = "late"              // the period for the destruction is over: the letter names the next day possible
	WarnHolds     = "holds"             // the destruction waits for another request of the person: the day may pass
	WarnRecord    = "record-unreadable" // there is a record about the person, and it cannot be read
	WarnUnread    = "unreadable"        // a letter, the message or another request of the person cannot be read

	WarnUnproven     = "unproven"       // anybody may have written it in the person's name
	WarnContradicted = "contradicted"   // and something speaks against its From line
	WarnAnswered     = "answered"       // somebody answered a question: what is proposed need not be what is asked now
	WarnValues       = "several-values" // several values are named for one field
	WarnDoubts       = "doubts"         // the letter may ask for something else than is proposed: see Turning
	WarnDestroys     = "destroys"       // it is a destruction, which cannot be taken back
	WarnOlder        = "older"          // the person asked something else later, and that was carried out
	WarnByHand       = "changed-since"  // an operator changed the record by hand later, and this would undo it
	WarnAwaited      = "awaited"        // an answer is awaited
	WarnHoldsUp      = "holds-up"       // the destruction of the person's data waits until this is decided
	WarnMore         = "asks-more"      // the letter has words for another kind, of which no request was made
)

// Warning is something an operator should know before, or after, deciding.
type Warning struct {
	Code   string
	Number privacy.Number // of the other request; empty for what is about this one
}

const (
	outcomeApplied = string(privacy.StateApplied)
	outcomeRefused = string(privacy.StateRefused)
)

// against: how long ago another decision may be, to be at odds with this one.
const againstWithin = 90 * 24 * time.Hour

// maxOthers: who writes a thousand letters must not make a thousandth slow to look at (P16).
const maxOthers = 50

// others finds further requests of the person, and which of them would stand against
// this one if it were decided so.
func others(tx *store.Tx, c Case, outcome string) (list []Other, warnings []Warning, err error) {
	requests, err := tx.RequestsOf(c.Request.From, firstID(c.Request.SubjectID, c.Subject.ID), maxOthers)
	if store.PassOver(err) != nil {
		return nil, nil, err
	}
	if err != nil || c.unread {
		warnings = append(warnings, Warning{Code: WarnUnread})
	}
	if c.SubjectUnread {
		warnings = append(warnings, Warning{Code: WarnRecord})
	}
	if Held(c.Item, tx.Now()) && undecided(c.Request) {
		warnings = append(warnings, Warning{Code: WarnHeld})
		if HeldLate(c.Item) {
			warnings = append(warnings, Warning{Code: WarnHeldLate})
		}
	}
	for _, r := range requests {
		if r.ID == c.Request.ID || r.Reason == handlers.ReasonUnsplit {
			continue
		}
		item, err := itemOf(tx, r.ID)
		if err != nil {
			return nil, nil, err
		}
		o := Other{r.Number, r.Kind, r.State, decided(r, item), r.ReceivedAt, r.MergedInto}
		list = append(list, o)
		switch {
		case r.MergedInto != "" || c.Request.MergedInto != "":
		case r.State.Open() && c.Request.State.Open() && r.Kind == c.Request.Kind && r.Kind != privacy.KindAuthority: // whose letters are each about something else
			warnings = append(warnings, Warning{WarnDuplicate, r.Number})
		case tx.Now().Sub(r.RecordedAt) < againstWithin && against(c.Request.Kind, outcome, r.Kind, o.Decision):
			warnings = append(warnings, Warning{WarnAgainst, r.Number})
		}
	}
	return list, warnings, nil
}

// decided is what became of a request: what the operator decided, or, where no
// person was asked, what the rule did.
func decided(r store.Request, item store.ReviewItem) string {
	switch {
	case item.Decision != "":
		return item.Decision
	case r.State == privacy.StateClosed && r.Proof == privacy.Proven:
		return outcomeApplied
	}
	return ""
}

// against reports whether two decisions about one person contradict each other: the
// same asked and answered differently, or opposites both carried out.
func against(kind privacy.Kind, outcome string, other privacy.Kind, otherOutcome string) bool {
	if kind == other {
		return outcome == outcomeApplied && otherOutcome == outcomeRefused || outcome == outcomeRefused && otherOutcome == outcomeApplied
	}
	return handlers.Opposed(kind, other) && outcome == outcomeApplied && otherOutcome == outcomeApplied
}

func firstID(ids ...privacy.SubjectID) privacy.SubjectID {
	for _, id := range ids {
		if id != "" {
			return id
		}
	}
	return ""
}

// itemOf returns the review item of a request, zero where it never waited.
func itemOf(tx *store.Tx, id privacy.RequestID) (store.ReviewItem, error) {
	item, err := tx.ReviewItem(id)
	if errors.Is(err, privacy.ErrNotFound) {
		return store.ReviewItem{}, nil
	}
	return item, err
}
