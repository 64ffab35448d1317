package handlers

import (
	"io"
	"slices"
	"strings"
)

// A token is what a confirmation question carries and its answer brings back: 125
// random bits in Crockford's base32, in groups of five that survive being read
// from a screen. It is stored only as a keyed digest.
const (
	tokenLength   = 25
	tokenGroup    = 5
	tokenAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	maxCandidates = 8 // tokens looked up for one message: quoting a thread twice is common, more is guessing
)

// NewToken draws a token from random, which must be a cryptographic source.
func NewToken(random io.Reader) (string, error) {
	b := make([]byte, tokenLength)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", err
	}
	var t strings.Builder
	for i, x := range b {
		if i > 0 && i%tokenGroup == 0 {
			t.WriteByte('-')
		}
		t.WriteByte(tokenAlphabet[x%32]) // 256 is a multiple of 32: no bias
	}
	return t.String(), nil
}

// Tokens finds what may be tokens in a subject line or a text, in the order they
// stand. Where none is whole those are put together that mail programs have broken, see
// brokenTokens: all of the token is there. Near misses are not mended: a secret is never
// matched approximately.
func Tokens(texts ...string) []string {
	found := wholeTokens(texts)
	if len(found) > 0 {
		return found
	}
	return brokenTokens(texts)
}

func wholeTokens(texts []string) (found []string) {
	for _, text := range texts {
		for i := 0; len(found) < maxCandidates; i++ {
			dash := strings.IndexByte(text[min(i+tokenGroup, len(text)):], '-')
			if dash < 0 {
				break
			}
			if i += dash; i > 0 && tokenByte(text[i-1]) {
				continue
			}
			if t, ok := tokenAt(text[i:]); ok {
				if !slices.Contains(found, t) {
					found = append(found, t)
				}
				i += len(t)
			}
		}
	}
	return found
}

func tokenAt(s string) (string, bool) {
	const length = tokenLength + tokenLength/tokenGroup - 1
	if len(s) < length || (len(s) > length && tokenByte(s[length])) {
		return "", false
	}
	for i := range length {
		dash := i%(tokenGroup+1) == tokenGroup
		if dash && s[i] != '-' || !dash && (s[i] == '-' || !tokenByte(s[i])) {
			return "", false
		}
	}
	return strings.ToUpper(s[:length]), true
}

func tokenByte(c byte) bool {
	return c == '-' || '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}
