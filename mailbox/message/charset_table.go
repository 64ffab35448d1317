package message

import (
	"strings"
	"unicode"

	"golang.org/x/text/encoding/charmap"
)

// table is a charset of one octet a letter, ASCII below.
type table struct {
	label   string
	rare    int // what it costs that a mail is in it, in bits
	letters [128]rune
	class   [128]uint8 // of each letter, see charset_score.go
	capital [128]bool

	// The other way round: of Cyrillic letters, of Latin ones, of all else.
	cyrillic [256]byte // U+0400 on; 0 for none
	latin    [128]byte // U+0080 on
	others   map[rune]byte
}

// octet returns the octet that was read as r.
func (t *table) octet(r rune) (byte, bool) {
	var c byte
	switch {
	case r < 0x80:
		return byte(r), true
	case r <= 0xFF:
		c = t.latin[r-0x80]
	case r >= 0x400 && r <= 0x4FF:
		c = t.cyrillic[r-0x400]
	case r == '\uFFFD' && t == windows1251: // 0x98, the one that stands for nothing
		c = 0x98
	default:
		c = t.others[r]
	}
	if c == 0 && r < 0xA0 { // passed through by programs that know no letter for it
		c = byte(r)
	}
	return c, c != 0
}

func (t *table) setOctet(r rune, c byte) {
	switch {
	case r <= 0xFF:
		t.latin[r-0x80] = c
	case r >= 0x400 && r <= 0x4FF:
		t.cyrillic[r-0x400] = c
	default:
		t.others[r] = c
	}
}

func (t *table) decode(b []byte) string {
	var s strings.Builder
	s.Grow(len(b) + len(b)/2)
	for _, c := range b {
		if c < 0x80 {
			s.WriteByte(c)
		} else {
			s.WriteRune(t.letters[c-0x80])
		}
	}
	return s.String()
}

// agrees reports whether two charsets read the octets seen as the same letters.
func (t *table) agrees(other *table, seen *[256]bool) bool {
	for i := range t.letters {
		if seen[i+0x80] && t.letters[i] != other.letters[i] {
			return false
		}
	}
	return true
}

// The ladder of charsets, in order: of two that read alike the first is named.
var (
	windows1251 = newTable("windows-1251", 0, charmap.Windows1251, "")
	// KZ-1048, also STRK1048-2002 (IANA registration of 2006), and PTCP154, also
	// Cyrillic-Asian (2002): golang.org/x/text knows them by name only.
	kz1048  = newTable("kz-1048", 2, charmap.Windows1251, "8DҚ 8EҺ 9Dқ 9Eһ A1Ұ A2ұ A3Ә A5Ө AAҒ AFҮ B4ө BAғ BCә BDҢ BEң BFү")
	ptcp154 = newTable("ptcp154", 6, charmap.Windows1251, "80Җ 81Ғ 82Ӯ 83ғ 86Ҷ 87Ү 88Ҳ 89ү 8AҠ 8BӢ 8CҢ 8DҚ 8EҺ 8FҸ 90җ 98ҳ 99ҷ 9Aҡ "+
		"9Bӣ 9Cң 9Dқ 9Eһ 9Fҹ A1Ў A2ў A4Ө A5Ҙ A6Ұ AAӘ ADӯ AFҜ B1ұ B4ҙ B5ө BAә BDҪ BEҫ BFҝ")
	koi8r       = newTable("koi8-r", 2, charmap.KOI8R, "")
	ibm866      = newTable("ibm866", 8, charmap.CodePage866, "")
	macCyrillic = newTable("x-mac-cyrillic", 16, charmap.MacintoshCyrillic, "")
	iso88595    = newTable("iso-8859-5", 8, charmap.ISO8859_5, "")

	// kazakhFonts is no charset: fonts of the nineties drew Kazakh letters in the
	// places of Serbian and Macedonian ones, and texts set in them are still copied.
	kazakhFonts = newTable("", 10, charmap.Windows1251, "8DҚ 9Dқ 81Ғ 83ғ 8CҢ 9Cң 8FҮ 9Fү 80Ұ 90ұ 8AӨ 9Aө BDӘ BEә 8EҺ 9Eһ")

	windows1252 = newTable("windows-1252", 0, charmap.Windows1252, "")

	ladder = [...]*table{windows1251, kz1048, ptcp154, koi8r, ibm866, macCyrillic, iso88595, kazakhFonts}
)

// cyrillicTable returns the charset of a folded label, nil if it is none of the
// ladder.
func cyrillicTable(label string) *table {
	for _, t := range ladder {
		if t.label == label && label != "" {
			return t
		}
	}
	return nil
}

// newTable takes a charset and what is changed in it: two hexadecimal digits and
// the letter.
func newTable(label string, rare int, base *charmap.Charmap, changes string) *table {
	t := &table{label: label, rare: rare, others: make(map[rune]byte)}
	for i := range t.letters {
		t.letters[i] = base.DecodeByte(byte(i + 0x80))
		if t.letters[i] == '\uFFFD' { // not assigned; programs pass it through
			t.letters[i] = rune(i + 0x80)
		}
	}
	for change := range strings.FieldsSeq(changes) {
		c, _ := hexByte(change[0], change[1])
		t.letters[c-0x80] = []rune(change[2:])[0]
	}
	for i, r := range t.letters {
		t.class[i] = letterClass(r)
		t.capital[i] = unicode.IsUpper(r)
		t.setOctet(r, byte(i+0x80))
	}
	return t
}
