package senderauth

import (
	"context"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// Results reads the Authentication-Results of our own mail server. It holds no
// state and may be used by several goroutines.
type Results struct {
	servers map[string]bool
	own     map[privacy.Address]bool
	hosts   *hostBinding // nil: the Received fields are not looked at
}

// NewResults names the servers whose results count, by their authserv-id (RFC 8601
// §2.5), and the addresses that are ours. Without a server nothing is ever proven.
func NewResults(authservIDs []string, own []privacy.Address) *Results {
	r := &Results{servers: make(map[string]bool), own: make(map[privacy.Address]bool)}
	for _, id := range authservIDs {
		if id = foldDomain(id); id != "" {
			r.servers[id] = true
		}
	}
	for _, a := range own {
		if !a.IsZero() {
			r.own[a] = true
		}
	}
	return r
}

// Verify finds out what is known of the author of m. It asks nobody; ctx is there
// for verifiers that do.
//
// Contradicted: From is missing, stands twice, is malformed, names several people or
// us, or DMARC failed under a policy of reject or quarantine.
//
// Proven: DMARC passed for the very From domain; or, where DMARC says nothing (no
// result, or "none": no policy published), a DKIM signature of the From domain holds, or
// SPF passed for a return path in it. These are what DMARC itself would ask for under
// strict alignment (RFC 9989 §4.4); whether another host of the organisation may speak
// for the domain its record alone tells, see [Verifier]. Beside any other DMARC result
// they prove nothing.
//
// Where one method has several results the worst counts, over the whole run of our
// server's fields; a pass counts from the topmost field only. A mail in which a
// field that may stand once stands twice (RFC 5322 §3.6) is unproven at best: a
// signature covers one of them, and which of them is read decides what is asked.
func (r *Results) Verify(_ context.Context, m *message.Message) Finding {
	from, reason := r.author(m)
	f := Finding{Proof: privacy.Contradicted, Domain: from, Reason: reason}
	if reason != "" {
		return f
	}
	f.Proof = privacy.Unproven
	f, _ = r.judge(f, m)
	if reason := repeated(m); reason != "" && f.Proof == privacy.Proven {
		f.Proof, f.Method, f.Reason = privacy.Unproven, "", reason
	}
	return f
}

// judge fills f, which holds the From domain, with what our server's results say.
func (r *Results) judge(f Finding, m *message.Message) (Finding, evidence) {
	if len(r.servers) == 0 {
		f.Reason = ReasonNoServer
		return f, evidence{}
	}
	run, foreign := r.trusted(m)
	switch {
	case foreign != "":
		f.Reason = ReasonForeignHost
		f.say(clueForeignHost, shown(foreign))
		return f, evidence{}
	case len(run) == 0:
		f.Reason = ReasonNoResults
		return f, evidence{}
	}
	e := gather(run, f.Domain)
	f.add(e.clues)
	f = e.finding(f)
	f.Denied = f.Proof != privacy.Proven && (e.denied || e.spfFailed)
	return f, e
}
