// Package senderauth says whether a message comes from the address it claims. It
// reads what our own mail server found out (Authentication-Results, RFC 8601) and
// decides proven, unproven or contradicted; it acts on nothing.
package senderauth

import "medico-intech.kz/otinish/store/privacy"

// Finding is what is known of a message's author.
type Finding struct {
	Proof  privacy.Proof
	Method string // "dmarc", "dkim", "spf": what proved or contradicted it; else ""
	Domain string // the From domain, folded; "" where there is none. Personal data: see privacy.Address.Domain
	Reason string // one of the Reason codes; free of personal data
}

// The closed list of reasons.
const (
	// Proven.
	ReasonDMARC = "dmarc-pass"   // DMARC passed for the From domain
	ReasonDKIM  = "dkim-aligned" // a signature of the From domain holds, and DMARC says nothing
	ReasonSPF   = "spf-aligned"  // the From domain allows the sending host, and DMARC says nothing

	// Contradicted.
	ReasonNoFrom         = "no-from"                // no From field, or none with an address
	ReasonSeveralFields  = "several-from-fields"    // RFC 5322 §3.6 allows one
	ReasonSeveralAuthors = "several-from-addresses" // allowed, but whose request is it?
	ReasonSalvaged       = "from-salvaged"          // From is malformed: the address is a guess
	ReasonOwnAddress     = "own-address"            // From claims to be us
	ReasonDMARCPolicy    = "dmarc-fail-policy"      // DMARC failed and the domain says reject or quarantine

	// Unproven.
	ReasonNoServer   = "no-server-configured" // no server of ours is named: nothing can prove
	ReasonNoResults  = "no-results"           // no results by our server
	ReasonUnreadable = "unreadable-results"   // results by our server that cannot be read
	ReasonRepeated   = "repeated-fields"      // a field that may stand once stands twice: one is unsigned
	ReasonDMARCOther = "dmarc-not-pass"       // DMARC did not pass, without a policy against it
	ReasonNotAligned = "not-aligned"          // something passed, for another domain
	ReasonNothing    = "nothing-passed"       // nothing passed
)
