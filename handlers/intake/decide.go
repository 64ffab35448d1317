package intake

import (
	"medico-intech.kz/otinish/classifier"
	"medico-intech.kz/otinish/store/privacy"
)

// Situation is all that deciding looks at.
type Situation struct {
	Verdict  classifier.Verdict
	Several  bool // the letter asks more than this
	Proof    privacy.Proof
	Evidence Evidence // which finding proved it; only where Proof is proven
	Ladder   Ladder   // what evidence is enough
	OnRecord bool     // a record lies under the address of the From line
	Blocked  bool     // and it is frozen (P13)
	Attached bool     // something is attached to the letter
	Junk     bool     // our server filed the letter as junk
	Marked   bool     // it bears a mark of the policy, word for word
	Said     bool     // its author has said the same before
	Untimely bool     // it says that it was written at another time
	Astray   bool     // it is addressed to somebody else
}

// Words is what leaves for the writer.
type Words string

const (
	Silence         Words = "silence"
	Acknowledge     Words = "acknowledge"
	AskToConfirm    Words = "ask to confirm"
	TellWhatWasDone Words = "tell what was done"
	TellNothingHeld Words = "tell that nothing is held"
)

// Decision is what policy makes of a situation.
type Decision struct {
	Route   privacy.Route
	Words   Words
	Suspend bool   // stop optional processing while proof is pending (P8)
	Reason  string // code of the row that decided
}

// Decide is the policy table. It reads top down: the first row that fits decides.
//
//	row              when                                           route    words
//	contradicted     something speaks against the From line         review   silence
//	junk             our server took the letter for junk            review   silence
//	authority        a body or court asks                           review   silence (P12)
//	several          the letter asks more than one thing            review   acknowledge
//	doubtful         any doubt, an attachment                       review   acknowledge
//	blocked          proven, but the record is frozen (P13)         review   acknowledge
//	unsubscribe      certain, no proof                              apply    acknowledge
//	evidence         not enough, and no answer would be             review   acknowledge
//	unproven         update, withdraw                               confirm  ask to confirm
//	evidence         proven, but not in a way that is enough        confirm  ask to confirm
//	own-words        proven, but update, withdraw without a mark    confirm  ask to confirm
//	said-before      proven, but update, withdraw sent before       confirm  ask to confirm
//	untimely         proven, but update, withdraw of another day    confirm  ask to confirm
//	astray           proven, but update, withdraw to somebody else  confirm  ask to confirm
//	no-record        proven, nothing under this address             apply    tell that nothing is held
//	proven           update, withdraw, unsubscribe, on record       apply    tell what was done
//	kind             access, block, unblock, erase, question        review   acknowledge
//
// Proven means: by evidence that is enough for this act; see Ladder. With the ladder
// that is shipped every proof is, and so is a confirmation.
//
// Words never depend on OnRecord or Blocked unless the author is proven (P4).
func Decide(s Situation) Decision {
	kind := s.Verdict.Kind
	acting := kind == privacy.KindUpdate || kind == privacy.KindWithdraw || kind == privacy.KindUnsubscribe
	enough := s.Ladder.enough(s.Verdict, s.evidence())
	proven := s.Proof == privacy.Proven && enough
	suspend := kind == privacy.KindWithdraw && s.OnRecord && !s.Blocked
	switch {
	case s.Proof == privacy.Contradicted:
		return Decision{Route: privacy.RouteReview, Words: Silence, Reason: "contradicted"}
	case s.Junk:
		return Decision{Route: privacy.RouteReview, Words: Silence, Reason: "junk"}
	case kind == privacy.KindAuthority:
		return Decision{Route: privacy.RouteReview, Words: Silence, Reason: "authority"}
	case s.Several:
		return Decision{Route: privacy.RouteReview, Words: Acknowledge, Reason: "several"}
	case s.Verdict.Certainty != privacy.Certain:
		return Decision{Route: privacy.RouteReview, Words: Acknowledge, Reason: "doubtful"}
	case s.Attached && kind == privacy.KindUpdate:
		return Decision{Route: privacy.RouteReview, Words: Acknowledge, Reason: "attachment"}
	case !acting:
		return Decision{Route: privacy.RouteReview, Words: Acknowledge, Reason: "kind"}
	case proven && s.Blocked:
		return Decision{Route: privacy.RouteReview, Words: Acknowledge, Reason: "blocked"}
	case kind == privacy.KindUnsubscribe && !proven && enough:
		return Decision{Route: privacy.RouteApply, Words: Acknowledge, Reason: "unsubscribe"}
	case !proven && !s.Ladder.enough(s.Verdict, EvidenceConfirmation):
		return Decision{Route: privacy.RouteReview, Words: Acknowledge, Suspend: suspend, Reason: "evidence"}
	case s.Proof == privacy.Proven && !enough:
		return Decision{Route: privacy.RouteConfirm, Words: AskToConfirm, Suspend: suspend, Reason: "evidence"}
	case !proven:
		return Decision{Route: privacy.RouteConfirm, Words: AskToConfirm, Suspend: suspend, Reason: "unproven"}
	case !s.Marked && kind != privacy.KindUnsubscribe: // what words mean can be misread; the writer says it with one
		return Decision{Route: privacy.RouteConfirm, Words: AskToConfirm, Suspend: suspend, Reason: "own-words"}
	case s.Said && kind != privacy.KindUnsubscribe: // whoever holds a signed letter can send it again
		return Decision{Route: privacy.RouteConfirm, Words: AskToConfirm, Suspend: suspend, Reason: "said-before"}
	case s.Untimely && kind != privacy.KindUnsubscribe:
		return Decision{Route: privacy.RouteConfirm, Words: AskToConfirm, Suspend: suspend, Reason: "untimely"}
	case s.Astray && kind != privacy.KindUnsubscribe: // somebody who got it may have handed it on
		return Decision{Route: privacy.RouteConfirm, Words: AskToConfirm, Suspend: suspend, Reason: "astray"}
	case !s.OnRecord:
		return Decision{Route: privacy.RouteApply, Words: TellNothingHeld, Reason: "no-record"}
	}
	return Decision{Route: privacy.RouteApply, Words: TellWhatWasDone, Reason: "proven"}
}

func (s Situation) evidence() Evidence {
	if s.Proof == privacy.Proven {
		return s.Evidence
	}
	return EvidenceFrom
}
