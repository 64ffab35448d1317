// Package classifier reads a message and says what is asked. It is pure: no
// clock, no network, no disk.
package classifier

import "medico-intech.kz/otinish/store/privacy"

// Verdict is one thing a letter asks, as far as the classifier can tell.
type Verdict struct {
	Kind      privacy.Kind
	Certainty privacy.Certainty
	Language  privacy.Language
	Evidence  []Evidence // why, in the order found; at least one. What speaks against acting comes last
	Fields    []Value    // what an update wants changed; empty for other kinds
	Rivals    []Value    // other values of the same fields, where it is not clear which are meant
	Doubts    []Doubt    // why it is not certain; empty for a certain verdict
}

// Evidence is one observation: the rule that saw it, the words it saw, and where.
// Text is the writer's: show it to operators only. Numbers of documents are starred.
type Evidence struct {
	Rule  string // such as "mark:update:kk:exact" or "guard:condition:ru:12"
	Text  string
	Where string // "subject line" or "text, line 3"
	Place        // zero where it is no words of the letter
}

// Value is a value for a field, with where it came from.
type Value struct {
	Field   privacy.Field
	Text    string // normal form: E.164 for a phone, folded address, name with single blanks; empty if not valid, but for a part of a name
	Raw     string // as written, numbers of documents starred
	Where   string // "subject line" or "text, line 3"
	Place          // of a name made of several lines, that of the first
	Valid   bool
	Problem string // why not valid, without the value: "not a phone number"
}

// Place is where words stand.
type Place struct {
	Part  Part // "" nowhere
	Line  int  // counted from 1 in Message.Text; 0 in the subject line
	Start int  // octets [Start, End) of Message.Text or Message.SubjectLine
	End   int
}

// Part is the part of a message that words stand in.
type Part string

const (
	PartSubjectLine Part = "subject line"
	PartText        Part = "text"
)

// Doubt is a reason that forbids acting by rule: a closed list of codes.
type Doubt string

const (
	DoubtNearMark      Doubt = "near-mark"     // like a mark, but not it
	DoubtNoMark        Doubt = "no-mark"       // not worded clearly enough
	DoubtNoWish        Doubt = "no-wish"       // a new value is told, but no change is asked for
	DoubtSeveralKinds  Doubt = "several-kinds" // more than one thing asked
	DoubtNoValue       Doubt = "no-value"      // an update without a readable value
	DoubtInvalidValue  Doubt = "invalid-value" // a value that fails its check
	DoubtContradictory Doubt = "contradictory" // two values for one field
	DoubtAttachment    Doubt = "attachment"    // what is asked may stand in an attachment
	DoubtNegation      Doubt = "negation"      // words that may turn the sense round
	DoubtCondition     Doubt = "condition"     // asked under a condition
	DoubtPart          Doubt = "part"          // for a part of the data only
	DoubtAsking        Doubt = "asking"        // a question, not a request
	DoubtUnsure        Doubt = "unsure"        // not made up yet, or only announced
	DoubtThirdPerson   Doubt = "third-person"  // for somebody else
	DoubtGiving        Doubt = "giving"        // consent is given
	DoubtNews          Doubt = "news"          // news about policies
	DoubtOffer         Doubt = "offer"         // an offer of goods or services
	DoubtInstruct      Doubt = "instruct"      // tells us to change something of ours
	DoubtOtherMatter   Doubt = "other-matter"  // the text speaks of another matter than the subject line
	DoubtForwarded     Doubt = "forwarded"     // the words are another's
	DoubtDamaged       Doubt = "damaged"       // the mail could not be read whole
	DoubtSense         Doubt = "sense"         // a sentence that such letters are not acted upon with
	DoubtOtherField    Doubt = "other-field"   // a second field is said to have changed, and no value for it
	DoubtFurther       Doubt = "further"       // a value beside the one on record, or another's
	DoubtExtension     Doubt = "extension"     // an extension follows a number, and a record holds none
	DoubtReply         Doubt = "reply"         // it stands in the subject line of an answer, and the text asks nothing
	DoubtNoOwnText     Doubt = "no-own-text"   // nothing of the writer's own remains
)

// Because says the doubt in words that follow "because".
func (d Doubt) Because() string {
	if text, ok := doubtTexts[d]; ok {
		return text
	}
	return string(d)
}

var doubtTexts = map[Doubt]string{
	DoubtNearMark:      "the words are close to a mark of the policy but not the mark",
	DoubtNoMark:        "it is not worded clearly enough to be done without a person",
	DoubtNoWish:        "a new value is told, but no change is asked for",
	DoubtSeveralKinds:  "more than one thing is asked",
	DoubtNoValue:       "no new value could be read",
	DoubtInvalidValue:  "a value fails its check",
	DoubtContradictory: "it is not clear which value is the new one",
	DoubtAttachment:    "what is asked may stand in an attachment",
	DoubtNegation:      "words may turn the sense round",
	DoubtCondition:     "a condition is set",
	DoubtPart:          "it is about a part of the data only",
	DoubtAsking:        "it is put as a question",
	DoubtUnsure:        "the writer has not decided yet",
	DoubtThirdPerson:   "it is about somebody else",
	DoubtGiving:        "consent is given",
	DoubtNews:          "it reads like news about a policy",
	DoubtOffer:         "it reads like an offer",
	DoubtInstruct:      "it tells us to change something of our own",
	DoubtOtherMatter:   "the text speaks of another matter",
	DoubtForwarded:     "the words are somebody else's",
	DoubtDamaged:       "the mail could not be read whole",
	DoubtSense:         "a sentence may turn the sense round",
	DoubtOtherField:    "something else is said to have changed too, and no new value for it could be read",
	DoubtFurther:       "the value may be one more beside the one on record, or another's",
	DoubtExtension:     "an extension follows the number, and a record holds none",
	DoubtReply:         "it stands in the subject line of an answer, and the text asks nothing",
	DoubtNoOwnText:     "nothing of the writer's own remains",
}
