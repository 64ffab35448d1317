package message

import (
	"net/mail"
	"strings"
	"time"
)

// readDate reads a Date value (RFC 5322 §3.3); zero if it is none. The usual form is
// read here: net/mail tries dozens of layouts and makes an error of each, which
// costs more than the rest of a small mail.
func readDate(value string) time.Time {
	if t, err := time.Parse("Mon, 2 Jan 2006 15:04:05 -0700", plainDate(value)); err == nil {
		return t
	}
	t, err := mail.ParseDate(value)
	if err != nil {
		return time.Time{}
	}
	return t
}

// plainDate takes off a comment at the end: "(MSK)".
func plainDate(value string) string {
	if open := strings.IndexByte(value, '('); open > 0 && strings.HasSuffix(value, ")") {
		value = strings.TrimRight(value[:open], " \t")
	}
	return value
}
