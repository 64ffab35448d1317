package message

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"
)

const (
	maxLine = 76 // RFC 2047 §2 for lines with encoded words; kept for all
	wordFix = len("=?utf-8?B?") + len("?=")
)

// headerWriter appends folded header fields.
type headerWriter struct{ b []byte }

// plain writes a value that needs no folding: a date, a keyword, one id. A long id
// goes to a line of its own.
func (w *headerWriter) plain(name, value string) {
	w.b = append(w.b, name...)
	w.b = append(w.b, ':')
	if len(name)+2+len(value) > maxLine {
		w.b = append(w.b, "\r\n"...)
	}
	w.b = append(w.b, ' ')
	w.b = append(w.b, value...)
	w.b = append(w.b, "\r\n"...)
}

// list writes message ids, one a line after the first.
func (w *headerWriter) list(name string, ids []string) {
	w.b = append(w.b, name...)
	w.b = append(w.b, ':')
	col := len(name) + 1
	for i, id := range ids {
		if i > 0 || col+len(id)+3 > maxLine {
			w.b = append(w.b, "\r\n"...)
		}
		w.b = append(w.b, " <"...)
		w.b = append(w.b, id...)
		w.b = append(w.b, '>')
	}
	w.b = append(w.b, "\r\n"...)
}

// text writes an unstructured value (RFC 5322 §2.2.1): as it is where it is
// printable ASCII that folds without changing, in encoded words otherwise.
func (w *headerWriter) text(name, value string) {
	w.b = append(w.b, name...)
	w.b = append(w.b, ':')
	if !utf8.ValidString(value) {
		value = strings.ToValidUTF8(value, "\uFFFD")
	}
	col := len(name) + 1
	if value == "" {
		w.b = append(w.b, ' ')
	} else if foldsAsIs(value, col) {
		w.fold(value, col)
	} else {
		w.words(value, col, false)
	}
	w.b = append(w.b, "\r\n"...)
}

// mailbox writes one address with its display name.
func (w *headerWriter) mailbox(field, name, address string) {
	w.b = append(w.b, field...)
	w.b = append(w.b, ':')
	col := len(field) + 1
	switch {
	case name == "":
		if col+1+len(address) > maxLine {
			w.b = append(w.b, "\r\n"...)
		}
		w.b = append(append(w.b, ' '), address...)
		w.b = append(w.b, "\r\n"...)
		return
	case isPrintableASCII(name) && len(name) < 60 && !strings.Contains(name, "=?"):
		w.b = append(w.b, ' ')
		start := len(w.b)
		w.b = appendQuoted(w.b, name)
		col += 1 + len(w.b) - start
	default:
		col = w.words(strings.ToValidUTF8(name, "\uFFFD"), col, true)
	}
	if col+len(address)+3 > maxLine {
		w.b = append(w.b, "\r\n"...)
	}
	w.b = append(w.b, " <"...)
	w.b = append(w.b, address...)
	w.b = append(w.b, ">\r\n"...)
}

// words writes value as base64 encoded words (RFC 2047 §2), no line longer than
// maxLine, each word whole letters (§5 (3)), and returns the column it ends in.
// Base64 throughout: Cyrillic takes half the room of Q.
//
// A display name (phrase) is cut behind blanks where it has any: some readers,
// Python's among them, put a blank of their own between the words of one, which
// does less harm there than within a word.
func (w *headerWriter) words(value string, col int, phrase bool) int {
	for first := true; value != ""; first = false {
		if !first {
			w.b = append(w.b, "\r\n"...)
			col = 0
		}
		n := wholeRunes(value, (maxLine-col-1-wordFix)/4*3)
		if n == 0 { // a long field name leaves no room beside it
			w.b = append(w.b, "\r\n"...)
			col = 0
			n = wholeRunes(value, (maxLine-1-wordFix)/4*3)
		}
		if blank := strings.LastIndexByte(value[:n], ' '); phrase && n < len(value) && blank > 0 {
			n = blank + 1
		}
		w.b = append(w.b, " =?utf-8?B?"...)
		w.b = base64.StdEncoding.AppendEncode(w.b, []byte(value[:n]))
		w.b = append(w.b, "?="...)
		col += 1 + wordFix + base64.StdEncoding.EncodedLen(n)
		value = value[n:]
	}
	return col
}

// wholeRunes returns how many bytes of s, at most limit, hold whole letters.
func wholeRunes(s string, limit int) int {
	if limit <= 0 {
		return 0
	}
	if len(s) <= limit {
		return len(s)
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return limit
}

// fold writes printable ASCII, broken before blanks.
func (w *headerWriter) fold(value string, col int) {
	for word := range strings.SplitSeq(value, " ") {
		if col+1+len(word) > maxLine && col > 0 {
			w.b = append(w.b, "\r\n"...)
			col = 0
		}
		w.b = append(append(w.b, ' '), word...)
		col += 1 + len(word)
	}
}

// foldsAsIs reports whether value survives folding unchanged: single blanks
// between words that fit a line each, nothing that reads as an encoded word.
func foldsAsIs(value string, col int) bool {
	if !isPrintableASCII(value) || strings.Contains(value, "=?") || strings.Contains(value, "  ") ||
		value[0] == ' ' || value[len(value)-1] == ' ' {
		return false
	}
	for word := range strings.SplitSeq(value, " ") {
		if col+1+len(word) > maxLine {
			return len(value)+col+1 <= maxLine
		}
		col = 0
	}
	return true
}

func isPrintableASCII(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// appendQuoted writes a phrase (RFC 5322 §3.2.5): bare where it is atoms, quoted
// otherwise.
func appendQuoted(b []byte, s string) []byte {
	if strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == "" {
		return append(b, s...)
	}
	b = append(b, '"')
	for i := range len(s) {
		if s[i] == '"' || s[i] == '\\' {
			b = append(b, '\\')
		}
		b = append(b, s[i])
	}
	return append(b, '"')
}
