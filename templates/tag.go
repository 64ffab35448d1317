package templates

import (
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// SubjectTag is what ends the subject line of each letter: [OT-7F3K-92QT], and in
// a letter that asks for an answer also the reply code: [OT-7F3K-92QT 9XYVG-K67N2-…].
// Mail readers keep it when they put Re: in front.
func SubjectTag(number privacy.Number, token string) string {
	if token == "" {
		return "[" + string(number) + "]"
	}
	return "[" + string(number) + " " + token + "]"
}

// FindTag looks for the tag in the subject line of an answer: in any case, folded,
// with other tags around it. The token is upper case, or "" where the tag has
// none. It reports false where there is no tag with a good number.
func FindTag(subjectLine string) (number privacy.Number, token string, ok bool) {
	for {
		_, rest, found := strings.Cut(subjectLine, "[")
		if !found {
			return "", "", false
		}
		inside, after, found := strings.Cut(rest, "]")
		if !found {
			inside, after = rest, "" // cut short by a mail reader
		}
		if words := strings.Fields(inside); len(words) > 0 {
			if n, err := privacy.ParseNumber(words[0]); err == nil && prefixed(words[0]) {
				return n, strings.ToUpper(strings.Join(words[1:], "")), true
			}
		}
		subjectLine = after
		if inside != "" && strings.Contains(inside, "[") {
			subjectLine = inside + "]" + after
		}
	}
}

// prefixed tells our number from eight characters in some other list's brackets.
// The second spelling is Cyrillic: people retype what they see.
func prefixed(s string) bool {
	s = strings.ToUpper(s)
	return strings.HasPrefix(s, "OT") || strings.HasPrefix(s, "ОТ")
}

// plain reports whether s may stand in a tag: letters, digits and dashes, not empty.
func plain(s string) bool {
	for i := range len(s) {
		c := s[i] | 0x20
		if (c < 'a' || c > 'z') && (s[i] < '0' || s[i] > '9') && s[i] != '-' {
			return false
		}
	}
	return s != ""
}
