package message

import (
	"bytes"
	"strings"
)

// A text that was cut may break off where no text can end: the rest is missing, whatever boundary follows.

// endsInEscape reports whether quoted-printable ends within an escape, "=D" (RFC 2045 §6.7). Words that somebody
// only called so may end in a "=D" that smiles: it must touch a letter, or there must be a whole escape before it.
func endsInEscape(body []byte) bool {
	body = bytes.TrimRight(body, "\r\n")
	n := len(body)
	if n < len("=D") || body[n-2] != '=' || hexValue(body[n-1]) < 0 {
		return false
	}
	if n > len("=D") && isLetter(body[n-3]) {
		return true
	}
	for at, rest := 0, body[:n-2]; ; {
		next := bytes.IndexByte(rest[at:], '=')
		if next < 0 || at+next+2 >= len(rest) {
			return false
		}
		at += next + 1
		if hexValue(rest[at]) >= 0 && hexValue(rest[at+1]) >= 0 {
			return true
		}
	}
}

// endsInTag reports whether HTML ends within a tag, which no program shows then. The tags behind all text may.
func endsInTag(s string) bool {
	at := strings.LastIndexByte(s, '<')
	if at < 0 || strings.IndexByte(s[at:], '>') >= 0 {
		return false
	}
	rest := strings.ToLower(strings.TrimSpace(s[at+1:]))
	if strings.HasPrefix("/html", rest) || strings.HasPrefix("/body", rest) {
		return false
	}
	c := strings.TrimPrefix(rest, "/")
	return c != "" && isLetter(c[0])
}
