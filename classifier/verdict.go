// Package classifier reads a message and says what is asked. It is pure: no
// clock, no network, no disk.
package classifier

import "medico-intech.kz/otinish/store/privacy"

// Verdict is one thing a letter asks, as far as the classifier can tell.
type Verdict struct {
	Kind      privacy.Kind
	Certainty privacy.Certainty
	Language  privacy.Language
	Evidence  []Evidence // why, in the order found; at least one
	Fields    []Value    // what an update wants changed; empty for other kinds
	Doubts    []Doubt    // why it is not certain; empty for a certain verdict
}

// Evidence is one observation: the rule that saw it, the words it saw, and where.
// Text is the writer's: show it to operators only.
type Evidence struct {
	Rule  string // such as "mark:update:kk:exact"
	Text  string
	Where string // "subject line" or "text, line 3"
}

// Value is a value for a field, with where it came from.
type Value struct {
	Field   privacy.Field
	Text    string // normal form: E.164 for a phone, folded address, name with single blanks
	Raw     string // as written
	Where   string
	Valid   bool
	Problem string // why not valid, without the value: "not a phone number"
}

// Doubt is a reason that forbids acting by rule: a closed list of codes.
type Doubt string

const (
	DoubtNearMark      Doubt = "near-mark"     // like a mark or in other words, but not it
	DoubtNoMark        Doubt = "no-mark"       // known by its wording: this kind has no mark
	DoubtSeveralKinds  Doubt = "several-kinds" // more than one thing asked
	DoubtNoValue       Doubt = "no-value"      // an update without a readable value
	DoubtInvalidValue  Doubt = "invalid-value" // a value that fails its check
	DoubtContradictory Doubt = "contradictory" // two values for one field
	DoubtAttachment    Doubt = "attachment"    // something is attached
	DoubtNegation      Doubt = "negation"      // words that may turn the sense round
	DoubtThirdPerson   Doubt = "third-person"  // for somebody else
	DoubtForwarded     Doubt = "forwarded"     // the words are another's
	DoubtDamaged       Doubt = "damaged"       // the mail could not be read whole
	DoubtNoOwnText     Doubt = "no-own-text"   // nothing of the writer's own remains
)
