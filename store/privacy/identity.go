package privacy

import (
	"io"
	"strings"
)

// SubjectID names a data subject; random (UUIDv7), never derived from the address.
type SubjectID string

// RequestID names a request inside the program; people quote its Number.
type RequestID string

// ConsentID names a consent.
type ConsentID string

// LetterID names an outgoing letter.
type LetterID string

// Number is what people quote: OT-7F3K-92QT.
//
// Seven random characters and one check character of Crockford's base32, which
// has no I, L, O and U, so that it reads the same aloud in three languages. 35
// random bits are too many to enumerate through a rate-limited mailbox.
type Number string

const (
	crockford     = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	NumberPrefix  = "OT-" // begins every number
	numberRandoms = 7
)

// NewNumber draws a number from random, which must be a cryptographic source.
func NewNumber(random io.Reader) (Number, error) {
	b := make([]byte, numberRandoms)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", err
	}
	for i := range b {
		b[i] = crockford[b[i]%32] // 256 is a multiple of 32: no bias
	}
	return formatNumber(string(b) + string(checkCharacter(string(b)))), nil
}

// NumberPlace is the length in octets of what Place returns.
const NumberPlace = 5

// NumberAt is the number whose place the first NumberPlace octets of b begin with: its
// 35 bits are theirs, and are to be as random as those NewNumber draws.
func NumberAt(b []byte) Number {
	var bits uint64
	for _, octet := range b[:NumberPlace] {
		bits = bits<<8 | uint64(octet)
	}
	var s [numberRandoms]byte
	for i := range s {
		s[i] = crockford[bits>>(8*NumberPlace-5*(i+1))&31]
	}
	return formatNumber(string(s[:]) + string(checkCharacter(string(s[:]))))
}

// Place is the 35 bits of a number as octets, the last filled up with zeros; false for
// what is no number as ParseNumber returns it.
func (n Number) Place() (place [NumberPlace]byte, ok bool) {
	s := strings.TrimPrefix(string(n), NumberPrefix)
	if len(s) != numberRandoms+2 || s[4] != '-' {
		return place, false
	}
	var bits uint64
	for _, c := range []byte(s[:4] + s[5:numberRandoms+1]) {
		bits = bits<<5 | uint64(strings.IndexByte(crockford, c)&31)
	}
	bits <<= 8*NumberPlace - 5*numberRandoms
	for i := range place {
		place[i] = byte(bits >> (8 * (NumberPlace - 1 - i)))
	}
	return place, NumberAt(place[:]) == n
}

// ParseNumber reads a number as people write it: any case, O for 0, I or L for 1,
// with or without prefix, blanks and dashes. The error is ErrBadNumber, also when
// the check character does not fit.
func ParseNumber(s string) (Number, error) {
	s = strings.TrimSpace(strings.ToUpper(s))                 // in this order: see Wide
	s = strings.TrimPrefix(strings.TrimPrefix(s, "OT"), "ОТ") // the second is Cyrillic
	s = strings.NewReplacer("-", "", "–", "", " ", "", "O", "0", "О", "0", "I", "1", "L", "1").Replace(s)
	if len(s) != numberRandoms+1 {
		return "", Mistaken("not-a-number", ErrBadNumber)
	}
	for i := range len(s) {
		if strings.IndexByte(crockford, s[i]) < 0 {
			return "", Mistaken("not-a-number", ErrBadNumber)
		}
	}
	if checkCharacter(s[:numberRandoms]) != s[numberRandoms] {
		return "", Mistaken("not-a-number", ErrBadNumber)
	}
	return formatNumber(s), nil
}

func formatNumber(s string) Number { return Number(NumberPrefix + s[:4] + "-" + s[4:]) }

// checkCharacter weighs each character by its place with odd weights, so that
// every single wrong character is found, and nearly every transposition.
func checkCharacter(s string) byte {
	sum := 0
	for i := range len(s) {
		sum += (2*i + 1) * strings.IndexByte(crockford, s[i])
	}
	return crockford[sum%32]
}
