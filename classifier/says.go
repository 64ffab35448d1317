package classifier

import (
	"strings"
	"unicode"

	"medico-intech.kz/otinish/store/privacy"
)

// Says is an observation taken apart for whoever words it: operators read three
// languages.
type Says struct {
	Key  string       // of the sentence, see the constants
	Kind privacy.Kind // it speaks of, where it speaks of one
	Code string       // of a doubt, or of what could not be read
}

// The sentences that observations are told in.
const (
	SaysExact   = "exact"   // the mark of the policy for Kind, word for word
	SaysNear    = "near"    // close to it
	SaysAsks    = "asks"    // the writer asks for Kind
	SaysMaybe   = "maybe"   // it may be about Kind
	SaysAgainst = "against" // it is not acted upon by itself, because of the doubt Code
	SaysUnread  = "unread"  // a part could not be read: Code
	SaysNumber  = "number"  // the number of a request
	SaysReply   = "reply"   // it answers a letter of ours
	SaysLost    = "lost"    // the number of a request that is not on record since a restore
	SaysWhole   = "whole"   // the message could not be read or recorded at all: Code
	SaysSeen    = "seen"
)

// Says takes an observation apart.
func (e Evidence) Says() Says {
	parts := strings.Split(e.Rule, ":")
	kind := func() privacy.Kind { return privacy.Kind(parts[1]) }
	n := len(parts)
	switch {
	case n == 4 && parts[0] == "mark" && parts[3] == "exact":
		return Says{Key: SaysExact, Kind: kind()}
	case n == 4 && parts[0] == "mark":
		return Says{Key: SaysNear, Kind: kind()}
	case n == 4 && parts[0] == "wording", n == 2 && parts[0] == "sense":
		return Says{Key: SaysAsks, Kind: kind()}
	case n == 5 && parts[0] == "wording", n == 3 && parts[0] == "sense":
		return Says{Key: SaysMaybe, Kind: kind()}
	case n == 2 && parts[0] == "unread":
		return Says{Key: SaysUnread, Code: parts[1]}
	case e.doubt() != "":
		return Says{Key: SaysAgainst, Code: string(e.doubt())}
	case e.Rule == "number-of-a-request":
		return Says{Key: SaysNumber}
	case e.Rule == "reply-to-our-letter":
		return Says{Key: SaysReply}
	case e.Rule == "number-lost-in-restore":
		return Says{Key: SaysLost}
	case e.Where == "whole message":
		return Says{Key: SaysWhole, Code: e.Rule}
	}
	return Says{Key: SaysSeen}
}

// String says the observation as a sentence, for operators: «The writer takes
// consent back: “отзываю согласие” (text, line 2).»
func (e Evidence) String() string {
	s := e.Says()
	kind := kindNames[s.Kind]
	says := "Seen"
	switch s.Key {
	case SaysExact:
		says = "The mark of the policy for " + kind + " stands there word for word"
	case SaysNear:
		says = "This is close to the mark of the policy for " + kind
	case SaysAsks:
		says = "The writer " + kindSentences[s.Kind]
	case SaysMaybe:
		says = "This may be about " + kind
	case SaysAgainst:
		says = "Not acted upon by itself, because " + Doubt(s.Code).Because()
	case SaysUnread:
		return "Part of the letter could not be read, so a person must: " + s.Code + "."
	case SaysNumber:
		says = "The number of a request stands there"
	case SaysReply:
		says = "It answers a letter of ours"
	case SaysLost:
		says = "The number of a request stands there that is not on record, perhaps since a restore"
	case SaysWhole:
		return "The message as a whole could not be worked: " + strings.ReplaceAll(s.Code, "-", " ") + "."
	}
	if text := e.shown(); text != "" {
		says += ": “" + text + "”"
	}
	if e.Where != "" {
		says += " (" + e.Where + ")"
	}
	return says + "."
}

// shown is the text without what would do something where it is shown: controls, and
// marks of direction.
func (e Evidence) shown() string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, e.Text)
}

var kindNames = map[privacy.Kind]string{
	privacy.KindUpdate:      "an update",
	privacy.KindWithdraw:    "withdrawing consent",
	privacy.KindAccess:      "what is held",
	privacy.KindBlock:       "blocking",
	privacy.KindUnblock:     "unblocking",
	privacy.KindErase:       "erasing data",
	privacy.KindUnsubscribe: "stopping letters",
	privacy.KindQuestion:    "a question or complaint about the processing",
	privacy.KindAuthority:   "an authority's request",
}

var kindSentences = map[privacy.Kind]string{
	privacy.KindUpdate:      "gives changed or corrected data",
	privacy.KindWithdraw:    "takes consent back",
	privacy.KindAccess:      "wants to know what is held",
	privacy.KindBlock:       "wants the data blocked",
	privacy.KindUnblock:     "wants a blocking ended",
	privacy.KindErase:       "wants data erased",
	privacy.KindUnsubscribe: "wants no more letters",
	privacy.KindQuestion:    "asks or complains about the processing",
	privacy.KindAuthority:   "writes for an authority",
}
