package handlers

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxBroken = 64 << 10 // how far into a text broken tokens are looked for, in octets
	maxSpread = 200      // over how many octets one may be spread, quoting signs included
)

// brokenTokens puts tokens together that are not whole. Mail programs break words behind
// a hyphen, which in an unfolded subject line leaves a blank, or anywhere, as often as
// lines are short; quoting puts its signs behind the line end; and some set hyphens that
// do not break, or dashes, in their place.
func brokenTokens(texts []string) (found []string) {
	for _, text := range texts {
		text = text[:min(len(text), maxBroken)]
		if !maybeBroken(text) {
			continue
		}
		text = strings.Map(plainly, text)
		for i := 0; i < len(text) && len(found) < maxCandidates; i++ {
			if i > 0 && tokenByte(text[i-1]) {
				continue
			}
			if t, ok := spreadToken(text[i:min(len(text), i+maxSpread)]); ok && !slices.Contains(found, t) {
				found = append(found, t)
			}
		}
	}
	return found
}

// maybeBroken reports whether a text has as many hyphens and dashes as a token, each
// behind something that may stand in one: few mails have, and no other is copied.
func maybeBroken(text string) bool {
	n := 0
	for i, r := range text {
		if r != '-' && (r < 0x80 || plainly(r) != '-') {
			continue
		}
		if before, _ := utf8.DecodeLastRuneInString(text[:i]); plainly(before) == '#' {
			continue
		}
		if n++; n == tokenLength/tokenGroup-1 {
			return true
		}
	}
	return false
}

// plainly maps what may stand between the signs of a token to a blank, every hyphen and
// dash to "-", what is not seen to nothing, and all else that is in no token to "#".
func plainly(r rune) rune {
	switch {
	case r >= 0x400 && r < 0x530: // Cyrillic letters, which most texts are made of
		return '#'
	case unicode.IsSpace(r) || r == '>' || r == '|':
		return ' '
	case r == '\u00ad' || unicode.Is(unicode.Cf, r): // soft hyphen, zero-width signs
		return -1
	case unicode.Is(unicode.Pd, r) || r == '\u2212': // minus sign
		return '-'
	case r >= 0x80 || !tokenByte(byte(r)):
		return '#'
	}
	return r
}

// spreadToken reads a token at the beginning of s, past blanks.
func spreadToken(s string) (string, bool) {
	const length = tokenLength + tokenLength/tokenGroup - 1
	t := make([]byte, 0, length)
	for i := 0; i < len(s); i++ {
		if s[i] == ' ' && len(t) > 0 {
			continue
		}
		dash := len(t)%(tokenGroup+1) == tokenGroup
		if dash != (s[i] == '-') || !tokenByte(s[i]) {
			return "", false
		}
		if t = append(t, s[i]); len(t) == length {
			return strings.ToUpper(string(t)), i+1 == len(s) || !tokenByte(s[i+1])
		}
	}
	return "", false
}
