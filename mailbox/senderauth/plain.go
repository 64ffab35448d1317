package senderauth

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// plainType is a Content-Type that leaves the body as it stands.
var plainType = regexp.MustCompile(`(?i)^text/plain(?:;[ \t]*(?:charset="?(?:utf-8|us-ascii)"?|format="?(?:flowed|fixed)"?))*;?$`)

// What stands in a body that was something else before its Content-Type, or its
// unsigned Content-Transfer-Encoding, was taken off: HTML, a multipart, an encoding.
// Read as plain text, words that were quoted there would be the writer's own.
var otherwise = []*regexp.Regexp{
	regexp.MustCompile(`<[a-zA-Z/!?]`),
	regexp.MustCompile(`(?im)^(?:content|mime)-[a-z-]+[ \t]*:`),
	regexp.MustCompile(`(?m)^--[^- \t\r\n]`),
	regexp.MustCompile(`(?m)=(?:[0-9A-Fa-f]{2}|[ \t]*\r?$)`), // quoted-printable (RFC 2045 §6.7)
	regexp.MustCompile(`\+A[A-Za-z0-9+/]*-`),                 // UTF-7 (RFC 2152): +AD4- is ">"
}

// angled are addresses and links as mail programs put them into plain text.
var angled = regexp.MustCompile(`<(?:[^\s<>/!?@]+@|https?://)[^\s<>]+>`)

// bodyIsPlain reports whether the letter shows plain UTF-8 text that can have been
// nothing else: it says so or says nothing, no encoding is named, and the signed body is
// such text without a sign of any other. OpenDKIM by default, and many who follow
// RFC 6376 §5.4.1 to the letter, do not sign Content-Type; whoever puts another in its
// place, or takes it off, ends up outside of this rule, or changes nothing.
func bodyIsPlain(l *letterBytes) bool {
	if f, ok := l.find("Content-Type"); ok && !plainType.MatchString(relaxedValue(f.value())) {
		return false
	}
	if f, ok := l.find("Content-Transfer-Encoding"); ok && !isIdentity(f.value()) {
		return false
	}
	if !utf8.Valid(l.body) {
		return false
	}
	body := string(l.body)
	if strings.ContainsFunc(body, func(r rune) bool { return r < ' ' && r != '\t' && r != '\r' && r != '\n' || r == 0x7f }) {
		return false
	}
	body = angled.ReplaceAllString(body, "")
	for _, sign := range otherwise {
		if sign.MatchString(body) {
			return false
		}
	}
	return true
}
