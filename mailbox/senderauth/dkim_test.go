package senderauth

import (
	"bytes"
	"context"
	"crypto"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-msgauth/dkim"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// Letters signed by other programs hold, and not when one byte differs.
func TestSignaturesOfOthers(t *testing.T) {
	dns := fixtureZone(t)
	for _, name := range []string{"dkimpy-relaxed", "dkimpy-simple", "dkimpy-mixed", "dkimpy-ed25519", "mail-dkim", "mail-dkim-1024"} {
		t.Run(name, func(t *testing.T) {
			raw := string(fixture(t, name+".eml"))
			expect(t, look(t, raw, dns), privacy.Proven, ReasonSignature)
			expect(t, look(t, strings.ReplaceAll(raw, "\r\n", "\n"), dns), privacy.Proven, ReasonSignature)
			expect(t, look(t, strings.Replace(raw, "701", "702", 1), dns), privacy.Unproven, ReasonBody)
			expect(t, look(t, strings.Replace(raw, "info@medico", "info@medica", 1), dns), privacy.Unproven, ReasonBroken)
			expect(t, look(t, strings.Replace(raw, "10:00:00", "10:00:01", 1), dns), privacy.Unproven, ReasonBroken)
			expect(t, look(t, raw+"withdraw\r\n", dns), privacy.Unproven, ReasonBody)
			expect(t, look(t, "Subject: withdraw\r\n"+raw, dns), privacy.Unproven, ReasonSubjectFields)
			expect(t, look(t, "From: evil@evil.example\r\n"+raw, dns), privacy.Contradicted, ReasonSeveralFields)
		})
	}
	short := look(t, string(fixture(t, "mail-dkim-1024.eml")), dns)
	if !has(short, clueKeyShort, "client.example", "1024") {
		t.Errorf("nothing is said of a short key: %q", short.Clues)
	}
	expect(t, look(t, string(fixture(t, "opendkim-sha1.eml")), dns), privacy.Unproven, ReasonWeak)
}

// The examples of RFC 6376 and RFC 8463 hold. They leave Content-Type open, which
// decides nothing for plain text.
func TestSignaturesOfTheRFCs(t *testing.T) {
	dns := fixtureZone(t)
	for _, name := range []string{"rfc6376.eml", "rfc8463.eml"} {
		raw := string(fixture(t, name))
		expect(t, look(t, raw, dns), privacy.Proven, ReasonSignature)
		html := look(t, "Content-Type: text/html\r\n"+raw, dns)
		expect(t, html, privacy.Unproven, ReasonPart)
		if !has(html, clueSignatureOpen, "example.com", "Content-Type") && !has(html, clueSignatureOpen, "football.example.com", "Content-Type") {
			t.Errorf("%s: %q", name, html.Clues)
		}
		expect(t, look(t, strings.Replace(raw, "lost the game", "won the game", 1), dns), privacy.Unproven, ReasonBody)
		expect(t, look(t, strings.Replace(raw, "dinner", "lunch", 1), dns), privacy.Unproven, ReasonBroken)
	}
}

func TestOwnCheck(t *testing.T) {
	reject := zone{"_dmarc.client.example": {"v=DMARC1; p=reject"}}
	key := func(record string) zone { return zone{"rsa._domainkey.client.example": {record}} }
	tags := func(from, to string) string { return strings.Replace(common, from, to, 1) }
	stamp := func(t time.Time) string { return fmt.Sprint(t.Unix()) }
	from := func(address string) string { return strings.Replace(plain, "aigul@client.example", address, 1) }
	good := signed(plain, common)
	cases := []struct {
		name, raw string
		dns       zone
		proof     privacy.Proof
		reason    string
	}{
		{"rsa", good, nil, privacy.Proven, ReasonSignature},
		{"ed25519", signed(plain, tags("a=rsa-sha256; c=relaxed/relaxed; d=client.example; s=rsa", "a=ed25519-sha256; c=relaxed/relaxed; d=client.example; s=ed")), nil, privacy.Proven, ReasonSignature},
		{"rsa of 1024 bits", signed(plain, tags("s=rsa", "s=short")), nil, privacy.Proven, ReasonSignature},
		{"under reject", good, reject, privacy.Proven, ReasonSignature},
		{"domain in capitals", signed(plain, tags("d=client.example", "d=CLIENT.Example")), nil, privacy.Proven, ReasonSignature},
		{"fields named twice", signed(plain, tags("h=from:", "h=From:from:FROM:")), nil, privacy.Proven, ReasonSignature},
		{"not expired", signed(plain, common+"; t="+stamp(at.Add(-time.Hour))+"; x="+stamp(at.Add(time.Hour))), nil, privacy.Proven, ReasonSignature},
		{"expired", signed(plain, common+"; x="+stamp(at.Add(-time.Second))), nil, privacy.Unproven, ReasonExpired},
		{"from the future", signed(plain, common+"; t="+stamp(at.Add(2*time.Hour))), nil, privacy.Unproven, ReasonFuture},
		{"expired before it was signed", signed(plain, common+"; t="+stamp(at)+"; x="+stamp(at.Add(-1))), nil, privacy.Unproven, ReasonMalformed},
		{"sha1", strings.Replace(good, "rsa-sha256", "rsa-sha1", 1), nil, privacy.Unproven, ReasonWeak},
		{"an unknown algorithm", strings.Replace(good, "rsa-sha256", "rsa-sha512", 1), nil, privacy.Unproven, ReasonMalformed},
		{"a tag that stands twice", signed(plain, common+"; d=client.example"), nil, privacy.Unproven, ReasonMalformed},
		{"no version", strings.Replace(good, "v=1; ", "", 1), nil, privacy.Unproven, ReasonMalformed},
		{"From not covered", signed(plain, tags("h=from:", "h=")), nil, privacy.Unproven, ReasonMalformed},
		{"Subject not covered", signed(plain, tags(":subject", "")), nil, privacy.Unproven, ReasonPart},
		{"To not covered", signed(plain, tags(":to", "")), nil, privacy.Unproven, ReasonPart},
		{"Date not covered", signed(plain, tags(":date", "")), nil, privacy.Unproven, ReasonPart},
		{"Content-Type not covered, plain text", signed(plain, tags(":content-type", "")), nil, privacy.Proven, ReasonSignature},
		{"Content-Type not covered, HTML", signed(strings.Replace(plain, "text/plain", "text/html", 1), tags(":content-type", "")), nil, privacy.Unproven, ReasonPart},
		{"not all covered, under reject: DMARC may pass", signed(plain, tags(":to", "")), reject, privacy.Unproven, ReasonPart},
		{"an encoding put in afterwards", strings.Replace(good, "Content-Type", "Content-Transfer-Encoding: base64\r\nContent-Type", 1), nil, privacy.Unproven, ReasonPart},
		{"l= with text below", signed(plain, common+"; l=35") + "Withdraw my consent.\r\n", nil, privacy.Unproven, ReasonBodyLength},
		{"l= made up, under reject", strings.Replace(good, "; bh=", "; l=0; bh=", 1), reject, privacy.Contradicted, ReasonPolicyHere},
		{"text below", good + "Withdraw my consent.\r\n", nil, privacy.Unproven, ReasonBody},
		{"blank lines below", good + "\r\n\r\n", nil, privacy.Proven, ReasonSignature},
		{"one byte changed, under reject", strings.Replace(good, "701", "702", 1), reject, privacy.Contradicted, ReasonPolicyHere},
		{"second From on top", "From: evil@evil.example\r\n" + good, reject, privacy.Contradicted, ReasonSeveralFields},
		{"second From behind a line with a lone CR", "From: evil@evil.example\r\nSubject: x\r\n\r\r\nwithdraw\r\n" + good, nil, privacy.Unproven, ReasonHeader},
		{"a lone CR in a field that is signed", signed(strings.Replace(plain, "New phone", "New\rphone", 1), common), nil, privacy.Unproven, ReasonHeader},
		{"a line that is no field on top", "junk\r\n" + good, nil, privacy.Unproven, ReasonHeader},
		{"an mbox line on top", "From evil Mon Nov 23 10:00:00 2026\r\n" + good, nil, privacy.Unproven, ReasonHeader},

		{"no key", good, key(""), privacy.Unproven, ReasonKey},
		{"key revoked", good, key("v=DKIM1; p="), privacy.Unproven, ReasonRevoked},
		{"key revoked, under reject", good, zone{"rsa._domainkey.client.example": {"v=DKIM1; p="}, "_dmarc.client.example": {"v=DMARC1; p=reject"}}, privacy.Contradicted, ReasonPolicyHere},
		{"another key", good, key(keyRecord(newRSA(2048), "")), privacy.Unproven, ReasonBroken},
		{"key of 768 bits", good, key("v=DKIM1; p=MHwwDQYJKoZIhvcNAQEBBQADawAwaAJhAL7Kg4O4zLIHEuIpy+k1qW4RSyxB5ufEbDxaAbOw/2ZIBwh16+4LtL0qwpuFEx9zdpl8wXLl5FOZtxSgLIDNgWdWlmrFgDCDzYiDHlVmUEz/VPPnsVvBkFi1x93jFQYcywIDAQAB"), privacy.Unproven, ReasonWeak},
		{"two keys", good, zone{"rsa._domainkey.client.example": {keyRecord(rsaKey(), ""), "v=DKIM1; p="}}, privacy.Unproven, ReasonNoKey},
		{"no such name", good, zone{"rsa._domainkey.client.example": nil}, privacy.Unproven, ReasonNoKey},
		{"key for another algorithm", good, key(keyRecord(ed25519Key, "")), privacy.Unproven, ReasonKey},
		{"key for another hash", good, key(keyRecord(rsaKey(), "h=sha1; ")), privacy.Unproven, ReasonKey},
		{"key for another service", good, key(keyRecord(rsaKey(), "s=tlsrpt; ")), privacy.Unproven, ReasonKey},
		{"key of another version", good, key("v=DKIM2; p=AAAA"), privacy.Unproven, ReasonKey},
		{"key that says testing", good, key(keyRecord(rsaKey(), "t=y; ")), privacy.Unproven, ReasonTesting},
		{"key for the domain alone, and the domain", good, key(keyRecord(rsaKey(), "t=s; ")), privacy.Proven, ReasonSignature},
		{"key for the domain alone, and a subdomain", signed(plain, common+"; i=a@mail.client.example"), key(keyRecord(rsaKey(), "t=y:s; ")), privacy.Unproven, ReasonIdentity},
		{"identity in a subdomain", signed(plain, common+"; i=a@mail.client.example"), nil, privacy.Proven, ReasonSignature},
		{"identity elsewhere", signed(plain, common+"; i=a@evilclient.example"), nil, privacy.Unproven, ReasonIdentity},

		{"DNS silent on the key", good, key("!"), privacy.Unproven, ReasonDNS},
		{"DNS silent on the key, under reject", good, zone{"rsa._domainkey.client.example": {"!"}, "_dmarc.client.example": {"v=DMARC1; p=reject"}}, privacy.Unproven, ReasonDNS},
		{"DNS silent on the policy of the very domain", good, zone{"_dmarc.client.example": {"!"}}, privacy.Proven, ReasonSignature},
		{"DNS silent on the policy, unsigned", plain, zone{"_dmarc.client.example": {"!"}}, privacy.Unproven, ReasonDNS},

		{"unsigned", plain, nil, privacy.Unproven, ReasonUnsigned},
		{"unsigned, under none", plain, zone{"_dmarc.client.example": {"v=DMARC1; p=none"}}, privacy.Unproven, ReasonUnsigned},
		{"unsigned, under reject", plain, reject, privacy.Contradicted, ReasonPolicyHere},
		{"unsigned, under quarantine, SPF may have passed", plain, zone{"_dmarc.client.example": {"v=DMARC1; p=quarantine"}}, privacy.Unproven, ReasonUnsigned},
		{"unsigned, under quarantine, return path of another", "Return-Path: <x@evil.kz>\r\n" + plain, zone{"_dmarc.client.example": {"v=DMARC1; p=quarantine"}}, privacy.Contradicted, ReasonPolicyHere},
		{"unsigned, under quarantine, return path of its own", "Return-Path: <x@client.example>\r\n" + plain, zone{"_dmarc.client.example": {"v=DMARC1; p=quarantine"}}, privacy.Unproven, ReasonUnsigned},
		{"unsigned, quarantine being tested", "Return-Path: <x@evil.kz>\r\n" + plain, zone{"_dmarc.client.example": {"v=DMARC1; p=quarantine; t=y"}}, privacy.Unproven, ReasonUnsigned},
		{"unsigned, reject being tested, return path of another", "Return-Path: <x@evil.kz>\r\n" + plain, zone{"_dmarc.client.example": {"v=DMARC1; p=reject; t=y"}}, privacy.Contradicted, ReasonPolicyHere},
		{"unsigned, reject being tested", plain, zone{"_dmarc.client.example": {"v=DMARC1; p=reject; t=y"}}, privacy.Unproven, ReasonUnsigned},

		{"signed by another", signed(from("a@bank.example"), common), nil, privacy.Unproven, ReasonOtherDKIM},
		{"signed by another, under reject", signed(from("a@bank.example"), common), zone{"_dmarc.bank.example": {"v=DMARC1; p=reject"}}, privacy.Contradicted, ReasonPolicyHere},
		{"signed by the domain above, no policy", signed(from("a@mail.client.example"), common), nil, privacy.Proven, ReasonSignature},
		{"signed by the domain above, relaxed", signed(from("a@mail.client.example"), common), reject, privacy.Proven, ReasonSignature},
		{"signed by the domain above, strict", signed(from("a@mail.client.example"), common), zone{"_dmarc.client.example": {"v=DMARC1; p=none; adkim=s"}}, privacy.Unproven, ReasonOtherDKIM},
		{"signed by a domain below, no policy", signed(plain, tags("d=client.example", "d=mail.client.example")), zone{"rsa._domainkey.mail.client.example": {keyRecord(rsaKey(), "")}}, privacy.Unproven, ReasonOtherDKIM},
		{"signed by a domain below, relaxed", signed(plain, tags("d=client.example", "d=mail.client.example")), zone{"rsa._domainkey.mail.client.example": {keyRecord(rsaKey(), "")}, "_dmarc.client.example": {"v=DMARC1; p=none"}}, privacy.Proven, ReasonSignature},
		{"signed by a domain below that stands for itself", signed(plain, tags("d=client.example", "d=mail.client.example")), zone{"rsa._domainkey.mail.client.example": {keyRecord(rsaKey(), "")}, "_dmarc.client.example": {"v=DMARC1; p=none"}, "_dmarc.mail.client.example": {"v=DMARC1; p=none; psd=n"}}, privacy.Unproven, ReasonOtherDKIM},
		{"DNS silent on the policy, signed by the domain above", signed(from("a@mail.client.example"), common), zone{"_dmarc.client.example": {"!"}}, privacy.Unproven, ReasonDNS},

		{"a broken one on top of a good one", signed(good, tags("s=rsa", "s=none")), nil, privacy.Proven, ReasonSignature},
		{"junk on top of a good one", strings.Repeat("DKIM-Signature: v=1; a=rsa-sha256; d=evil.example; s=x; h=from; bh=AA==; b=AA==\r\n", 40) + good, nil, privacy.Proven, ReasonSignature},
		{"one without a policy, one of another", signed(signed(plain, tags("client.example", "list.example")), tags("s=rsa", "s=gone")), nil, privacy.Unproven, ReasonNoKey},
		{"two From names behind one domain", signed(from("boss@client.example"), common), nil, privacy.Proven, ReasonSignature},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			expect(t, look(t, c.raw, zoneOf(c.dns)), c.proof, c.reason)
		})
	}
}

// Gmail signs all but Content-Type. It counts where the body itself settles how it
// is cut, and not where somebody could cut it otherwise.
func TestBodyNamesBoundary(t *testing.T) {
	body := "--b1\r\nContent-Type: text/plain\r\n\r\nok\r\n--b2\r\nContent-Type: text/plain\r\n\r\nwithdraw\r\n--b2--\r\n--b1--\r\n"
	letter := func(contentType, body string) string {
		return strings.Replace(plain[:strings.Index(plain, "\r\n\r\n")+4], "text/plain; charset=utf-8", contentType, 1) + body
	}
	for _, c := range []struct {
		name, contentType, body string
		proof                   privacy.Proof
	}{
		{"its own", `multipart/alternative; boundary="b1"`, body, privacy.Proven},
		{"unquoted, folded", "multipart/mixed;\r\n boundary=b1", body, privacy.Proven},
		{"another that stands in it", `multipart/alternative; boundary="b2"`, body, privacy.Unproven},
		{"two", `multipart/alternative; boundary="b1"; boundary="b2"`, body, privacy.Unproven},
		{"another kind", `multipart/report; boundary="b1"`, body, privacy.Unproven},
		{"text", `text/plain`, body, privacy.Unproven},
		{"half quoted", `multipart/mixed; boundary="b1`, body, privacy.Unproven},
		{"a preamble", `multipart/mixed; boundary="b1"`, "hello\r\n" + body, privacy.Unproven},
		{"an epilogue", `multipart/mixed; boundary="b1"`, body + "hello\r\n", privacy.Unproven},
	} {
		t.Run(c.name, func(t *testing.T) {
			original := letter(`multipart/alternative; boundary="b1"`, c.body)
			raw := strings.Replace(signed(original, strings.Replace(common, ":content-type", "", 1)), `multipart/alternative; boundary="b1"`, c.contentType, 1)
			if got := look(t, raw, zoneOf(nil)); got.Proof != c.proof {
				t.Errorf("%s, %s", got.Proof, got.Reason)
			}
		})
	}
}

// A letter that waited for us is judged as it came.
func TestExpiryAtReceipt(t *testing.T) {
	raw := signed(plain, common+fmt.Sprintf("; t=%d; x=%d", at.Unix(), at.Add(25*time.Hour).Unix()))
	late := func(c *Config) { c.Now = func() time.Time { return at.Add(72 * time.Hour) } }
	expect(t, look(t, raw, zoneOf(nil), late), privacy.Proven, ReasonSignature)
	v := New(Config{DKIM: true, Resolver: zoneOf(nil), Now: func() time.Time { return at.Add(72 * time.Hour) }})
	expect(t, v.Verify(context.Background(), message.Parse([]byte(raw)), Bytes{Raw: []byte(raw)}), privacy.Unproven, ReasonExpired)
}

func TestIncompleteBytes(t *testing.T) {
	raw := []byte(signed(plain, common))
	v := New(Config{DKIM: true, Resolver: zoneOf(zone{"_dmarc.client.example": {"v=DMARC1; p=reject"}})})
	for _, in := range []Bytes{{Raw: raw, Reduced: true}, {}} {
		expect(t, v.Verify(context.Background(), message.Parse(raw), in), privacy.Unproven, ReasonPartial)
	}
}

// What is verified is what was read, or nothing is believed.
func TestHeaderNotTheOneRead(t *testing.T) {
	raw := []byte(signed(plain, common))
	v := New(Config{DKIM: true, Resolver: zoneOf(nil)})
	for _, other := range []string{
		strings.Replace(string(raw), "New phone", "Withdraw", 1),
		"X: y\r\n" + string(raw),
	} {
		expect(t, v.Verify(context.Background(), message.Parse([]byte(other)), Bytes{Raw: raw, Received: at}), privacy.Unproven, ReasonHeader)
	}
	expect(t, look(t, strings.Repeat("X: y\r\n", message.MaxFields)+string(raw), zoneOf(nil)), privacy.Contradicted, ReasonNoFrom)
	expect(t, look(t, strings.Replace(string(raw), "\r\n\r\n", strings.Repeat("\r\nX: y", message.MaxFields)+"\r\n\r\n", 1), zoneOf(nil)), privacy.Unproven, ReasonHeader)
}

// What a mail may cost: keys looked up for few signatures, none for those of others.
func TestFewQuestions(t *testing.T) {
	raw := signed(plain, strings.Replace(common, "d=client.example", "d=other.example", 1))
	for i := range 60 {
		raw = fmt.Sprintf("DKIM-Signature: v=1; a=rsa-sha256; d=s%d.client.example; s=x; h=from; bh=AA==; b=AA==\r\n", i) + raw
	}
	dns := &counted{zone: zoneOf(nil)}
	look(t, raw, dns)
	if len(dns.names) > 8+maxChecked*(maxWalk+1) {
		t.Errorf("%d questions", len(dns.names))
	}
	dns = &counted{zone: zoneOf(nil)}
	look(t, signed(plain, common), dns)
	if got := strings.Join(dns.names, " "); got != "_dmarc.client.example _dmarc.example rsa._domainkey.client.example" {
		t.Errorf("asked: %s", got)
	}
}

// Another implementation must come to the same end: what it signs holds here, and
// what holds here holds there.
func TestSameAsMsgauth(t *testing.T) {
	dns := zoneOf(nil)
	lookup := func(name string) ([]string, error) { return dns[name], nil }
	for _, key := range []struct {
		selector string
		signer   crypto.Signer
	}{{"rsa", rsaKey()}, {"short", shortKey()}, {"ed", ed25519Key}} {
		for _, header := range []dkim.Canonicalization{dkim.CanonicalizationSimple, dkim.CanonicalizationRelaxed} {
			for _, body := range []dkim.Canonicalization{dkim.CanonicalizationSimple, dkim.CanonicalizationRelaxed} {
				for i, text := range []string{"", "\r\n", "x", " x\t y \r\n\r\n z \r\n \r\n\r\n", "a\r\n\r\n\r\n", "\t\r\n"} {
					t.Run(fmt.Sprint(key.selector, header, body, i), func(t *testing.T) {
						letter := strings.Replace(plain[:strings.Index(plain, "\r\n\r\n")+4], "Subject: New phone", "Subject:  New\r\n\t phone ", 1) + text
						var out bytes.Buffer
						err := dkim.Sign(&out, strings.NewReader(letter), &dkim.SignOptions{
							Domain: "client.example", Selector: key.selector, Signer: key.signer,
							HeaderCanonicalization: header, BodyCanonicalization: body,
							HeaderKeys: []string{"From", "To", "Subject", "Date", "Content-Type", "From"},
						})
						if err != nil {
							t.Fatal(err)
						}
						v := New(Config{DKIM: true, Resolver: dns}) // by the real clock, as theirs
						expect(t, v.Verify(context.Background(), message.Parse(out.Bytes()), Bytes{Raw: out.Bytes()}), privacy.Proven, ReasonSignature)
						theirs := signed(letter, fmt.Sprintf("v=1; a=rsa-sha256; c=%s/%s; d=client.example; s=rsa; h=from:to:subject:date:content-type:x-none", header, body))
						results, err := dkim.VerifyWithOptions(strings.NewReader(theirs), &dkim.VerifyOptions{LookupTXT: lookup})
						if err != nil || len(results) != 1 || results[0].Err != nil {
							t.Errorf("there: %v, %v", err, results)
						}
					})
				}
			}
		}
	}
}

// A signature that may be good to others keeps the policy from speaking against the
// letter, whatever stands below or above it.
func TestABadSignatureDoesNotUndoAGoodOne(t *testing.T) {
	dns := zoneOf(zone{"_dmarc.client.example": {"v=DMARC1; p=reject"}})
	worthless := "DKIM-Signature: " + common + "; bh=AAAA; b=AAAA\r\n"
	part := signed(plain, strings.Replace(common, ":subject", "", 1))
	expect(t, look(t, strings.Replace(part, "From: ", worthless+"From: ", 1), dns), privacy.Unproven, ReasonPart)
	expect(t, look(t, worthless+part, dns), privacy.Unproven, ReasonPart)
	expect(t, look(t, worthless+plain, dns), privacy.Contradicted, ReasonPolicyHere)
}
