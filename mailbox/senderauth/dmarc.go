package senderauth

import (
	"context"
	"strings"
)

// maxWalk is how many names one tree walk asks (RFC 9989 §4.10).
const maxWalk = 8

// policy is what a domain owner asks to be done with mail that fails DMARC.
type policy string

const (
	policyNone       policy = "none"
	policyQuarantine policy = "quarantine"
	policyReject     policy = "reject"
)

// lowered is what is applied while a policy is being tested (RFC 9989 §4.7, t=y).
func (p policy) lowered() policy {
	if p == policyReject {
		return policyQuarantine
	}
	return policyNone
}

// record is a DMARC policy record (RFC 9989 §4.7). Tags it does not know are left
// out, letters of any case are taken.
type record struct {
	p, sp, np policy
	strict    bool // adkim=s
	psd       byte // 'y', 'n', or 'u'
	testing   bool // t=y: one level less is to be applied
	strictSPF bool // aspf=s
}

// parseRecord reads a TXT record; ok is false for one that is no DMARC record.
func parseRecord(txt string) (r record, ok bool) {
	first, _, _ := strings.Cut(txt, ";")
	name, version, _ := strings.Cut(first, "=")
	if !strings.EqualFold(strings.Trim(name, fws), "v") || strings.Trim(version, fws) != "DMARC1" {
		return r, false
	}
	tags := make(map[string]string)
	for pair := range strings.SplitSeq(txt, ";") {
		name, value, _ := strings.Cut(pair, "=")
		name = strings.ToLower(strings.Trim(name, fws))
		if _, twice := tags[name]; !twice {
			tags[name] = strings.ToLower(strings.Trim(value, fws))
		}
	}
	r.p, r.psd = policyNone, 'u'
	r.strict, r.strictSPF = tags["adkim"] == "s", tags["aspf"] == "s"
	r.testing = tags["t"] == "y"
	if psd := tags["psd"]; psd == "y" || psd == "n" {
		r.psd = psd[0]
	}
	if p, ok := readPolicy(tags, "p", policyNone); ok {
		sp, spOK := readPolicy(tags, "sp", p)
		np, npOK := readPolicy(tags, "np", sp)
		if spOK && npOK {
			r.p, r.sp, r.np = p, sp, np
			return r, true
		}
	}
	r.p, r.sp, r.np = policyNone, policyNone, policyNone // a faulty policy asks nothing
	return r, true
}

// readPolicy returns the fallback for a tag that is not there, and not ok for a
// value that is no policy.
func readPolicy(tags map[string]string, tag string, fallback policy) (policy, bool) {
	value, ok := tags[tag]
	if !ok {
		return fallback, true
	}
	switch p := policy(value); p {
	case policyNone, policyQuarantine, policyReject:
		return p, true
	}
	return policyNone, false
}

// level is a name of a tree walk at which a record stands.
type level struct {
	domain string
	record record
}

// walk asks for the records of a domain and of the names above it, the lowest first
// (RFC 9989 §4.10): at most maxWalk names, those that follow a long domain's own
// have seven labels and fewer. missing reports that the domain does not exist.
func walk(ctx context.Context, dns Resolver, domain string) (levels []level, missing bool, err error) {
	name := domain
	for range maxWalk {
		if !validName("_dmarc." + name) {
			break
		}
		answer, err := dns.TXT(ctx, "_dmarc."+name)
		if err != nil {
			return nil, false, err
		}
		if r, ok := single(answer.Records); ok {
			levels = append(levels, level{name, r})
			if r.psd != 'u' {
				break
			}
		}
		labels := strings.Split(name, ".")
		if len(labels) == 1 {
			break
		}
		name = strings.Join(labels[max(1, len(labels)-(maxWalk-1)):], ".")
	}
	if len(levels) > 0 && levels[0].domain != domain && levels[0].record.np != levels[0].record.sp {
		answer, err := dns.TXT(ctx, domain)
		if err != nil {
			return nil, false, err
		}
		missing = answer.Missing
	}
	return levels, missing, nil
}

// single returns the one DMARC record among what stands at a name; two are none.
func single(records []string) (r record, ok bool) {
	for _, txt := range records {
		if next, is := parseRecord(txt); is {
			if ok {
				return record{}, false
			}
			r, ok = next, true
		}
	}
	return r, ok
}

// organisationOf picks the organisational domain out of a walk (RFC 9989 §4.10.2).
func organisationOf(domain string, levels []level) string {
	for _, l := range levels {
		switch {
		case l.record.psd == 'n':
			return l.domain
		case l.record.psd == 'y' && l.domain != domain:
			return oneBelow(domain, l.domain)
		}
	}
	if len(levels) > 0 {
		return levels[len(levels)-1].domain
	}
	return domain
}

// oneBelow returns the domain one label below parent on the way to domain.
func oneBelow(domain, parent string) string {
	rest := strings.TrimSuffix(domain, "."+parent)
	return rest[strings.LastIndexByte(rest, '.')+1:] + "." + parent
}

// discovered is the policy for mail of a From domain.
type discovered struct {
	from   string
	org    string // organisational domain; "" where there is no record at all
	at     string // where the record stands
	policy policy // what it asks for this domain; while it is tested one level less
	strict bool   // only a signature of the very same domain aligns
	// strictSPF: only a return path in the very same domain does
	strictSPF bool
	testing   bool
}

// discover finds the policy for a From domain (RFC 9989 §4.10.1): of the domain
// itself, else of its organisation, else of the public suffix above.
func discover(ctx context.Context, dns Resolver, from string) (discovered, error) {
	d := discovered{from: from, policy: policyNone}
	levels, missing, err := walk(ctx, dns, from)
	if err != nil || len(levels) == 0 {
		return d, err
	}
	d.org = organisationOf(from, levels)
	found := levels[len(levels)-1] // of the organisation, or of the suffix that ended the walk
	for _, l := range levels {
		if l.domain == from || l.domain == d.org {
			found = l
			break
		}
	}
	d.at, d.strict, d.strictSPF, d.testing = found.domain, found.record.strict, found.record.strictSPF, found.record.testing
	switch {
	case found.domain == from:
		d.policy = found.record.p
	case missing:
		d.policy = found.record.np
	default:
		d.policy = found.record.sp
	}
	if d.testing {
		d.policy = d.policy.lowered()
	}
	return d, nil
}

// aligns reports whether a signature of a domain speaks for the From domain.
//
// Where a record is found the walk decides, as RFC 9989 has it, and the public
// suffix list must agree: a suffix without a record of its own whose registry
// publishes one without psd=y would make all its customers one organisation. The
// list only ever narrows. Where no record is found there is no DMARC to go by; then
// the domain itself and those above it within the list's organisation speak for it,
// since they hold its zone. A domain below or beside does not.
func (d discovered) aligns(ctx context.Context, dns Resolver, signer string) (bool, error) {
	switch {
	case signer == "" || d.from == "":
		return false, nil
	case signer == d.from:
		return true, nil
	case d.strict || organisation(signer) != organisation(d.from):
		return false, nil
	case d.org == "":
		return strings.HasSuffix(d.from, "."+signer), nil
	}
	levels, _, err := walk(ctx, dns, signer)
	if err != nil {
		return false, err
	}
	return organisationOf(signer, levels) == d.org, nil
}
