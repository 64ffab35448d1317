package message

import (
	"bytes"
	"encoding/base64"
	"unicode/utf8"
)

// decodeAll undoes the transfer encoding of a text, and what else became of it on the way: programs encode twice, say
// base64 of what is none, and break long lines. What cannot be read for it is bad.
func (p part) decodeAll(limit int) ([]byte, transferState) {
	data, state := p.decode(limit)
	switch state {
	case cutTransfer:
		return data, state
	case badTransfer:
		if first, _ := p.encodings(); equalFold(first, "base64") && isWords(data) && !hasCodedLine(data) {
			state = mendedTransfer
		}
		return data, state
	case plainTransfer:
		data = p.body
		if whole, broken := joinBroken(data); broken {
			return whole, mendedTransfer
		}
	default:
		if again := unsaidBase64(data, limit); again != nil {
			return again, mendedTransfer
		}
		if again := unsaidQuoted(data, limit); again != nil {
			return again, mendedTransfer
		}
	}
	if line := firstLine(bytes.TrimLeft(data, "\r\n")); isBase64(data) && bytes.ContainsAny(line, "0123456789") &&
		!bytes.Equal(line, bytes.ToLower(line)) && !bytes.Equal(line, bytes.ToUpper(line)) {
		return data, badTransfer
	}
	return data, state
}

// hasCodedLine reports whether a line is text in base64: a letter that a footer of words was put behind.
func hasCodedLine(b []byte) bool {
	const shortest = 8
	for line := range bytes.Lines(b) {
		line = bytes.TrimSpace(line)
		if len(line) < shortest {
			continue
		}
		if text, err := base64.StdEncoding.DecodeString(string(line)); err == nil && utf8.Valid(text) && !hasControls(text) || looksCoded(line) && isBase64(line) {
			return true
		}
	}
	return false
}

// isWords reports whether b is clearly text, more so than chance makes: words of letters, parted by blanks.
func isWords(b []byte) bool {
	const fewest, longest = 3, 40 // words, and octets of one
	words, letters := 0, 0
	for word := range bytes.FieldsSeq(b) {
		words++
		if len(word) > longest && utf8.RuneCount(word) > longest {
			letters -= len(word)
		}
		for _, c := range word {
			switch {
			case isLetter(c), c >= 0x80:
				letters++
			case c < ' ' || c == 0x7F:
				return false
			}
		}
	}
	return words >= fewest && letters > len(b)/2
}
