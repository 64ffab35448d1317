package message

import (
	"bytes"
	"encoding/base64"
	"strings"
	"unicode"
	"unicode/utf16"
)

var utf7Base64 = base64.RawStdEncoding

// decodeUTF7 decodes UTF-7 (RFC 2152): "+" begins UTF-16 in base64, "-" or any other
// character ends it, "+-" is a plus sign. What is no base64 stands as it is, and
// the finding is doubtful.
func decodeUTF7(b []byte) (string, finding) {
	var s strings.Builder
	s.Grow(len(b))
	f := asDeclared
	for len(b) > 0 {
		plus := bytes.IndexByte(b, '+')
		if plus < 0 {
			plus = len(b)
		}
		if !isASCII(b[:plus]) {
			f = doubtful
		}
		s.WriteString(strings.ToValidUTF8(string(b[:plus]), "\uFFFD"))
		if b = b[plus:]; len(b) == 0 {
			break
		}
		end := 1
		for end < len(b) && (base64Value(b[end]) >= 0 && b[end] != '-' && b[end] != '_') {
			end++
		}
		shifted := b[1:end]
		closed := end < len(b) && b[end] == '-'
		switch {
		case len(shifted) == 0 && closed:
			s.WriteByte('+')
		case len(shifted) == 0:
			s.WriteByte('+')
			f = doubtful
		case !writeUTF16(&s, shifted):
			f = doubtful
		}
		if closed {
			end++
		}
		b = b[end:]
	}
	return s.String(), f
}

// writeUTF16 writes what base64 of big-endian UTF-16 says.
func writeUTF16(s *strings.Builder, shifted []byte) bool {
	if len(shifted)%4 == 1 {
		shifted = shifted[:len(shifted)-1]
	}
	octets := make([]byte, utf7Base64.DecodedLen(len(shifted)))
	n, err := utf7Base64.Decode(octets, shifted)
	units := make([]uint16, n/2)
	for i := range units {
		units[i] = uint16(octets[2*i])<<8 | uint16(octets[2*i+1])
	}
	for _, r := range utf16.Decode(units) {
		s.WriteRune(r)
	}
	return err == nil && n >= 2
}

// undeclaredUTF7 decodes UTF-7 that nothing declares. It must be unmistakable, for what is
// written in it passes by every filter: all that is shifted is, it makes words of Cyrillic,
// and hardly any letter stands outside them.
func undeclaredUTF7(b []byte) (string, bool) {
	const fewest = 8                                     // letters
	if !bytes.Contains(b, []byte("+B")) || !isASCII(b) { // all of Cyrillic begins so
		return "", false
	}
	s, f := decodeUTF7(b)
	if f != asDeclared {
		return "", false
	}
	cyrillic, others := 0, 0
	for _, r := range s {
		switch {
		case r >= 0x400 && r <= 0x4FF:
			cyrillic++
		case unicode.IsLetter(r):
			others++
		}
	}
	return s, cyrillic >= fewest && cyrillic > 4*others && mostlyLetters(s)
}
