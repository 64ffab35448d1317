package templates

import (
	"bytes"
	"unicode/utf8"
)

// width is how many characters a line of a letter has at most; a longer word, such
// as an address of a page, is never broken. RFC 5322 §2.1.1 asks for 78; 72 leaves
// room for the marks of quoting.
const width = 72

// wrap appends the paragraphs of src, one a line, to dst. It folds them at width,
// closes up blank lines, and indents what follows in an item that begins with "- ".
func wrap(dst, src []byte) []byte {
	blank := true // no blank lines at the beginning
	for len(src) > 0 {
		var line []byte
		line, src, _ = bytes.Cut(src, []byte("\n"))
		line = bytes.TrimRight(line, " ")
		if len(line) == 0 {
			if !blank {
				dst = append(dst, '\n')
			}
			blank = true
			continue
		}
		blank = false
		dst = append(fold(dst, line), '\n')
	}
	if n := len(dst); n > 1 && dst[n-2] == '\n' {
		dst = dst[:n-1]
	}
	return dst
}

func fold(dst, line []byte) []byte {
	if len(line) <= width {
		return append(dst, line...)
	}
	indent := ""
	if bytes.HasPrefix(line, []byte("- ")) {
		indent = "  "
	}
	column := 0
	for len(line) > 0 {
		word, rest, _ := bytes.Cut(line, []byte(" "))
		n := utf8.RuneCount(word)
		switch {
		case column == 0:
		case column+1+n > width:
			dst = append(append(dst, '\n'), indent...)
			column = len(indent)
		default:
			dst = append(dst, ' ')
			column++
		}
		dst = append(dst, word...)
		column += n
		line = rest
	}
	return dst
}
