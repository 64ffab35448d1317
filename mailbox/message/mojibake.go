package message

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// undoTwice puts text right that was encoded twice: its UTF-8 was taken for a
// charset of one octet a letter ("РџСЂРѕС€Сѓ", "ÐŸÑ€Ð¾") and each octet made a letter
// again, or one such charset was taken for another ("Ïðîøó", "оПНЬС"). It reports
// whether it did. The first is certain line by line, for letters that happen to be
// the octets of UTF-8 make no words; the second is judged over the whole text.
func undoTwice(s string) (string, bool) {
	t, lines := undoLines(s)
	if lines {
		if again, more := undoLines(t); more { // thrice
			t = again
		}
	}
	if u, ok := undoWhole(t); ok {
		return u, true
	}
	return t, lines
}

// undoLines undoes UTF-8 taken for something else, in the lines where all that is
// beyond ASCII is such.
func undoLines(s string) (string, bool) {
	var out strings.Builder
	kept := 0
	for at := 0; at < len(s); {
		end := len(s)
		if n := strings.IndexByte(s[at:], '\n'); n >= 0 {
			end = at + n + 1
		}
		if fixed, ok := undoLine(s[at:end]); ok {
			out.WriteString(s[kept:at])
			out.WriteString(fixed)
			kept = end
		}
		at = end
	}
	if kept == 0 {
		return s, false
	}
	out.WriteString(s[kept:])
	return out.String(), true
}

// utf8Readers are the charsets UTF-8 is taken for.
var utf8Readers = []*table{windows1251, windows1252, koi8r, ibm866, macCyrillic}

func undoLine(line string) (string, bool) {
	at := 0
	for at < len(line) && line[at] < 0x80 {
		at++
	}
	if at == len(line) {
		return "", false
	}
	for _, t := range utf8Readers {
		if fixed, ok := t.undo(line, at, 0); ok {
			return fixed, true
		}
	}
	return undoLossy(line)
}

// undo gives the octets of a line, from its first letter beyond ASCII on, back and
// reads them as UTF-8. It fails at the first letter of honest text.
func (t *table) undo(line string, at, more int) (string, bool) {
	letters, want := 0, 0
	for _, r := range line[at:] {
		c, ok := t.octet(r)
		switch {
		case !ok:
			return "", false
		case want > 0 && c&0xC0 == 0x80:
			if want--; want == 0 {
				letters++
			}
		case want > 0 || c >= 0x80 && (c < 0xC2 || c > 0xF4):
			return "", false
		case c >= 0xF0:
			want = 3
		case c >= 0xE0:
			want = 2
		case c >= 0xC2:
			want = 1
		}
	}
	if want > 0 {
		return "", false
	}
	b, _ := t.encode(line)
	if !utf8.Valid(b) {
		return "", false
	}
	if t == windows1252 && typographic(string(b)) { // "Iâ€™m", all that is wrong in an English line
		return string(b), true
	}
	if letters < 2 {
		return "", false
	}
	if mostlyLetters(string(b)) {
		return string(b), true
	}
	// Encoded once more: what lies between is half of it no letters.
	if more < 2 {
		return t.undo(string(b), 0, more+1)
	}
	return "", false
}

// typographic: among what is beyond ASCII, letters apart, there are quotation marks, apostrophes, dashes or dots as English is set with, and
// nothing else. Read as windows-1252 each begins with "â€", which nobody writes.
func typographic(s string) bool {
	marks := 0
	for _, r := range s {
		switch {
		case r < 0x80 || unicode.IsLetter(r):
		case strings.ContainsRune("‘’‚“”„–—…•", r):
			marks++
		default:
			return false
		}
	}
	return marks > 0
}

// mostlyLetters: what is beyond ASCII is letters, as it is in words.
func mostlyLetters(s string) bool {
	letters, others := 0, 0
	for _, r := range s {
		switch {
		case r < 0x80:
		case unicode.IsControl(r):
			return false
		case unicode.IsLetter(r):
			letters++
		default:
			others++
		}
	}
	return letters > others
}

// wholeReaders are what Cyrillic charsets are taken for.
var wholeReaders = []*table{windows1251, windows1252, koi8r, ibm866, macCyrillic}

// undoWhole undoes one charset taken for another where a sample of the text looks
// like it and the letters leave no doubt.
func undoWhole(s string) (string, bool) {
	if !looksMisread(s) {
		return "", false
	}
	var best string
	var r, asItStands reading
	for _, read := range wholeReaders {
		b, ok := read.encode(s)
		if !ok {
			continue
		}
		stands := read.score(b)
		if read == windows1252 {
			stands.cost = stands.letters * foreignCost
		}
		meant, likely, _ := likeliest(b)
		if r.letters == 0 || likely.cost < r.cost {
			best, r, asItStands = meant.decode(b), likely, stands
		}
	}
	return best, best != s && r.farBetter(asItStands)
}

func (t *table) encode(s string) ([]byte, bool) {
	b := make([]byte, 0, len(s))
	for _, r := range s {
		c, ok := t.octet(r)
		if !ok {
			return nil, false
		}
		b = append(b, c)
	}
	return b, true
}

// looksMisread looks over the beginning of a text: words of Western letters beyond
// ASCII alone, letters no Kazakh or Russian text has, or nearly nothing but capitals,
// for KOI8-R has the small letters where others have the capitals.
func looksMisread(s string) bool {
	const sample = 1 << 10
	s = s[:wholeRunes(s, sample)]
	total, western, odd, capitals := 0, 0, 0, 0
	before := rune(0)
	for i := 0; i < len(s); {
		c := s[i]
		if c < 0x80 {
			before = 0
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		total++
		switch {
		case r >= 0xC0 && r <= 0xFF:
			if before >= 0xC0 && before <= 0xFF {
				western++
			}
		case r >= 0x430 && r <= 0x44F || r == 'і' || r == 'І':
		case r >= 0x410 && r <= 0x42F:
			capitals++
		case r >= 0x402 && r <= 0x40F || r >= 0x452 && r <= 0x45F || r >= 0x2500 && r <= 0x25A0:
			odd++
		case r == 'Ґ' || r == 'ґ':
			odd++
		}
		before = r
	}
	return total > 0 && (western*2 > total || odd*25 > total || capitals*3 > total*2)
}
