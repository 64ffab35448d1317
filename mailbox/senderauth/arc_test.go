package senderauth

import (
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

func sealers(domains ...string) func(*Config) {
	return func(c *Config) { c.ARCSealers = domains }
}

// A forwarder altered the letter, so no signature holds; chains made by two other
// implementations.
func TestARC(t *testing.T) {
	dns := fixtureZone(t)
	dns["_dmarc.client.example"] = []string{"v=DMARC1; p=reject"}
	cases := []struct {
		name, file string
		trusted    []string
		change     func(string) string
		proof      privacy.Proof
		reason     string
	}{
		{"trusted", "dkimpy-arc1", []string{"forward.example"}, nil, privacy.Proven, ReasonARC},
		{"trusted, made by Mail::DKIM", "mail-dkim-arc", []string{"Forward.Example."}, nil, privacy.Proven, ReasonARC},
		{"two hops, both by one we trust", "dkimpy-arc2pass", []string{"forward.example"}, nil, privacy.Proven, ReasonARC},
		{"not trusted", "dkimpy-arc1", nil, nil, privacy.Contradicted, ReasonPolicyHere},
		{"another is trusted", "dkimpy-arc1", []string{"second.example"}, nil, privacy.Contradicted, ReasonPolicyHere},
		{"the newest is not trusted", "dkimpy-arc2", []string{"forward.example"}, nil, privacy.Contradicted, ReasonPolicyHere},
		{"the newest is trusted and saw DMARC fail", "dkimpy-arc2", []string{"second.example", "forward.example"}, nil, privacy.Contradicted, ReasonPolicyHere},
		{"text changed after it", "dkimpy-arc1", []string{"forward.example"}, replace("701", "702"), privacy.Contradicted, ReasonPolicyHere},
		{"what it saw changed", "dkimpy-arc1", []string{"forward.example"}, replace("p=reject) header", "p=none) header"), privacy.Contradicted, ReasonPolicyHere},
		{"an older seal broken", "dkimpy-arc2pass", []string{"forward.example"}, replace("cv=none", "cv=pass"), privacy.Contradicted, ReasonPolicyHere},
		{"a set missing", "dkimpy-arc1", []string{"forward.example"}, replace("ARC-Seal:", "X-Seal:"), privacy.Contradicted, ReasonPolicyHere},
		{"a field twice", "dkimpy-arc1", []string{"forward.example"}, func(s string) string {
			return "ARC-Authentication-Results: i=1; forward.example; dmarc=pass header.from=client.example\r\n" + s
		}, privacy.Contradicted, ReasonPolicyHere},
		{"another author in place of the one it saw", "dkimpy-arc1", []string{"forward.example"}, replace("aigul@client.example", "a@bank.example"), privacy.Unproven, ReasonUnsigned},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			raw := string(fixture(t, c.file+".eml"))
			if c.change != nil {
				raw = c.change(raw)
			}
			got := look(t, raw, dns, sealers(c.trusted...))
			expect(t, got, c.proof, c.reason)
			if !slices.ContainsFunc(got.Clues, func(c privacy.Clue) bool { return strings.HasPrefix(c.Code, "arc-") }) {
				t.Error("the chain is not shown")
			}
		})
	}
	silent := zone{"arc._domainkey.forward.example": {"!"}}
	expect(t, look(t, string(fixture(t, "dkimpy-arc1.eml")), silent, sealers("forward.example")), privacy.Unproven, ReasonDNS)
	expect(t, look(t, string(fixture(t, "dkimpy-arc1.eml")), dns, sealers("forward.example"), func(c *Config) { c.DKIM = false }), privacy.Proven, ReasonARC)
}

// sealed puts an ARC set on top of a letter, made with rsaKey.
func sealed(letter, i, chain, messageDomain, sealDomain, results string) string {
	results = "ARC-Authentication-Results: i=" + i + "; " + sealDomain + "; " + results + "\r\n"
	field := signed(letter, "i="+i+"; a=rsa-sha256; c=relaxed/relaxed; d="+messageDomain+"; s=arc; h=from:to:subject:date:content-type")
	field = strings.TrimSuffix(field, letter)
	l := &letterBytes{}
	l.fields, l.body, _ = splitRaw([]byte(letter), message.Parse([]byte(letter)))
	message := rawField{"ARC-Message-Signature", strings.Replace(field, "DKIM-Signature", "ARC-Message-Signature", 1)}
	unsigned, _, _ := strings.Cut(message.raw, "; b=")
	s, _ := parseSignature(message)
	message.raw = unsigned + "; b=" + sign(s.digest(l)) + "\r\n"
	seal := "ARC-Seal: i=" + i + "; a=rsa-sha256; cv=" + chain + "; d=" + sealDomain + "; s=arc; b="
	hash := sha256.Sum256([]byte(canonicalField(results, relaxed) + canonicalField(message.raw, relaxed) + canonicalField(seal+"\r\n", relaxed)[:len(canonicalField(seal+"\r\n", relaxed))-2]))
	return seal + sign(hash[:]) + "\r\n" + message.raw + results + letter
}

func sign(digest []byte) string {
	value, err := rsaKey().Sign(rand.Reader, digest, crypto.SHA256)
	if err != nil {
		panic(err)
	}
	return base64.StdEncoding.EncodeToString(value)
}

// Chains no honest forwarder writes: all seals hold, and yet they prove nothing.
func TestARCOdd(t *testing.T) {
	key := []string{keyRecord(rsaKey(), "")}
	dns := zone{"arc._domainkey.forward.example": key, "arc._domainkey.evil.example": key}
	pass := "dmarc=pass header.from=client.example"
	for _, c := range []struct {
		name, raw string
		reason    string
	}{
		{"as it should be", sealed(plain, "1", "none", "forward.example", "forward.example", pass), ReasonARC},
		{"the letter sealed by another than the chain", sealed(plain, "1", "none", "evil.example", "forward.example", pass), ReasonUnsigned},
		{"a first seal over a chain", sealed(plain, "1", "pass", "forward.example", "forward.example", pass), ReasonUnsigned},
		{"a chain that begins with the second", sealed(plain, "2", "pass", "forward.example", "forward.example", pass), ReasonUnsigned},
		{"a result for another domain", sealed(plain, "1", "none", "forward.example", "forward.example", "dmarc=pass header.from=bank.example"), ReasonUnsigned},
		{"a result in a comment", sealed(plain, "1", "none", "forward.example", "forward.example", "spf=fail (x; "+pass+")"), ReasonUnsigned},
		{"two subject lines", "Subject: x\r\n" + sealed(plain, "1", "none", "forward.example", "forward.example", pass), ReasonSubjectFields},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := look(t, c.raw, dns, sealers("forward.example")); got.Reason != c.reason || (got.Proof == privacy.Proven) != (c.reason == ReasonARC) {
				t.Errorf("%s, %s\n%q", got.Proof, got.Reason, got.Clues)
			}
		})
	}
	dns["arc._domainkey.forward.example"] = []string{keyRecord(rsaKey(), "t=y; ")}
	if got := look(t, sealed(plain, "1", "none", "forward.example", "forward.example", pass), dns, sealers("forward.example")); got.Proof == privacy.Proven {
		t.Error("a key that is being tested proved")
	}
}

func replace(old, new string) func(string) string {
	return func(s string) string { return strings.Replace(s, old, new, 1) }
}
