package classifier

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// exactKey folds a line for the comparison with a mark: case, look-alikes, quotes,
// invisible runes, composition, ё, white space, and punctuation around the line.
// Every difference in words, and punctuation inside, stays.
func exactKey(text string) string {
	text = norm.NFC.String(text)
	mostlyCyrillic := countClass(text, cyrillic) > countClass(text, latin)
	var key strings.Builder
	for _, w := range strings.Fields(strings.Map(dropDecoration, text)) {
		if w = strings.TrimFunc(w, func(r rune) bool { return r == '*' || r == '_' }); w == "" {
			continue
		}
		if s := scriptOf(w); s.mixed() || mostlyCyrillic && s.latin {
			w = unmix(w, false)
		}
		if key.Len() > 0 {
			key.WriteByte(' ')
		}
		key.WriteString(strings.ToLower(w))
	}
	return strings.TrimFunc(strings.ReplaceAll(key.String(), "ё", "е"), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

// dropDecoration drops quotes and invisible runes.
func dropDecoration(r rune) rune {
	if isInvisible(r) || strings.ContainsRune("«»\"'„“”‘’‚‹›`″′＂", r) {
		return -1
	}
	return r
}

func countClass(text string, want class) (n int) {
	for _, r := range text {
		if classOf(r) == want {
			n++
		}
	}
	return n
}
