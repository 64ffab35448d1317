package senderauth

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"slices"
	"strings"
)

const (
	minKeyBits  = 1024 // below, nothing counts (RFC 8301 §3.2)
	goodKeyBits = 2048 // below, an operator is told
)

// publicKey is a key record (RFC 6376 §3.6.1, RFC 8463 §4).
type publicKey struct {
	rsa     *rsa.PublicKey
	ed25519 ed25519.PublicKey
	bits    int
	testing bool // t=y
	strict  bool // t=s: i= must lie in d= itself
	secure  bool // the name server vouches for the record (DNSSEC)
}

// kind is its algorithm, as a signature names it.
func (k publicKey) kind() string {
	if k.rsa != nil {
		return "rsa"
	}
	return "ed25519"
}

// short reports whether an operator should know that the domain ought to renew it.
func (k publicKey) short() bool { return k.rsa != nil && k.bits < goodKeyBits }

// keyProblem is why a key could not be had: a reason code.
type keyProblem = string

// fetchKey asks DNS for the key of a signature.
func fetchKey(ctx context.Context, dns Resolver, domain, selector, algorithm string) (publicKey, keyProblem) {
	name := strings.ToLower(selector) + "._domainkey." + domain
	if !validName(name) {
		return publicKey{}, ReasonNoKey
	}
	answer, err := dns.TXT(ctx, name)
	if err != nil {
		return publicKey{}, ReasonDNS
	}
	if len(answer.Records) != 1 { // several leave open which one counts (RFC 6376 §3.6.2.2)
		return publicKey{}, ReasonNoKey
	}
	key, problem := parseKey(answer.Records[0], algorithm)
	key.secure = answer.Authentic
	return key, problem
}

// parseKey reads a key record for one algorithm: "rsa" or "ed25519", with SHA-256.
func parseKey(record, algorithm string) (publicKey, keyProblem) {
	tags, ok := parseTags(record)
	if !ok {
		return publicKey{}, ReasonKey
	}
	if v, ok := tags["v"]; ok && v != "DKIM1" {
		return publicKey{}, ReasonKey
	}
	p, ok := tags["p"]
	if !ok {
		return publicKey{}, ReasonKey
	}
	if p = withoutSpace(p); p == "" {
		return publicKey{}, ReasonRevoked
	}
	if !listed(tags, "h", "sha256") || !listed(tags, "s", "email", "*") {
		return publicKey{}, ReasonKey
	}
	kind := tags["k"]
	if kind == "" {
		kind = "rsa"
	}
	data, err := base64.StdEncoding.DecodeString(p)
	if err != nil || kind != algorithm {
		return publicKey{}, ReasonKey
	}
	key := publicKey{
		testing: tags["t"] != "" && slices.Contains(colonList(tags["t"]), "y"),
		strict:  tags["t"] != "" && slices.Contains(colonList(tags["t"]), "s"),
	}
	return key.decode(kind, data)
}

// listed reports whether an optional list allows one of the words.
func listed(tags map[string]string, tag string, words ...string) bool {
	list, ok := tags[tag]
	return !ok || slices.ContainsFunc(colonList(list), func(s string) bool { return slices.Contains(words, s) })
}

func (k publicKey) decode(kind string, data []byte) (publicKey, keyProblem) {
	if kind == "ed25519" {
		if len(data) != ed25519.PublicKeySize {
			return k, ReasonKey
		}
		k.ed25519, k.bits = data, 256
		return k, ""
	}
	parsed, err := x509.ParsePKIXPublicKey(data)
	if err != nil { // erratum 3017 to RFC 6376: both forms are about
		parsed, err = x509.ParsePKCS1PublicKey(data)
	}
	pub, ok := parsed.(*rsa.PublicKey)
	if err != nil || !ok {
		return k, ReasonKey
	}
	k.rsa, k.bits = pub, pub.N.BitLen()
	if k.bits < minKeyBits {
		return k, ReasonWeak
	}
	if k.bits > 8192 { // nobody uses one, and checking it is dear
		return k, ReasonKey
	}
	return k, ""
}

// verify checks a signature over a SHA-256 digest.
func (k publicKey) verify(digest, signature []byte) bool {
	if k.ed25519 != nil {
		return ed25519.Verify(k.ed25519, digest, signature)
	}
	return rsa.VerifyPKCS1v15(k.rsa, crypto.SHA256, digest, signature) == nil
}
