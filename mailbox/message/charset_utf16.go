package message

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
)

// byteOrder is which octet of two comes first in UTF-16 (RFC 2781 §3.1).
type byteOrder uint8

const (
	noOrder byteOrder = iota // no UTF-16 of Cyrillic or Latin letters
	bigEndian
	littleEndian
)

func (o byteOrder) String() string { return [...]string{"", "utf-16be", "utf-16le"}[o] }

// unmarkedUTF16 tells UTF-16 without a byte order mark by the octets 00 and 04, which in
// Latin and Cyrillic text are one half of nearly every letter and hardly ever the other.
// In text of any other charset they do not stand at all.
func unmarkedUTF16(b []byte) byteOrder {
	const shortest, head, sample = 8, 16, 2 << 10
	if len(b) < shortest || bytes.IndexByte(b[:min(len(b), head)], 0) < 0 && bytes.IndexByte(b[:min(len(b), head)], 4) < 0 ||
		bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff")) {
		return noOrder
	}
	b = b[:min(len(b), sample)&^1]
	var high [2]int // at even places, at odd ones
	for i, c := range b {
		if c == 0 || c == 4 {
			high[i&1]++
		}
	}
	const most, few = 90, 10 // in a hundred letters
	letters := len(b) / 2
	switch {
	case high[0]*100 >= most*letters && high[1]*100 <= few*letters:
		return bigEndian
	case high[1]*100 >= most*letters && high[0]*100 <= few*letters:
		return littleEndian
	}
	return noOrder
}

// decodeUnmarked decodes UTF-16 that has no byte order mark: undeclared, declared as
// something else, or in another order than declared. RFC 2781 §4.3 takes what is called
// UTF-16 for big-endian then; the programs that write it so are those of Windows, where it
// is not. ok is false where the label may be believed.
func decodeUnmarked(label string, b []byte) (s string, f finding, ok bool) {
	if isStateful(label) && !strings.HasPrefix(label, "utf-16") {
		return "", 0, false
	}
	order := unmarkedUTF16(b)
	switch {
	case order == noOrder && strings.HasPrefix(label, "utf-16"):
		return decodeNoUTF16(b)
	case order == noOrder, label == "utf-16le" && order == littleEndian, label == "utf-16" && order == bigEndian:
		return "", 0, false
	}
	endian := unicode.LittleEndian
	if order == bigEndian {
		endian = unicode.BigEndian
	}
	out, err := unicode.UTF16(endian, unicode.IgnoreBOM).NewDecoder().Bytes(b[:len(b)&^1]) // a line end may follow
	s = strings.ToValidUTF8(string(out), "\uFFFD")
	switch {
	case err != nil || strings.ContainsRune(s, '\uFFFD'):
		return s, doubtful, true
	case label == "":
		return s, guessed, true
	}
	return s, repaired, true
}

// decodeNoUTF16 decodes what is declared as UTF-16 and has no octet 00, which every blank
// and line end has there: pages that were saved so and sent as something else.
func decodeNoUTF16(b []byte) (s string, f finding, ok bool) {
	if bytes.IndexByte(b, 0) >= 0 || bytes.IndexByte(b, ' ') < 0 || bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff")) {
		return "", 0, false
	}
	if utf8.Valid(b) {
		return string(b), repaired, true
	}
	s, f = guessCyrillic(b)
	return s, repaired, f == guessed
}
