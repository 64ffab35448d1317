package classifier

import (
	"strings"
	"unicode"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// maxLabel is how long a label of a domain may be, in octets (RFC 1035 §2.3.4).
const maxLabel = 63

// isDomain reports whether a name can be where mail is delivered: labels of letters,
// digits and hyphens, no hyphen at their ends (RFC 1123 §2.1), those of other alphabets
// as IDNA has them, below a top-level domain that there is. A slip in the last label is
// nearly always «mail.ruu» or a word that was written without a blank.
func isDomain(name string) bool {
	labels := strings.Split(name, ".")
	for _, l := range labels {
		if l == "" || strings.HasPrefix(l, "-") || strings.HasSuffix(l, "-") || strings.ContainsFunc(l, func(r rune) bool {
			return r != '-' && !unicode.In(r, unicode.Letter, unicode.Mark, unicode.Nd)
		}) {
			return false
		}
		if ascii, err := idna.ToASCII(l); err != nil || len(ascii) > maxLabel {
			return false
		}
	}
	return len(labels) > 1 && isTop(labels[len(labels)-1])
}

// isTop reports whether a label is a top-level domain: one of the list, or one that is
// kept for examples and tests (RFC 2606 §2).
func isTop(label string) bool {
	ascii, err := idna.ToASCII(strings.ToLower(label))
	if err != nil || ascii == "" {
		return false
	}
	if ascii == "example" || ascii == "test" {
		return true
	}
	_, listed := publicsuffix.PublicSuffix("a." + ascii)
	return listed
}

// withoutWord takes the word off that follows an address and its full stop without a
// blank: «new@mail.kz.Спасибо».
func withoutWord(address string) string {
	dot := strings.LastIndexByte(address, '.')
	at := strings.LastIndexByte(address, '@')
	if dot <= at || at < 0 {
		return address
	}
	rest, word := address[:dot], address[dot+1:]
	before := strings.LastIndexByte(rest, '.')
	if before <= at || isTop(word) || !isTop(rest[before+1:]) {
		return address
	}
	other := scriptOf(rest[at+1:])
	s := scriptOf(word)
	if s.cyrillic != other.cyrillic || s.latin != other.latin || unicode.IsUpper([]rune(word)[0]) {
		return rest
	}
	return address
}
