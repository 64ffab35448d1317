package review

import (
	"strings"
	"unicode"
)

// isName reports whether a text may be a person's name: letters, with what stands
// between them. A number or markup got there by a slip.
func isName(text string) bool {
	letters := 0
	for _, r := range text {
		switch {
		case unicode.IsLetter(r):
			letters++
		case !unicode.IsMark(r) && !unicode.IsSpace(r) && !strings.ContainsRune(".,'’ʼʹ`-–‑()·", r):
			return false
		}
	}
	return letters > 0
}
