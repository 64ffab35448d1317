package senderauth

import (
	"context"
	"slices"
	"strings"
	"time"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

const (
	// maxSignatures is how many signature fields of a mail are read.
	maxSignatures = 50
	// maxChecked is how many of those that may be aligned are verified: each costs a
	// key lookup and, at most, one pass over the body for each canonicalisation.
	maxChecked = 5
)

// checking is one letter being checked here.
type checking struct {
	v    *Verifier
	m    *message.Message
	from string
	at   time.Time
	spf  standing // what our server says of it
	// spfRelated: it says that SPF passed for another host of the organisation
	spfRelated bool
	letter     letterBytes

	policy    discovered
	policyErr error
	reasons   []string // what became of the signatures
	mayPass   bool     // one of them may be good to a verifier less strict
}

func (c *checking) check(ctx context.Context, f Finding, in Bytes) Finding {
	if in.Reduced || len(in.Raw) == 0 {
		f.Reason = ReasonPartial
		return f
	}
	var ok bool
	if c.letter.fields, c.letter.body, ok = splitRaw(in.Raw, c.m); !ok {
		f.Reason = ReasonHeader
		return f
	}
	if c.v.dkim {
		c.policy, c.policyErr = discover(ctx, c.v.dns, c.from)
		c.sayPolicy(&f)
		if c.signatures(ctx, &f) {
			f.Proof, f.Method, f.Reason = privacy.Proven, "dkim", ReasonSignature
			return f
		}
	}
	switch result := c.arc(ctx, &f); result {
	case arcProves:
		f.Proof, f.Method, f.Reason = privacy.Proven, "arc", ReasonARC
		return f
	case arcUnanswered:
		f.Reason, f.Temporary = ReasonDNS, true
		return f
	}
	if !c.v.dkim {
		return f
	}
	return c.conclude(f)
}

// signatures reports whether one of them proves the author.
func (c *checking) signatures(ctx context.Context, f *Finding) bool {
	for _, s := range c.candidates(f) {
		aligned, err := c.policy.aligns(ctx, c.v.dns, s.domain)
		switch {
		case s.domain != c.from && (err != nil || c.policyErr != nil):
			c.note(f, s, verdict{reason: ReasonDNS, mayPass: true})
			continue
		case !aligned:
			c.note(f, s, verdict{reason: ReasonOtherDKIM})
			continue
		}
		result := s.check(ctx, c.v.dns, &c.letter, c.at)
		c.note(f, s, result)
		if result.reason == "" {
			return true
		}
	}
	return false
}

func (c *checking) note(f *Finding, s signature, v verdict) {
	c.mayPass = c.mayPass || v.mayPass
	if v.reason != "" {
		c.reasons = append(c.reasons, v.reason)
	}
	domain := shown(s.domain)
	switch {
	case len(v.open) > 0:
		f.say(clueSignatureOpen, domain, privacy.Plain(strings.Join(v.open, ", ")))
	case v.reason == ReasonOtherDKIM:
		f.say(clueSignatureOther, domain)
	case v.reason != "":
		f.say(clueSignature, domain, privacy.Coded("proofwhy", v.reason))
	default:
		f.say(clueSignatureHolds, domain, privacy.Plain(v.key.kind()), privacy.Plain(v.key.bits))
		if v.key.short() {
			f.say(clueKeyShort, domain, privacy.Plain(v.key.bits))
		}
		if v.key.secure {
			f.say(clueKeySecure, domain)
		}
	}
}

// candidates returns the signatures worth a lookup: readable, and of the From
// domain's organisation. Those of the very domain come first, so that junk on top of
// them crowds nothing out.
func (c *checking) candidates(f *Finding) []signature {
	var list []signature
	read := 0
	for _, field := range c.letter.fields {
		if !strings.EqualFold(field.name, "DKIM-Signature") {
			continue
		}
		if read++; read > maxSignatures {
			f.say(clueUnread, privacy.Plain(maxSignatures))
			break
		}
		s, problem := parseSignature(field)
		switch {
		case s.domain == "" || problem != "" && organisation(s.domain) == organisation(c.from):
			c.note(f, s, verdict{reason: problem})
		case organisation(s.domain) != organisation(c.from):
			c.note(f, s, verdict{reason: ReasonOtherDKIM})
		default:
			list = append(list, s)
		}
	}
	slices.SortStableFunc(list, func(a, b signature) int { return c.distance(a) - c.distance(b) })
	if len(list) > maxChecked {
		f.say(clueUnchecked, privacy.Plain(maxChecked))
		list = list[:maxChecked]
	}
	return list
}

func (c *checking) distance(s signature) int {
	if s.domain == c.from {
		return 0
	}
	return 1
}

// conclude gives the reason why nothing was proven.
func (c *checking) conclude(f Finding) Finding {
	f.Reason = ReasonUnsigned
	for _, reason := range furthest {
		if slices.Contains(c.reasons, reason) {
			f.Reason = reason
			break
		}
	}
	if f.Reason == ReasonDNS || c.policyErr != nil && !c.mayPass {
		f.Reason, f.Temporary = ReasonDNS, true
		return f
	}
	if !c.mayPass && c.policyAgainst() {
		f.say(cluePolicyAgainst, shown(c.policy.at))
		f.Proof, f.Method, f.Reason = privacy.Contradicted, "dmarc", ReasonPolicyHere
	}
	return f
}

// policyAgainst reports whether DMARC fails, for a letter without a good aligned
// signature, under a policy against such mail. SPF, the other way to pass, cannot be
// checked here, since the client's address is not known for certain. So
//
//   - under reject it is not waited for: who publishes that must sign and must not
//     rely on SPF alone (RFC 9989 §7.4). A person decides: contradicted is no
//     rejection, which the same section forbids on the policy's word alone;
//   - under quarantine the letter fails where SPF cannot have passed for the From
//     domain: our server says that it did not, or the return path is of another
//     organisation. Else it stays unproven.
func (c *checking) policyAgainst() bool {
	switch {
	case c.spf == passed, c.spfRelated && !c.policy.strictSPF:
		return false
	case c.policy.policy == policyReject:
		return true
	case c.policy.policy == policyQuarantine:
		path := domainOf(c.m.ReturnPath)
		return c.spf == worse || path != "" && !aligned(path, c.from)
	}
	return false
}

func (c *checking) sayPolicy(f *Finding) {
	switch p := c.policy; {
	case c.policyErr != nil:
		f.say(cluePolicyUnanswered, shown(c.from))
	case p.org == "":
		f.say(cluePolicyMissing, shown(c.from))
	default:
		f.say(cluePolicy, shown(c.from), shown(p.at), privacy.Coded("policy", p.policy))
		if p.testing {
			f.say(cluePolicyTesting, shown(p.at))
		}
		if p.strict {
			f.say(cluePolicyStrict, shown(p.at))
		}
	}
}

func covers(list []string, name string) bool { return slices.Contains(list, name) }
