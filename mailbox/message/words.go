package message

import (
	"strings"
	"unicode/utf8"
)

// decodeHeader returns a header value as people read it: encoded words decoded
// (RFC 2047), raw 8-bit letters kept where they are UTF-8 and guessed where not,
// control and bidirectional characters out, runs of blanks made one. The finding is
// the worst of its words.
func decodeHeader(value string) (string, finding) {
	if !strings.Contains(value, "=?") {
		if isPrintableASCII(value) {
			return oneLine(value), asDeclared
		}
		s, f := decodeText("", []byte(value))
		return oneLine(s), f
	}
	var d wordDecoder
	d.decode(value)
	s := d.out.String()
	if i := strings.Index(s, "=?"); i >= 0 {
		if _, n := encodedWord(s[i:]); n > 0 && d.decoded { // encoded twice
			again := wordDecoder{found: max(d.found, repaired)}
			again.decode(s)
			if t := again.out.String(); !isASCII([]byte(t)) { // else somebody writes of such words
				return oneLine(t), again.found
			}
		}
	}
	return oneLine(s), d.found
}

// wordDecoder gathers what neighbouring words say before it decodes them, for mail
// programs cut where RFC 2047 §5 forbids it: between the octets of a letter, and
// between the characters that encode an octet.
type wordDecoder struct {
	out      strings.Builder
	charset  string
	encoding byte   // of text: 'B' or 'Q'
	text     []byte // still encoded
	data     []byte // decoded octets
	group    int    // characters of base64 since the last padding
	last     int    // the value of the last of them
	pending  bool   // a word was read and is not yet written
	decoded  bool   // a word was read at all
	found    finding
}

func (d *wordDecoder) decode(s string) {
	plain := 0 // start of what is not yet written
	for at := 0; ; {
		i := strings.Index(s[at:], "=?")
		if i < 0 {
			break
		}
		i += at
		w, n := encodedWord(s[i:])
		if n == 0 {
			at = i + 2
			continue
		}
		between := s[plain:i]
		// Blanks between two words are only there to fold (RFC 2047 §6.2).
		if !d.pending || strings.Trim(between, " \t\r\n") != "" {
			d.flush()
			d.raw(between)
		}
		d.add(w)
		at = i + n
		plain = at
	}
	d.flush()
	d.raw(s[plain:])
}

// add takes one word up.
func (d *wordDecoder) add(w word) {
	if !equalFold(w.charset, d.charset) {
		d.flush()
		d.charset = w.charset
	}
	if w.encoding != d.encoding {
		d.undo()
		d.encoding = w.encoding
	}
	d.pending, d.decoded = true, true
	if w.encoding == 'B' {
		w.text = strings.ReplaceAll(w.text, " ", "")
	}
	d.text = append(d.text, w.text...)
	// Base64 that ends on a whole octet is a word of its own, padded or not.
	if w.encoding == 'B' && d.wholeBase64(w.text) {
		d.undo()
	}
	if w.cut {
		d.found = doubtful
	}
}

// undo decodes what was gathered of one encoding.
func (d *wordDecoder) undo() {
	switch {
	case len(d.text) == 0:
	case d.encoding == 'B':
		data, _ := looseBase64(d.text, len(d.text))
		d.data = append(d.data, data...)
	default:
		d.data = appendQ(d.data, d.text)
	}
	d.text, d.group = d.text[:0], 0
}

func (d *wordDecoder) flush() {
	d.undo()
	if len(d.data) > 0 {
		s, f := decodeText(d.charset, d.data)
		d.found = max(d.found, f)
		d.out.WriteString(s)
	}
	d.data, d.pending = d.data[:0], false
}

func (d *wordDecoder) raw(s string) {
	if !utf8.ValidString(s) {
		text, f := decodeText("", []byte(s))
		d.found = max(d.found, f)
		s = text
	}
	d.out.WriteString(s)
}

// wholeBase64 counts on and reports whether nothing of the last group is left over.
func (d *wordDecoder) wholeBase64(text string) bool {
	for i := range len(text) {
		if v := base64Value(text[i]); v >= 0 {
			d.group++
			d.last = v
		} else if text[i] == '=' {
			d.group = 0
		}
	}
	switch d.group % 4 {
	case 0:
		return true
	case 2:
		return d.last&15 == 0
	case 3:
		return d.last&3 == 0
	}
	return false
}

// word is an encoded word, its text still encoded.
type word struct {
	charset  string
	encoding byte // 'B' or 'Q'
	text     string
	cut      bool // it has no end
}

// encodedWord reads "=?charset?B?text?=" at the start of s and returns how long it
// is, 0 if there is none. Blanks and question marks within the text are let pass,
// and a word that the end of the field cut off.
func encodedWord(s string) (w word, n int) {
	const (
		longestCharset = 40
		longestText    = 16 << 10 // RFC 2047 §2 has 75 in all; programs exceed it, but not so
	)
	rest := s[2:]
	q := strings.IndexByte(rest, '?')
	if q <= 0 || q > longestCharset || len(rest) < q+3 || rest[q+2] != '?' {
		return word{}, 0
	}
	w.charset, _, _ = strings.Cut(rest[:q], "*") // RFC 2231 §5: a language may follow
	if strings.ContainsAny(w.charset, " \t\"") {
		return word{}, 0
	}
	switch w.encoding = rest[q+1] &^ 0x20; w.encoding {
	case 'B', 'Q':
	default:
		return word{}, 0
	}
	start := q + 3
	text := rest[start:min(len(rest), start+longestText)]
	end := strings.Index(text, "?=")
	if end < 0 {
		if w.text = text; strings.ContainsAny(text, "? \t<>,") || len(text) < 4 || start+len(text) < len(rest) {
			return word{}, 0
		}
		w.cut = true
		return w, len(s)
	}
	if w.encoding == 'Q' {
		end = questionEnd(text, end)
	}
	w.text = text[:end]
	return w, 2 + start + end + 2
}

// questionEnd passes over a question mark that should have been encoded and has an
// encoded letter behind it: "?=D0" does not end a word.
func questionEnd(text string, end int) int {
	for at := end; ; {
		if at+4 > len(text) {
			return at
		}
		if _, hex := hexByte(text[at+2], text[at+3]); !hex {
			return at
		}
		next := strings.Index(text[at+2:], "?=")
		if next < 0 || strings.Contains(text[at+2:at+2+next], "=?") || strings.ContainsAny(text[at+2:at+2+next], " \t") {
			return at
		}
		at += 2 + next
	}
}

// appendQ decodes the "Q" encoding (RFC 2047 §4.2).
func appendQ(out, s []byte) []byte {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '_':
			out = append(out, ' ')
		case c == '=' && i+2 < len(s):
			if v, ok := hexByte(s[i+1], s[i+2]); ok {
				out = append(out, v)
				i += 2
				continue
			}
			out = append(out, c)
		default:
			out = append(out, c)
		}
	}
	return out
}

// oneLine takes out what must not be shown and makes runs of blanks one.
func oneLine(s string) string {
	clean := true
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f || s[i] == ' ' && i > 0 && s[i-1] == ' ' {
			clean = false
			break
		}
	}
	if clean {
		return strings.TrimSpace(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	blank := true
	for _, r := range s {
		switch {
		case r == ' ' || r == '\t' || r == '\r' || r == '\n' || r == '\u00a0' || r == '\u2028' || r == '\u2029':
			if !blank {
				b.WriteByte(' ')
			}
			blank = true
		case mustNotShow(r):
		default:
			b.WriteRune(r)
			blank = false
		}
	}
	return strings.TrimRight(b.String(), " ")
}

// mustNotShow: control characters, ends of lines beyond \n, tags, and those that turn the direction of text round
// and so make it read otherwise than it is stored (Unicode TR36 §2.6).
func mustNotShow(r rune) bool {
	return r < ' ' || r >= 0x7f && r <= 0x9f || r == 0xfeff || r == 0x2028 || r == 0x2029 || r == 0x061c ||
		r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200e || r == 0x200f || r >= 0xe0000 && r <= 0xe007f
}
