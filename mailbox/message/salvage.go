package message

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// salvageStart takes off what stands before the first header field although it is
// no part of a mail: a byte order mark, blank lines, an mbox separator line. A mail
// whose lines all end in a bare CR gets real line ends, in a copy of at most
// maxBareCR octets; cut says that it was longer.
func salvageStart(raw []byte) (start []byte, cut bool) {
	raw = bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF"))
	if bytes.IndexByte(raw, '\r') >= 0 && bytes.IndexByte(raw, '\n') < 0 {
		cut = len(raw) > maxBareCR
		raw = bytes.ReplaceAll(raw[:min(len(raw), maxBareCR)], []byte("\r"), []byte("\n"))
	}
	start = bytes.TrimLeft(raw, "\r\n")
	if line := bytes.TrimPrefix(start, []byte(">")); bytes.HasPrefix(line, []byte("From ")) {
		if end := bytes.IndexByte(start, '\n'); end >= 0 {
			return start[end+1:], cut
		}
		return nil, cut
	}
	if len(start) < len(raw) && len(start) > 0 && fieldColon(firstLine(start)) > 0 {
		return start, cut
	}
	return raw, cut
}

func firstLine(b []byte) []byte {
	if end := bytes.IndexByte(b, '\n'); end >= 0 {
		b = b[:end]
	}
	return bytes.TrimRight(b, "\r")
}

// looseBase64 decodes base64 with rubbish in it: characters outside the alphabet
// are skipped, lines of words (a footer some list put behind) left out, and so is
// all behind a signature line or a rule; padding in the middle starts anew. cut
// says that it ends within a group. Where UTF-8 comes out only if nothing is left out
// of lines with blanks, nothing is (RFC 2045 §6.8: other characters count for nothing).
func looseBase64(src []byte, limit int) (out []byte, cut bool) {
	out, cut = skipBase64(src, limit, coded)
	if !utf8.Valid(out) {
		if all, ends := skipBase64(src, limit, func(line []byte) []byte { return line }); utf8.Valid(all) {
			return all, ends
		}
	}
	return out, cut
}

// skipBase64 decodes what coded returns of each line.
func skipBase64(src []byte, limit int, coded func(line []byte) []byte) (out []byte, cut bool) {
	out = make([]byte, 0, min(len(src)/4*3+3, limit))
	var bits uint32
	var n uint
	group := 0
	for len(src) > 0 && len(out) < limit {
		line := src
		if end := bytes.IndexByte(src, '\n'); end >= 0 {
			line, src = src[:end], src[end+1:]
		} else {
			src = nil
		}
		line = bytes.TrimSpace(line)
		if bytes.HasPrefix(line, []byte("--")) || bytes.HasPrefix(line, []byte("_____")) {
			break
		}
		if line = coded(line); line == nil {
			continue
		}
		for _, c := range line {
			v := base64Value(c)
			if c == '=' {
				bits, n, group = 0, 0, 0
			}
			if v < 0 {
				continue
			}
			bits = bits<<6 | uint32(v)
			group++
			if n += 6; n >= 8 {
				n -= 8
				out = append(out, byte(bits>>n))
			}
		}
	}
	// Without padding the bits left over are 0, unless the rest is missing.
	return out, group%4 == 1 || bits&(1<<n-1) != 0 && len(src) == 0
}

// coded returns what of a line can be base64: all of one without a blank, else the parts that look like nothing else, such as
// what a broken gateway put blanks into or signs behind.
func coded(line []byte) (code []byte) {
	if bytes.IndexByte(line, ' ') < 0 {
		return line
	}
	for part := range bytes.FieldsSeq(line) {
		part = bytes.TrimFunc(part, outsideBase64) // "!*#8ODh7vLq8yDs7uj1IO/l8PHu"
		if looksCoded(part) {
			code = append(code, part...)
		}
	}
	return code
}

func outsideBase64(c rune) bool {
	return c != '=' && (c > unicode.MaxASCII || base64Value(byte(c)) < 0)
}

// looksCoded reports whether a part of a line can be base64 and neither a word nor an address: long, with small letters,
// capitals and digits, or longer than any word; and hardly anything else in it.
func looksCoded(part []byte) bool {
	const longerThanWords, long, rubbish = 40, 16, 25 // one octet of rubbish in so many
	var small, capitals, digits, others int
	for _, c := range part {
		switch {
		case 'a' <= c && c <= 'z':
			small++
		case 'A' <= c && c <= 'Z':
			capitals++
		case '0' <= c && c <= '9':
			digits++
		case base64Value(c) < 0 && c != '=':
			others++
		}
	}
	mixed := len(part) >= long && small > 0 && capitals > 0 && digits > 0
	return (mixed || len(part) >= longerThanWords) && others*rubbish <= len(part)
}

func base64Value(c byte) int {
	switch {
	case 'A' <= c && c <= 'Z':
		return int(c - 'A')
	case 'a' <= c && c <= 'z':
		return int(c-'a') + 26
	case '0' <= c && c <= '9':
		return int(c-'0') + 52
	case c == '+' || c == '-':
		return 62
	case c == '/' || c == '_':
		return 63
	}
	return -1
}

// looseQuotedPrintable decodes what it can and keeps the rest as it stands.
func looseQuotedPrintable(src []byte, limit int) []byte {
	out := make([]byte, 0, min(len(src), limit))
	for i := 0; i < len(src) && len(out) < limit; i++ {
		if src[i] != '=' {
			out = append(out, src[i])
			continue
		}
		if i+2 < len(src) {
			if v, ok := hexByte(src[i+1], src[i+2]); ok {
				out = append(out, v)
				i += 2
				continue
			}
		}
		rest := src[i+1:]
		if line := firstLine(rest); len(bytes.TrimRight(line, " \t")) == 0 { // a soft line end
			end := bytes.IndexByte(rest, '\n')
			if end < 0 {
				return out
			}
			i += end + 1
			continue
		}
		out = append(out, '=')
	}
	return out
}

func hexByte(hi, lo byte) (byte, bool) {
	h, l := hexValue(hi), hexValue(lo)
	return byte(h<<4 | l), h >= 0 && l >= 0
}

func hexValue(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}
