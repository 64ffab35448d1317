package senderauth

import "medico-intech.kz/otinish/store/privacy"

// The closed list of clues, in the order in which they are looked for. A code is stored and
// shown: it never changes meaning, nor does the order of its values.
const (
	clueLookalike   = "lookalike"    // of the From domain: how
	clueForeignHost = "foreign-host" // which host
	clueFound       = "found"        // our server, method, result, domain
	clueHeader      = "header-differs"
	cluePart        = "good-signature-part"

	cluePolicy           = "policy"            // From domain, where it stands, what it asks
	cluePolicyTesting    = "policy-testing"    // where it stands
	cluePolicyStrict     = "policy-strict"     // where it stands
	cluePolicyMissing    = "policy-missing"    // From domain
	cluePolicyUnanswered = "policy-unanswered" // From domain
	cluePolicyAgainst    = "policy-against"    // where it stands

	clueSignature      = "signature"       // domain, reason
	clueSignatureOther = "signature-other" // domain
	clueSignatureOpen  = "signature-open"  // domain, fields
	clueSignatureHolds = "signature-holds" // domain, algorithm, bits of its key
	clueKeyShort       = "key-short"       // domain, bits
	clueKeySecure      = "key-secure"      // domain
	clueUnread         = "signatures-unread"
	clueUnchecked      = "signatures-unchecked"

	clueARCMalformed  = "arc-malformed"
	clueARCUnknown    = "arc-unknown"    // how often sealed, the last time by whom
	clueARCUnchecked  = "arc-unchecked"  // the same
	clueARCUnanswered = "arc-unanswered" // the same
	clueARCBroken     = "arc-broken"     // the same, and the reason
	clueARCHolds      = "arc-holds"      // how often, by whom
)

// maxClues bounds what a mail with many signatures and fields can write on a page.
const maxClues = 40

// clue adds one to a list that has room.
func clue(list []privacy.Clue, code string, args ...privacy.Arg) []privacy.Clue {
	if len(list) >= maxClues {
		return list
	}
	return append(list, privacy.Clue{Code: code, Args: args})
}

func (f *Finding) add(list []privacy.Clue) {
	for _, c := range list {
		f.say(c.Code, c.Args...)
	}
}
