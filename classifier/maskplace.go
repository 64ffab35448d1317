package classifier

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// documents are the places in a text where digits of a document's number stand,
// octets, ascending, none touching the next.
type documents []span

// documentsIn returns the places that mask stars.
func documentsIn(text string) (list documents) {
	masked := mask(text)
	if masked == text {
		return nil
	}
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		m, size := utf8.DecodeRuneInString(masked)
		masked = masked[size:]
		if r != m {
			if last := len(list) - 1; last >= 0 && list[last].to == i {
				list[last].to = i + n
			} else {
				list = append(list, span{i, i + n})
			}
		}
		i += n
	}
	return list
}

// touch reports whether one of the places lies in octets [from, to).
func (list documents) touch(from, to int) bool {
	at, _ := slices.BinarySearchFunc(list, from, func(s span, from int) int { return s.to - from - 1 })
	return at < len(list) && list[at].from < to
}

// star stars what stands at those places in a text that begins at octet offset.
func (list documents) star(text string, offset int) string {
	if !list.touch(offset, offset+len(text)) {
		return text
	}
	var b strings.Builder
	for i, r := range text {
		if list.touch(offset+i, offset+i+1) {
			r = '*'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// starAll stars a word whole: its digits may have been folded to letters.
func starAll(word string) string { return strings.Repeat("*", utf8.RuneCountInString(word)) }
