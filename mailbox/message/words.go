package message

import (
	"strings"
	"unicode/utf8"
)

// decodeHeader returns a header value as people read it: encoded words decoded
// (RFC 2047), raw 8-bit letters kept where they are UTF-8 and guessed where not,
// control and bidirectional characters out, runs of blanks made one. It reports
// false where a charset had to be guessed or letters were lost.
func decodeHeader(value string) (string, bool) {
	if !strings.Contains(value, "=?") {
		if isPrintableASCII(value) {
			return oneLine(value), true
		}
		s, ok := decodeText("", []byte(value))
		return oneLine(s), ok
	}
	d := wordDecoder{ok: true}
	d.decode(value)
	return oneLine(d.out.String()), d.ok
}

// wordDecoder gathers the bytes of neighbouring words in one charset before it
// decodes them: mail programs cut between the bytes of a letter although RFC 2047
// §5 forbids it.
type wordDecoder struct {
	out     strings.Builder
	charset string
	data    []byte
	ok      bool
}

func (d *wordDecoder) decode(s string) {
	plain := 0 // start of what is not yet written
	for at := 0; ; {
		i := strings.Index(s[at:], "=?")
		if i < 0 {
			break
		}
		i += at
		charset, data, n := encodedWord(s[i:])
		if n == 0 {
			at = i + 2
			continue
		}
		between := s[plain:i]
		// Blanks between two words are only there to fold (RFC 2047 §6.2).
		if d.data == nil || strings.Trim(between, " \t\r\n") != "" {
			d.flush()
			d.raw(between)
		}
		if !equalFold(charset, d.charset) {
			d.flush()
			d.charset = charset
		}
		d.data = append(d.data, data...)
		if d.data == nil {
			d.data = []byte{}
		}
		at = i + n
		plain = at
	}
	d.flush()
	d.raw(s[plain:])
}

func (d *wordDecoder) flush() {
	if len(d.data) > 0 {
		s, ok := decodeText(d.charset, d.data)
		d.ok = d.ok && ok
		d.out.WriteString(s)
	}
	d.data = nil
}

func (d *wordDecoder) raw(s string) {
	if !utf8.ValidString(s) {
		text, ok := decodeText("", []byte(s))
		d.ok = d.ok && ok
		s = text
	}
	d.out.WriteString(s)
}

// encodedWord reads "=?charset?B?text?=" at the start of s and returns how long it
// is, 0 if there is none. Blanks within the text are let pass.
func encodedWord(s string) (charset string, data []byte, n int) {
	const (
		longestCharset = 40
		longestText    = 8 << 10 // RFC 2047 §2 has 75 in all; programs exceed it, but not so
	)
	rest := s[2:]
	q := strings.IndexByte(rest, '?')
	if q <= 0 || q > longestCharset || len(rest) < q+3 || rest[q+2] != '?' {
		return "", nil, 0
	}
	charset, _, _ = strings.Cut(rest[:q], "*") // RFC 2231 §5: a language may follow
	if strings.ContainsAny(charset, " \t\"") {
		return "", nil, 0
	}
	encoding := rest[q+1]
	text := rest[q+3 : min(len(rest), q+3+longestText)]
	end := strings.Index(text, "?=")
	if end < 0 {
		return "", nil, 0
	}
	switch encoding {
	case 'B', 'b':
		data = looseBase64([]byte(strings.ReplaceAll(text[:end], " ", "")), end)
	case 'Q', 'q':
		data = decodeQ(text[:end])
	default:
		return "", nil, 0
	}
	return charset, data, 2 + q + 3 + end + 2
}

func decodeQ(s string) []byte {
	out := make([]byte, 0, len(s))
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
		case r == ' ' || r == '\t' || r == '\r' || r == '\n' || r == '\u00a0':
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

// mustNotShow: control characters, and those that turn the direction of text round
// and so make it read otherwise than it is stored (Unicode TR36 §2.6).
func mustNotShow(r rune) bool {
	return r < ' ' || r >= 0x7f && r <= 0x9f || r == 0xfeff ||
		r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200e || r == 0x200f
}
