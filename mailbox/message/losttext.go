package message

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Outlook writes the plain form of a letter in windows-1251 and a question mark for each Kazakh letter that it has none
// for; the HTML form beside it has them all, as references. There the HTML form is what the writer wrote.

// restores reports whether whole is plain with letters where plain has question marks, or the sign for a lost letter, and
// otherwise the same but for blanks; at least one letter must have been lost.
func restores(plain, whole string) bool {
	if !strings.ContainsAny(plain, "?\uFFFD") {
		return false
	}
	a, b := withoutBlanks(plain), withoutBlanks(whole)
	lost := 0
	for a != "" {
		if b == "" {
			return false
		}
		c, n := utf8.DecodeRuneInString(a)
		d, k := utf8.DecodeRuneInString(b)
		switch {
		case c == d:
		case (c == '?' || c == unicode.ReplacementChar) && d >= utf8.RuneSelf && unicode.IsLetter(d):
			lost++
		case (c == '?' || c == '-' || c == '"' || c == '\'') && d >= utf8.RuneSelf && unicode.IsPunct(d): // a dash or quotation mark
		default:
			return false
		}
		a, b = a[n:], b[k:]
	}
	return b == "" && lost > 0
}

func withoutBlanks(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\u00ad' || '\u200b' <= r && r <= '\u200d' || r == '\ufeff' {
			return -1
		}
		return r
	}, s)
}

// whole is the text of several pieces, one behind the other.
func whole(pieces []piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.text)
	}
	return b.String()
}
