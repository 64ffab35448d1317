package senderauth

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"strconv"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

const (
	maxARC        = 50 // instances a chain may have (RFC 8617 §4.2.1)
	maxARCChecked = 10 // a longer chain is shown, not checked: each seal costs a lookup
)

// arcSet is what one forwarder added (RFC 8617 §4.2).
type arcSet struct{ results, message, seal rawField }

// arcSets collects the chain, the oldest first. ok is false for one with gaps or
// with a field that stands twice.
func arcSets(fields []rawField) (sets []arcSet, ok bool) {
	found := make(map[int]*arcSet)
	for _, f := range fields {
		name := strings.ToLower(f.name)
		if name != "arc-authentication-results" && name != "arc-message-signature" && name != "arc-seal" {
			continue
		}
		i := arcInstance(f)
		if i < 1 || i > maxARC {
			return nil, false
		}
		if found[i] == nil {
			found[i] = &arcSet{}
		}
		place := &found[i].seal
		switch name {
		case "arc-authentication-results":
			place = &found[i].results
		case "arc-message-signature":
			place = &found[i].message
		}
		if place.raw != "" {
			return nil, false
		}
		*place = f
	}
	for i := 1; i <= len(found); i++ {
		s := found[i]
		if s == nil || s.results.raw == "" || s.message.raw == "" || s.seal.raw == "" {
			return nil, false
		}
		sets = append(sets, *s)
	}
	return sets, true
}

// arcInstance reads i=, which stands first in the results and anywhere in the
// others.
func arcInstance(f rawField) int {
	for pair := range strings.SplitSeq(f.value(), ";") {
		name, value, _ := strings.Cut(pair, "=")
		if strings.Trim(name, fws) == "i" {
			n, err := strconv.Atoi(strings.Trim(value, fws))
			if err != nil {
				return 0
			}
			return n
		}
	}
	return 0
}

type arcResult int

const (
	arcNothing    arcResult = iota // no chain, or none to be believed
	arcProves                      // the newest sealer is trusted, the chain holds, and it saw proof
	arcUnanswered                  // a key could not be fetched
)

// arc shows the chain and, where its newest sealer is one of those trusted, checks
// it whole (RFC 8617 §5.2). Only what that sealer itself found counts: what others
// found before it, it has weighed.
func (c *checking) arc(ctx context.Context, f *Finding) arcResult {
	sets, ok := arcSets(c.letter.fields)
	if !ok {
		f.say(clueARCMalformed)
		return arcNothing
	}
	if len(sets) == 0 {
		return arcNothing
	}
	newest := sets[len(sets)-1]
	seal, _ := parseSeal(newest.seal)
	message, problem := parseSignature(newest.message)
	count, sealer := privacy.Plain(len(sets)), shown(seal.domain)
	switch {
	case !c.v.sealers[seal.domain] || message.domain != seal.domain:
		f.say(clueARCUnknown, count, sealer)
		return arcNothing
	case problem != "" || len(sets) > maxARCChecked:
		f.say(clueARCUnchecked, count, sealer)
		return arcNothing
	}
	reason := message.check(ctx, c.v.dns, &c.letter, c.at).reason
	if reason == "" {
		reason = c.checkSeals(ctx, sets)
	}
	switch reason {
	case "":
	case ReasonDNS:
		f.say(clueARCUnanswered, count, sealer)
		return arcUnanswered
	default:
		f.say(clueARCBroken, count, sealer, privacy.Coded("proofwhy", reason))
		return arcNothing
	}
	f.say(clueARCHolds, count, sealer)
	return c.sealed(ctx, f, newest)
}

// sealed judges what the newest sealer found.
func (c *checking) sealed(ctx context.Context, f *Finding, newest arcSet) arcResult {
	_, results, _ := strings.Cut(newest.results.value(), ";")
	e := gather([]string{results}, c.from)
	f.add(e.clues)
	seen := e.finding(Finding{Domain: c.from, Proof: privacy.Unproven})
	r := c.v.relaxedAlignment(ctx, c.from, e)
	switch {
	case e.withRelated(seen, r).Proof == privacy.Proven:
		return arcProves
	case r.err != nil:
		return arcUnanswered
	}
	return arcNothing
}

// arcSeal is an ARC-Seal field (RFC 8617 §4.1.3).
type arcSeal struct {
	domain, selector, algorithm, chain string
	value                              []byte
}

func parseSeal(f rawField) (arcSeal, bool) {
	tags, ok := parseTags(f.value())
	s := arcSeal{
		domain:   foldDomain(withoutSpace(tags["d"])),
		selector: withoutSpace(tags["s"]),
		chain:    strings.ToLower(tags["cv"]),
	}
	if !ok || tags["h"] != "" || !validName(s.domain) || s.selector == "" {
		return s, false
	}
	var hash string
	s.algorithm, hash, _ = strings.Cut(withoutSpace(tags["a"]), "-")
	var err error
	s.value, err = base64.StdEncoding.DecodeString(withoutSpace(tags["b"]))
	return s, err == nil && hash == "sha256" && (s.algorithm == "rsa" || s.algorithm == "ed25519")
}

// checkSeals verifies every seal of a chain, each over all sets up to its own (RFC
// 8617 §5.1.1), and returns a reason code, or "".
func (c *checking) checkSeals(ctx context.Context, sets []arcSet) string {
	var before strings.Builder
	for i, set := range sets {
		seal, ok := parseSeal(set.seal)
		if !ok || i == 0 && seal.chain != "none" || i > 0 && seal.chain != "pass" {
			return ReasonMalformed
		}
		key, problem := fetchKey(ctx, c.v.dns, seal.domain, seal.selector, seal.algorithm)
		if problem != "" {
			return problem
		}
		if key.testing {
			return ReasonTesting
		}
		before.WriteString(canonicalField(set.results.raw, relaxed))
		before.WriteString(canonicalField(set.message.raw, relaxed))
		h := sha256.New()
		io.WriteString(h, before.String())
		own := canonicalField(emptyTag(set.seal.raw, "b"), relaxed)
		io.WriteString(h, strings.TrimSuffix(own, "\r\n"))
		if !key.verify(h.Sum(nil), seal.value) {
			return ReasonBroken
		}
		before.WriteString(canonicalField(set.seal.raw, relaxed))
	}
	return ""
}
