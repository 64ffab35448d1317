package message

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// undoReferences decodes plain text in which letters are written as references of HTML,
// "&#1055;&#1088;" (HTML §13.5): forms on web pages send such where their page has no
// charset for what was typed, or only for its Kazakh letters. It does so only where most
// letters are written so, or where some stand within words of Cyrillic letters; one who
// writes of HTML writes words besides.
func undoReferences(s string) (string, bool) {
	const fewest = 6
	at := strings.Index(s, "&#")
	if at < 0 || !moreReferences(s, fewest) && !withinWords(s) {
		return s, false
	}
	var b strings.Builder
	b.Grow(len(s) / 2)
	for at >= 0 {
		b.WriteString(s[:at])
		r, size := reference(s[at:])
		if size == 0 {
			b.WriteString("&#")
			size = len("&#")
		} else {
			b.WriteRune(r)
		}
		s = s[at+size:]
		at = strings.Index(s, "&#")
	}
	b.WriteString(s)
	return b.String(), true
}

// moreReferences reports whether there are so many references to letters, and more than
// letters that stand for themselves.
func moreReferences(s string, fewest int) bool {
	references, letters := 0, 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '&':
			if r, size := reference(s[i:]); size > 0 {
				if unicode.IsLetter(r) && r >= 0x80 {
					references++
				}
				i += size - 1
			}
		case isLetter(c), c >= 0xC0: // the first octet of one beyond ASCII
			letters++
		}
	}
	return references >= fewest && references > letters
}

// withinWords reports whether a Cyrillic letter written as a reference touches one that
// stands for itself, as in "н&#1257;мір": programs that have windows-1251 or KOI8 write
// Kazakh letters so.
func withinWords(s string) bool {
	for at := 0; ; {
		n := strings.Index(s[at:], "&#")
		if n < 0 {
			return false
		}
		at += n
		r, size := reference(s[at:])
		if size == 0 {
			at += len("&#")
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(s[:at])
		at += size
		behind, _ := utf8.DecodeRuneInString(s[at:])
		if isCyrillic(r) && (isCyrillic(before) || isCyrillic(behind)) {
			return true
		}
	}
}

func isCyrillic(r rune) bool {
	return r >= utf8.RuneSelf && unicode.Is(unicode.Cyrillic, r) && unicode.IsLetter(r)
}

// escapedOnce makes references to letters of references to them in HTML that were escaped
// once more, "&amp;#1241;": web forms do it.
func escapedOnce(s string) string {
	const escaped = "&amp;"
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, escaped+"#")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		b.WriteString("&")
		if r, _ := reference("&#" + rest[:min(len(rest), 10)]); r < utf8.RuneSelf {
			b.WriteString(escaped[1:])
		}
		b.WriteString("#")
		s = rest
	}
}

// reference reads the reference s begins with; size 0 says that there is none. Those to
// control characters are none.
func reference(s string) (r rune, size int) {
	const longest = len("&#x10FFFF;")
	end := strings.IndexByte(s[:min(len(s), longest)], ';')
	if end < len("&#1") || s[1] != '#' {
		return 0, 0
	}
	digits, base := s[2:end], 10
	if digits[0] == 'x' || digits[0] == 'X' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n < ' ' || n > unicode.MaxRune || n >= 0xD800 && n <= 0xDFFF || n >= 0x7F && n < 0xA0 {
		return 0, 0
	}
	return rune(n), end + 1
}
