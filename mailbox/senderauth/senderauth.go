// Package senderauth says whether a message comes from the address it claims. It
// reads what our own mail server found out (Authentication-Results, RFC 8601), and
// where that says nothing checks the signatures itself (DKIM, DMARC, ARC). It
// decides proven, unproven or contradicted; it acts on nothing.
package senderauth

import "medico-intech.kz/otinish/store/privacy"

// Finding is what is known of a message's author.
type Finding struct {
	Proof  privacy.Proof
	Method string // "dmarc", "dkim", "spf", "arc": what proved or contradicted it; else ""
	Domain string // the From domain, folded; "" where there is none. Personal data: see privacy.Address.Domain
	Reason string // one of the Reason codes; free of personal data

	// Denied: not proven, and our server's results speak against the From domain: DMARC
	// failed, whatever its policy, or a signature of that domain, or SPF for a return
	// path in it.
	Denied bool

	// Temporary: a name server did not answer, and an answer could change the finding.
	// Verify may be asked again with the same bytes; how often is the caller's to
	// bound, since a broken zone never answers.
	Temporary bool

	// Clues are what was looked at, for an operator to read: which signature, which
	// domain, which policy, what came of it. Of personal data they hold domains
	// alone. At most maxClues.
	Clues []privacy.Clue
}

func (f *Finding) say(code string, args ...privacy.Arg) { f.Clues = clue(f.Clues, code, args...) }
