package message

import "strings"

// isHyphen: the hyphen is a letter of the Kazakh layout, and a hyphen all the same where
// the letters beside it do not stand beside that one.
func (b *keyboard) isHyphen(s string, i int) bool {
	if s[i] != '-' || i == 0 || i+1 == len(s) || !b.isLetterKey(s[i-1]) || !b.isLetterKey(s[i+1]) {
		return false
	}
	return b.cost(s[i-1:i+2]) > b.cost(s[i-1:i])+b.cost(s[i+1:i+2])+unlikely
}

// isCode: letters and digits in one, as in codes and passwords. A digit that the layout has a
// letter for counts as one; one at the end may be a mark.
func (b *keyboard) isCode(s string) bool {
	digit := func(i int) bool {
		return isDigit(s[i]) && !b.isLetterKey(s[i]) && (i+1 < len(s) || b.marks[s[i]] == 0)
	}
	for i := 1; i < len(s); i++ {
		if isLatin(s[i]) && digit(i-1) || digit(i) && isLatin(s[i-1]) {
			return true
		}
	}
	return false
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isLink(s string) bool {
	return strings.Contains(s, "://") || len(s) > 4 && equalFold(s[:4], "www.")
}

// addressIn finds an e-mail address in a word; end is 0 if there is none.
func addressIn(s string) (start, end int) {
	at := strings.IndexByte(s, '@')
	if at < 1 {
		return 0, 0
	}
	for start = at; start > 0 && (isLatin(s[start-1]) || isDigit(s[start-1]) || strings.IndexByte("._%+-", s[start-1]) >= 0); {
		start--
	}
	for end = at + 1; end < len(s) && (isLatin(s[end]) || isDigit(s[end]) || s[end] == '.' || s[end] == '-'); {
		end++
	}
	for end > at && !isLatin(s[end-1]) {
		end--
	}
	if start == at || strings.IndexByte(s[at:end], '.') < 0 {
		return 0, 0
	}
	return start, end
}
