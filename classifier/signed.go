package classifier

import (
	"slices"
	"strings"
	"unicode/utf8"

	"medico-intech.kz/otinish/mailbox/message"
)

// What stands below a name at the end of a letter is how the writer signs every letter, also
// without «С уважением» above it: a post, a firm, its telephones.

const (
	mostSigned     = 8 // lines
	mostSignedWord = 9 // words of such a line: more is a sentence
)

// signedFrom returns the line of the name that signs the letter; behind the last line where
// there is none. A name below a line that ends in a colon is a value.
func (r *reading) signedFrom(x *index) int {
	from := len(r.lines)
	for i := len(r.lines) - 1; i > 1 && i >= len(r.lines)-mostSigned; i-- {
		text := strings.TrimSpace(r.lines[i].text)
		if text == "" {
			continue
		}
		words := slices.DeleteFunc(wordsOf(text), func(w string) bool { return countDigits(w) > 0 })
		if len(words) > mostSignedWord || message.IsPostscript(text) {
			break
		}
		if x.isNameLine(text) && r.announcing(i) == "" && r.ended(i) {
			from = i
		}
	}
	return from
}

// isNameLine reports whether a line is a name and nothing else.
func (x *index) isNameLine(text string) bool {
	words := wordsOf(text)
	if len(words) == 1 && utf8.RuneCountInString(words[0]) == 1 { // «Қ.»
		return true
	}
	return len(words) > 0 && len(words) <= 4 && !strings.HasSuffix(text, ":") && x.onlyNames(words)
}

// ended reports whether what stands above a line has come to its end.
func (r *reading) ended(i int) bool {
	above := strings.TrimSpace(r.lines[i-1].text)
	return above == "" || strings.ContainsAny(above[len(above)-1:], ".!?,)")
}
