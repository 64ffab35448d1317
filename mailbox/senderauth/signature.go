package senderauth

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxSkew is how far a signer's clock may run ahead of our server's.
const maxSkew = time.Hour

// signature is a DKIM-Signature or ARC-Message-Signature field (RFC 6376 §3.5, RFC
// 8617 §4.1.2), read but not believed.
type signature struct {
	field     rawField
	domain    string // d=, folded
	identity  string // domain of i=, folded; d= where it is left out
	selector  string
	algorithm string   // "rsa" or "ed25519", both with SHA-256
	covers    []string // h=, lower case
	header    string   // canonicalisations
	body      string
	bodyHash  []byte
	value     []byte
	signed    time.Time // t=, zero if not given
	expires   time.Time // x=, zero if never
	partBody  bool      // l= is given
}

// parseSignature reads a signature field; problem is a reason code, and the domain
// is there if it could be read.
func parseSignature(f rawField) (s signature, problem string) {
	s.field = f
	tags, ok := parseTags(f.value())
	if !ok {
		return s, ReasonMalformed
	}
	s.domain, s.selector = foldDomain(withoutSpace(tags["d"])), withoutSpace(tags["s"])
	if !validName(s.domain) {
		s.domain = ""
		return s, ReasonMalformed
	}
	arc := strings.EqualFold(f.name, "ARC-Message-Signature")
	if s.selector == "" || tags["b"] == "" || tags["bh"] == "" || tags["h"] == "" || !arc && tags["v"] != "1" {
		return s, ReasonMalformed
	}
	s.identity = s.domain
	if i := withoutSpace(tags["i"]); i != "" && !arc {
		s.identity = domainOf(i)
	}
	if s.identity != s.domain && !strings.HasSuffix(s.identity, "."+s.domain) {
		return s, ReasonIdentity
	}
	s.covers = colonList(strings.ToLower(tags["h"]))
	if !slices.Contains(s.covers, "from") || len(s.covers) > 300 {
		return s, ReasonMalformed
	}
	if q, ok := tags["q"]; ok && !slices.Contains(colonList(q), "dns/txt") {
		return s, ReasonMalformed
	}
	if problem = s.readAlgorithms(tags); problem != "" {
		return s, problem
	}
	return s, s.readTimes(tags)
}

func (s *signature) readAlgorithms(tags map[string]string) (problem string) {
	switch withoutSpace(tags["a"]) {
	case "rsa-sha256":
		s.algorithm = "rsa"
	case "ed25519-sha256":
		s.algorithm = "ed25519"
	case "rsa-sha1":
		return ReasonWeak
	default:
		return ReasonMalformed
	}
	s.header, s.body = simple, simple
	if c := withoutSpace(tags["c"]); c != "" {
		var both bool
		if s.header, s.body, both = strings.Cut(c, "/"); !both {
			s.body = simple
		}
	}
	for _, c := range []string{s.header, s.body} {
		if c != simple && c != relaxed {
			return ReasonMalformed
		}
	}
	var err1, err2 error
	s.bodyHash, err1 = base64.StdEncoding.DecodeString(withoutSpace(tags["bh"]))
	s.value, err2 = base64.StdEncoding.DecodeString(withoutSpace(tags["b"]))
	if err1 != nil || err2 != nil {
		return ReasonMalformed
	}
	_, s.partBody = tags["l"]
	return ""
}

func (s *signature) readTimes(tags map[string]string) (problem string) {
	for tag, into := range map[string]*time.Time{"t": &s.signed, "x": &s.expires} {
		value, ok := tags[tag]
		if !ok {
			continue
		}
		n, err := strconv.ParseInt(withoutSpace(value), 10, 64)
		if err != nil || n < 0 || n > 1<<40 {
			return ReasonMalformed
		}
		*into = time.Unix(n, 0)
	}
	if !s.expires.IsZero() && !s.signed.IsZero() && !s.expires.After(s.signed) {
		return ReasonMalformed
	}
	return ""
}

// verdict is what became of a signature.
type verdict struct {
	reason string    // "" if it holds and covers all that matters
	open   []string  // fields it leaves open although they matter
	key    publicKey // of one that holds
	// mayPass: by the rules everybody else goes by it may hold. DMARC cannot be said
	// to fail then.
	mayPass bool
}

// check verifies one signature over a letter that our server took at a moment.
func (s *signature) check(ctx context.Context, dns Resolver, l *letterBytes, at time.Time) verdict {
	switch {
	case !s.expires.IsZero() && at.After(s.expires):
		return verdict{reason: ReasonExpired}
	case s.signed.After(at.Add(maxSkew)):
		return verdict{reason: ReasonFuture}
	}
	key, problem := fetchKey(ctx, dns, s.domain, s.selector, s.algorithm)
	if problem != "" {
		return verdict{reason: problem, mayPass: problem == ReasonDNS}
	}
	if key.strict && s.identity != s.domain {
		return verdict{reason: ReasonIdentity}
	}
	if hash := l.bodyHash(s.body); !s.partBody && subtle.ConstantTimeCompare(hash[:], s.bodyHash) != 1 {
		return verdict{reason: ReasonBody}
	}
	if !key.verify(s.digest(l), s.value) {
		return verdict{reason: ReasonBroken}
	}
	switch {
	case s.partBody: // what the cut body hashes to is not worth finding out
		return verdict{reason: ReasonBodyLength, mayPass: true}
	case key.testing:
		return verdict{reason: ReasonTesting, mayPass: true}
	}
	if open := uncovered(s.covers, l); len(open) > 0 {
		return verdict{reason: ReasonPart, open: open, mayPass: true}
	}
	return verdict{key: key, mayPass: true}
}

// digest is what is signed: the fields of h=, and the field itself without b= and
// without its line end (RFC 6376 §3.7).
func (s *signature) digest(l *letterBytes) []byte {
	h := sha256.New()
	io.WriteString(h, l.pick(s.covers, s.header))
	own := canonicalField(emptyTag(s.field.raw, "b"), s.header)
	io.WriteString(h, strings.TrimSuffix(own, "\r\n"))
	return h.Sum(nil)
}
