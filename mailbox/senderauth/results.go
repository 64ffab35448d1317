package senderauth

import (
	"context"
	"strings"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// Results reads the Authentication-Results of our own mail server. It holds no
// state and may be used by several goroutines.
type Results struct {
	servers map[string]bool
	own     map[privacy.Address]bool
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
// Proven: DMARC passed for the From domain; or, where DMARC says nothing (no result,
// or "none": no policy published), a DKIM signature of the From domain holds, or SPF
// passed for a return path in it. These are what DMARC itself would ask for (RFC
// 7489 §3.1), alignment relaxed. Beside any other DMARC result they prove nothing.
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
	if len(r.servers) == 0 {
		f.Reason = ReasonNoServer
		return f
	}
	run := r.trusted(m)
	if len(run) == 0 {
		f.Reason = ReasonNoResults
		return f
	}
	e, readable := gather(run, from)
	return e.finding(f, readable, repeated(m))
}

// author checks the From field (RFC 5322 §3.6.2) and returns its domain, or the
// reason why it contradicts itself.
func (r *Results) author(m *message.Message) (domain, reason string) {
	switch {
	case m.FromFields == 0 || len(m.From) == 0 && m.FromFields == 1:
		return "", ReasonNoFrom
	case m.FromFields > 1:
		return "", ReasonSeveralFields
	}
	for _, from := range m.From {
		if a, err := privacy.ParseAddress(from.Address); err == nil && r.own[a] {
			return foldDomain(a.Domain()), ReasonOwnAddress
		}
	}
	domain = domainOf(m.From[0].Address)
	switch {
	case len(m.From) > 1:
		return domain, ReasonSeveralAuthors
	case m.From[0].Salvaged:
		return domain, ReasonSalvaged
	}
	if _, err := privacy.ParseAddress(m.From[0].Address); err != nil || domain == "" {
		return domain, ReasonNoFrom
	}
	return domain, ""
}

// singular are the fields that may stand once and that decide what a letter asks or
// how its bytes are read (RFC 5322 §3.6, RFC 2045 §3).
var singular = []string{
	"Subject", "Date", "To", "Message-ID", "Reply-To", "Sender", "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
}

func repeated(m *message.Message) bool {
	var seen [16]bool
	for _, f := range m.Header {
		for i, name := range singular {
			if strings.EqualFold(f.Name, name) {
				if seen[i] {
					return true
				}
				seen[i] = true
			}
		}
	}
	return false
}
