package message

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxSame is up to how many octets two forms are compared word by word, which costs
// words times octets. People write less.
const maxSame = 32 << 10

// saysTheSame reports whether two forms of a letter say the same. Blanks,
// punctuation and case do not count, nor links and names of pictures that only the
// plain form spells out; one may say less than the other. They differ where each has
// a word, or a number, that the other has not.
func saysTheSame(plain, other string) bool {
	plain = withoutLinks(plain)
	if sameLetters(plain, other) { // most letters; nothing is copied
		return true
	}
	a, b := onlyLetters(plain), onlyLetters(other)
	if strings.Contains(a, b) || strings.Contains(b, a) {
		return true
	}
	if len(a) > maxSame || len(b) > maxSame {
		return false
	}
	return !hasAnother(plain, b) || !hasAnother(other, a)
}

// hasAnother reports whether s has a word of two letters or more that does not
// occur in letters.
func hasAnother(s, letters string) bool {
	for word := range strings.FieldsFuncSeq(s, isBetweenWords) {
		if folded := onlyLetters(word); utf8.RuneCountInString(folded) > 1 && !strings.Contains(letters, folded) {
			return true
		}
	}
	return false
}

// sameLetters reports whether onlyLetters of both is the same.
func sameLetters(a, b string) bool {
	for {
		same, start := 0, 0 // octets in common, and where the last letter of them begins
		for same < len(a) && same < len(b) && a[same] == b[same] {
			if utf8.RuneStart(a[same]) {
				start = same
			}
			same++
		}
		if same == len(a) && same == len(b) {
			return true
		}
		r, restA := nextLetter(a[start:])
		q, restB := nextLetter(b[start:])
		if r != q {
			return false
		}
		if r < 0 {
			return true
		}
		a, b = restA, restB
	}
}

// nextLetter returns the first letter or digit, small, and what follows it; less than
// 0 where there is none.
func nextLetter(s string) (rune, string) {
	for i, r := range s {
		if r > ' ' && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return unicode.ToLower(r), s[i+utf8.RuneLen(r):]
		}
	}
	return -1, ""
}

// onlyLetters returns letters and digits, small.
func onlyLetters(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9', 'а' <= r && r <= 'я':
			b.WriteRune(r)
		case r > ' ' && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// isBetweenWords: soft hyphens and joiners are not.
func isBetweenWords(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\u00ad' && (r < '\u200b' || r > '\u200d')
}

// withoutLinks takes out what plain text spells out of markup.
func withoutLinks(s string) string {
	if !strings.Contains(s, ":") {
		return s
	}
	for _, mark := range [...]struct{ begin, end string }{
		{"[image:", "]"}, {"[cid:", "]"}, {"http://", " \n\t>)]"}, {"https://", " \n\t>)]"}, {"mailto:", " \n\t>)]"}, {"tel:", " \n\t>)]"},
	} {
		s = without(s, mark.begin, mark.end)
	}
	return s
}

// without takes out what begins so and ends before one of the characters of end.
func without(s, begin, end string) string {
	if !strings.Contains(s, begin) {
		return s
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, begin)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		b.WriteByte(' ')
		if n := strings.IndexAny(rest, end); n >= 0 {
			s = rest[n:]
		} else {
			s = ""
		}
	}
}
