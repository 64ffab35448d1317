package message

import (
	"strings"
	"unicode/utf8"
)

// cleanText makes every line end \n, a plain blank of every other within a line, and takes out what must not be shown.
func cleanText(s string) string {
	clean := true
	for i := range len(s) {
		if maybeHidden(s[i]) {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	kept := 0 // s[kept:i] is to be copied as it stands
	for i := 0; i < len(s); {
		c := s[i]
		if !maybeHidden(c) {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		blank := isOtherBlank(r) && i+size < len(s) && s[i+size] != '\n' && s[i+size] != '\r' // behind a line it would say that the line goes on
		if !blank && !mustNotShow(r) {
			i += size
			continue
		}
		b.WriteString(s[kept:i])
		i += size
		kept = i
		if c == '\r' && !strings.HasPrefix(strings.TrimLeft(s[i:min(len(s), i+2)], "\r"), "\n") {
			b.WriteByte('\n') // a bare CR; "\r\r\n" is one line end
		}
		switch {
		case blank:
			b.WriteByte(' ')
		case r == '\u2028' || r == '\u2029':
			b.WriteByte('\n')
		}
	}
	b.WriteString(s[kept:])
	return b.String()
}

// isOtherBlank reports whether a rune is a blank of another width, or one that does not break, as HTML and word processors write it.
func isOtherBlank(r rune) bool {
	return r == '\u00a0' || r == '\u202f' || '\u2000' <= r && r <= '\u200a'
}

// maybeHidden reports whether what must not be shown, or another blank, may begin with c.
func maybeHidden(c byte) bool {
	if c < 0x7f {
		return c < ' ' && c != '\n' && c != '\t'
	}
	return c == 0x7f || c == 0xc2 || c == 0xd8 || c == 0xe2 || c == 0xef || c == 0xf3
}

// unflow joins the lines that format=flowed broke (RFC 3676 §4.2): a blank at the
// end says that the line goes on, unless it is the signature line.
func unflow(s string, delsp bool) string {
	if !strings.Contains(s, " \n") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	flowing, depth := false, 0
	for line := range strings.Lines(s) {
		text := strings.TrimSuffix(line, "\n")
		quote := len(text) - len(strings.TrimLeft(text, ">"))
		body := strings.TrimPrefix(text[quote:], " ") // space-stuffing, §4.4
		if flowing && quote == depth && body != "-- " {
			text = body
		} else {
			if flowing {
				b.WriteByte('\n')
			}
			text = text[:quote] + body
			if quote > 0 {
				text = text[:quote] + " " + body
			}
		}
		depth = quote
		flowing = strings.HasSuffix(body, " ") && body != "-- "
		if flowing && delsp {
			text = text[:len(text)-1]
		}
		b.WriteString(text)
		if !flowing && strings.HasSuffix(line, "\n") {
			b.WriteByte('\n')
		}
	}
	return b.String()
}
