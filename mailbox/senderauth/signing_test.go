package senderauth

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// at is when the letters of these tests are received.
var at = time.Unix(1795600000, 0) // 25 November 2026

var (
	rsaKey     = sync.OnceValue(func() *rsa.PrivateKey { return newRSA(2048) })
	shortKey   = sync.OnceValue(func() *rsa.PrivateKey { return newRSA(1024) })
	ed25519Key = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
)

func newRSA(bits int) *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		panic(err)
	}
	return key
}

// keyRecord is what the owner of a key publishes.
func keyRecord(key crypto.Signer, tags string) string {
	if pub, ok := key.Public().(ed25519.PublicKey); ok {
		return "v=DKIM1; k=ed25519; " + tags + "p=" + base64.StdEncoding.EncodeToString(pub)
	}
	der, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		panic(err)
	}
	return "v=DKIM1; " + tags + "p=" + base64.StdEncoding.EncodeToString(der)
}

// zoneOf has the keys of client.example: rsa, short and ed.
func zoneOf(extra zone) zone {
	z := zone{
		"rsa._domainkey.client.example":   {keyRecord(rsaKey(), "")},
		"short._domainkey.client.example": {keyRecord(shortKey(), "")},
		"ed._domainkey.client.example":    {keyRecord(ed25519Key, "")},
	}
	maps.Copy(z, extra)
	return z
}

// fixtureZone has the keys of testdata.
func fixtureZone(t testing.TB) zone {
	t.Helper()
	z := zone{}
	for line := range strings.Lines(string(fixture(t, "keys.txt"))) {
		name, record, _ := strings.Cut(strings.TrimSpace(line), " ")
		z[name] = []string{record}
	}
	return z
}

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// plain is a letter to be signed.
const plain = "From: Aigul <aigul@client.example>\r\n" +
	"To: info@medico.example\r\n" +
	"Subject: New phone\r\n" +
	"Date: Mon, 23 Nov 2026 10:00:00 +0500\r\n" +
	"Content-Type: text/plain; charset=utf-8\r\n" +
	"\r\n" +
	"My new phone is +7 701 123 45 67.\r\n"

// common are the tags of an ordinary signature.
const common = "v=1; a=rsa-sha256; c=relaxed/relaxed; d=client.example; s=rsa; h=from:to:subject:date:content-type"

// signed puts a signature with any tags on top of a letter, bh= and b= computed.
func signed(letter, tags string) string {
	var key crypto.Signer = rsaKey()
	switch {
	case strings.Contains(tags, "s=short"):
		key = shortKey()
	case strings.Contains(tags, "a=ed25519"):
		key = ed25519Key
	}
	header, body, _ := strings.Cut(letter, "\r\n\r\n")
	l := &letterBytes{body: []byte(body)}
	for _, line := range strings.Split(strings.ReplaceAll(header, "\r\n\t", "\n\t"), "\r\n") {
		line = strings.ReplaceAll(line, "\n\t", "\r\n\t")
		name, _, _ := strings.Cut(line, ":")
		l.fields = append(l.fields, rawField{name, line + "\r\n"})
	}
	method := simple
	if strings.Contains(tags, "/relaxed") {
		method = relaxed
	}
	hash := bodyHash(l.body, method)
	unsigned := "DKIM-Signature: " + tags + "; bh=" + base64.StdEncoding.EncodeToString(hash[:]) + "; b="
	s, _ := parseSignature(rawField{"DKIM-Signature", unsigned + "AAAA\r\n"})
	value, err := key.Sign(rand.Reader, s.digest(l), crypto.SHA256)
	if _, ok := key.(ed25519.PrivateKey); ok {
		value, err = key.Sign(rand.Reader, s.digest(l), crypto.Hash(0))
	}
	if err != nil {
		panic(err)
	}
	return unsigned + base64.StdEncoding.EncodeToString(value) + "\r\n" + letter
}

// look verifies a letter with a configuration like a user's.
func look(t testing.TB, raw string, dns Resolver, change ...func(*Config)) Finding {
	t.Helper()
	own, err := privacy.ParseAddress("info@medico.example")
	if err != nil {
		t.Fatal(err)
	}
	c := Config{Own: []privacy.Address{own}, DKIM: true, Resolver: dns, Now: func() time.Time { return at }}
	for _, f := range change {
		f(&c)
	}
	return New(c).Verify(context.Background(), message.Parse([]byte(raw)), Bytes{Raw: []byte(raw), Received: at})
}

func expect(t *testing.T, got Finding, proof privacy.Proof, reason string) {
	t.Helper()
	if got.Proof != proof || got.Reason != reason {
		t.Errorf("%s, %s; want %s, %s\n%v", got.Proof, got.Reason, proof, reason, got.Clues)
	}
	if (got.Proof == privacy.Proven) && got.Method == "" || got.Temporary != (got.Reason == ReasonDNS) {
		t.Errorf("method %q, temporary %v for %s", got.Method, got.Temporary, got.Reason)
	}
	for _, c := range got.Clues {
		if line := fmt.Sprint(c); strings.Contains(line, "@") || strings.Contains(line, "aigul") || len(line) > 500 {
			t.Errorf("a clue holds more than domains: %q", line)
		}
	}
}

// has reports whether there is a clue of a code with these values, or with any if none is given.
func has(f Finding, code string, values ...string) bool {
	return slices.ContainsFunc(f.Clues, func(c privacy.Clue) bool {
		got := make([]string, 0, len(c.Args))
		for _, a := range c.Args {
			got = append(got, a.Value)
		}
		return c.Code == code && (len(values) == 0 || slices.Equal(got, values))
	})
}
