package classifier

import "strings"

// isSame reports whether words say that something is as it was, and nothing else: «без изменений», «та же», "as before"; not «не та», "changed".
func (x *index) isSame(text string) bool {
	words := wordsOf(text)
	if len(words) == 0 || len(words) > 4 || countDigits(text) > 0 || strings.Contains(text, "@") {
		return false
	}
	var same, not, change bool
	for _, w := range words {
		switch {
		case x.stray.has(w, "same-core"):
			same = true
		case x.stray.has(w, "same-not"):
			not = true
		case x.stray.has(w, "same-change"):
			change = true
		case !x.stray.has(w, "same-fill"):
			return false
		}
	}
	return same && !not && !change || not && change && !same
}
