package privacy

import "slices"

// Kind is what a letter asks for.
type Kind string

const (
	KindUpdate      Kind = "update"      // correct or supplement data: Law 94-V Art. 24, policy 8.3
	KindWithdraw    Kind = "withdraw"    // take consent back: Law 94-V Art. 8, policy 8.4
	KindAccess      Kind = "access"      // learn what is held
	KindBlock       Kind = "block"       // suspend processing
	KindUnblock     Kind = "unblock"     // end a blocking
	KindErase       Kind = "erase"       // destroy what is held
	KindUnsubscribe Kind = "unsubscribe" // stop letters
	KindQuestion    Kind = "question"    // explanation or complaint, policy 12.1
	KindAuthority   Kind = "authority"   // the authorised body, a court or a prosecutor asks, policy 3.2
	KindNone        Kind = "none"        // nothing is asked
)

// Kinds lists every kind a request can have, the most pressing first: where a
// letter holds several, the first in this order leads.
var Kinds = []Kind{
	KindAuthority, KindWithdraw, KindErase, KindBlock, KindUnblock,
	KindUpdate, KindAccess, KindUnsubscribe, KindQuestion,
}

// Valid reports whether k is a kind that a request can have.
func (k Kind) Valid() bool { return slices.Contains(Kinds, k) }

// Certainty says how sure the reading of a letter is.
type Certainty string

const (
	Certain  Certainty = "certain"  // may be acted on by rule
	Doubtful Certainty = "doubtful" // a person decides
)

// Language is the language a letter is written and answered in.
type Language string

const (
	Kazakh  Language = "kk"
	Russian Language = "ru"
	English Language = "en"
)

// Languages lists the languages of letters and pages; the first is the default.
var Languages = []Language{Kazakh, Russian, English}

// Valid reports whether l is one of Languages.
func (l Language) Valid() bool { return slices.Contains(Languages, l) }

// Proof is what is known of the address a message claims to come from.
type Proof string

const (
	Proven       Proof = "proven"       // the address is the author's
	Unproven     Proof = "unproven"     // nothing shows it, nothing speaks against it
	Contradicted Proof = "contradicted" // something speaks against it
)

// Route is what policy makes of a verdict and a proof.
type Route string

const (
	RouteApply   Route = "apply"   // act now, by rule
	RouteConfirm Route = "confirm" // ask the owner of the address first
	RouteReview  Route = "review"  // a person decides
	RouteIgnore  Route = "ignore"  // no request
)

// Field is a piece of personal data that an update can change.
type Field string

const (
	FieldName  Field = "name"
	FieldPhone Field = "phone"
	FieldEmail Field = "email"
)

// Fields lists the fields in the order letters and pages show them.
var Fields = []Field{FieldName, FieldPhone, FieldEmail}
