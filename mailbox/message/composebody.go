package message

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"
)

// appendBody writes the transfer encoding, the blank line and the body. Mostly
// ASCII goes as quoted-printable, which people can read in raw mail; the rest as
// base64, which takes Cyrillic at half the size. Neither is touched on the way: no
// line is too long, begins with "From " or a lone dot, or has a bare CR (RFC 2045
// §6.7, §6.8). Line ends are CRLF before encoding (RFC 2046 §4.1.1).
func appendBody(b []byte, body string) []byte {
	if !utf8.ValidString(body) {
		body = strings.ToValidUTF8(body, "\uFFFD")
	}
	if strings.Contains(body, "\r") {
		body = strings.ReplaceAll(strings.ReplaceAll(body, "\r\n", "\n"), "\r", "\n")
	}
	if body != "" && !strings.HasSuffix(body, "\n") {
		body += "\n"
	}
	beyond := 0
	for i := range len(body) {
		if body[i] >= 0x80 {
			beyond++
		}
	}
	if beyond*6 <= len(body) {
		b = append(b, "Content-Transfer-Encoding: quoted-printable\r\n\r\n"...)
		return appendQuotedPrintable(b, body)
	}
	b = append(b, "Content-Transfer-Encoding: base64\r\n\r\n"...)
	return appendBase64(b, body)
}

// appendBase64 writes lines of 76 characters, 57 octets each.
func appendBase64(b []byte, body string) []byte {
	var line [57]byte
	n := 0
	flush := func() {
		b = base64.StdEncoding.AppendEncode(b, line[:n])
		b = append(b, "\r\n"...)
		n = 0
	}
	put := func(c byte) {
		line[n] = c
		if n++; n == len(line) {
			flush()
		}
	}
	for i := range len(body) {
		if body[i] == '\n' {
			put('\r')
		}
		put(body[i])
	}
	if n > 0 {
		flush()
	}
	return b
}

// appendQuotedPrintable encodes what is not plain, blanks at the end of a line, a
// dot or "From" at its start, and breaks lines softly at 76.
func appendQuotedPrintable(b []byte, body string) []byte {
	const hex = "0123456789ABCDEF"
	col := 0
	for i := range len(body) {
		c := body[i]
		if c == '\n' {
			b = append(b, "\r\n"...)
			col = 0
			continue
		}
		last := i+1 == len(body) || body[i+1] == '\n'
		plain := c > ' ' && c < 0x7f && c != '=' || (c == ' ' || c == '\t') && !last
		if col == 0 && (c == '.' || c == 'F' && strings.HasPrefix(body[i:], "From ")) {
			plain = false
		}
		width := 1
		if !plain {
			width = 3
		}
		if col+width > maxLine-1 && !(last && col+width <= maxLine) {
			b = append(b, "=\r\n"...)
			col = 0
			if c == '.' || c == 'F' { // now at the start of a line
				plain, width = false, 3
			}
		}
		if plain {
			b = append(b, c)
		} else {
			b = append(b, '=', hex[c>>4], hex[c&15])
		}
		col += width
	}
	return b
}
