package senderauth

// The closed list of reasons. A code is stored and shown: it never changes meaning.
const (
	// Proven.
	ReasonDMARC     = "dmarc-pass"    // our server: DMARC passed for the From domain
	ReasonDKIM      = "dkim-aligned"  // our server: a signature of the From domain holds, and DMARC says nothing
	ReasonSPF       = "spf-aligned"   // our server: the From domain allows the sending host, and DMARC says nothing
	ReasonSignature = "dkim-verified" // checked here: an aligned signature holds and covers what is read
	ReasonARC       = "arc-sealed"    // a forwarder we trust sealed that DMARC or an aligned signature passed there

	// Contradicted.
	ReasonNoFrom         = "no-from"                // no From field, or none with an address
	ReasonSeveralFields  = "several-from-fields"    // RFC 5322 §3.6 allows one
	ReasonSeveralAuthors = "several-from-addresses" // allowed, but whose request is it?
	ReasonGroup          = "from-group"             // From is a group ("name: a@b.kz;"), which names no author
	ReasonSalvaged       = "from-salvaged"          // From is malformed: the address is a guess
	ReasonOwnAddress     = "own-address"            // From claims to be us
	ReasonDMARCPolicy    = "dmarc-fail-policy"      // our server: DMARC failed and the domain says reject or quarantine
	ReasonPolicyHere     = "dmarc-fail-here"        // checked here: no signature of the From domain holds and its policy is against such mail

	// Unproven: what the letter says of itself stands in the way.
	ReasonLookalike     = "lookalike-domain"        // the From domain mixes scripts or imitates Latin letters: it never aligns
	ReasonSubjectFields = "several-subject-fields"  // one of them is unsigned, and which is read decides what is asked
	ReasonDateFields    = "several-date-fields"     // as above
	ReasonRepeated      = "repeated-fields"         // another field that may stand once stands twice
	ReasonNameAddress   = "name-holds-address"      // the display name shows another address than the one behind it
	ReasonSender        = "sender-differs"          // Sender: another hand sent it for the author
	ReasonReplyTo       = "reply-to-differs"        // Reply-To leads elsewhere
	ReasonHeader        = "header-malformed"        // a header that mail programs read differently: no signature is believed, nor what our server says of one
	ReasonPartial       = "message-incomplete"      // the bytes are not all at hand: a body hash cannot be computed
	ReasonForeignHost   = "results-of-foreign-host" // results with our server's name, below the Received of a host that is not ours

	// Unproven: what our server found.
	ReasonNoServer       = "no-server-configured" // no server of ours is named: its results cannot prove
	ReasonNoResults      = "no-results"           // no results by our server
	ReasonUnreadable     = "unreadable-results"   // results by our server that cannot be read
	ReasonDMARCOther     = "dmarc-not-pass"       // DMARC did not pass, without a policy against it
	ReasonDMARCUnchecked = "dmarc-not-checked"    // DMARC could not be checked: temperror or permerror (RFC 8601 §2.7.1)
	ReasonNotAligned     = "not-aligned"          // something passed, for another domain
	ReasonNothing        = "nothing-passed"       // nothing passed

	// Unproven: what became of the signatures checked here. Of several signatures
	// the one that came furthest gives the reason.
	ReasonDNS        = "dns-temporary"          // a key or policy could not be fetched now; Finding.Temporary is set
	ReasonPart       = "signature-covers-part"  // it holds, but leaves open a field that decides what is read
	ReasonBodyLength = "signature-body-length"  // l=: text may be added below what is signed
	ReasonTesting    = "key-testing"            // it holds, but the key says t=y: treat as unsigned (RFC 6376 §3.6.1)
	ReasonWeak       = "signature-weak"         // rsa-sha1, or an RSA key under 1024 bits (RFC 8301)
	ReasonExpired    = "signature-expired"      // x= was over when our server took the letter
	ReasonFuture     = "signature-future"       // t= lies ahead of that moment
	ReasonBody       = "signature-body-changed" // the body is not what was signed
	ReasonBroken     = "signature-broken"       // the header or the signature is not what was signed
	ReasonIdentity   = "signature-identity"     // i= lies outside d=, or in a subdomain although the key says t=s
	ReasonRevoked    = "key-revoked"            // the key record is empty
	ReasonNoKey      = "key-missing"            // no key record, or several
	ReasonKey        = "key-unusable"           // malformed, or for another algorithm or service
	ReasonMalformed  = "signature-malformed"    // not in the syntax of RFC 6376, or an algorithm nobody defined
	ReasonOtherDKIM  = "signature-not-aligned"  // signed by others only
	ReasonUnsigned   = "no-signature"           // no signature at all
)

// furthest lists what may become of a signature, the one that came furthest first.
var furthest = []string{
	ReasonDNS, ReasonPart, ReasonBodyLength, ReasonTesting, ReasonWeak, ReasonExpired, ReasonFuture, ReasonBody, ReasonBroken,
	ReasonIdentity, ReasonRevoked, ReasonNoKey, ReasonKey, ReasonMalformed, ReasonOtherDKIM, ReasonUnsigned,
}
