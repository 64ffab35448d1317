package message

import (
	"strings"
	"unicode/utf8"
)

// maxAnswerSubject bounds how much of a stranger's subject line an answer repeats,
// in octets.
const maxAnswerSubject = 250

// replyPrefixes are what mail programs put before a subject line when answering or
// forwarding, lower case, in the languages met in Kazakhstan and the commonest
// others. "ha" is Latin for the look-alike «НА».
var replyPrefixes = []string{
	"re", "fw", "fwd", "aw", "wg", "sv", "vs", "antw", "tr", "rv", "rif", "ynt", "ilt", "odp", "fs",
	"ha", "на", "ре", "отв", "ответ", "ответ на", "пересл", "переслано", "пересылка", "переадресация", "fw:re",
	"жауап", "жауабы", "жауап беру", "қайта", "қайта жіберу", "қайта жіберілді", "қайта жіберілген", "жіберілді",
}

// forwardPrefixes are those of them that mean a forward.
var forwardPrefixes = []string{
	"fw", "fwd", "wg", "tr", "rv", "ilt", "пересл", "переслано", "пересылка", "переадресация",
	"қайта жіберу", "қайта жіберілді", "қайта жіберілген",
}

// StripPrefixes takes the marks of answering and forwarding, and the tags that
// gateways put in brackets before them, off a subject line.
func StripPrefixes(s string) string {
	for {
		s = strings.TrimSpace(s)
		rest, ok := stripTag(s)
		if !ok {
			_, rest, ok = cutPrefixWord(s)
		}
		if !ok {
			return s
		}
		s = rest
	}
}

// AnswerSubject returns the subject line of an answer, without piling up prefixes.
func AnswerSubject(subjectLine string) string {
	s := StripPrefixes(subjectLine)
	if len(s) > maxAnswerSubject {
		s = s[:wholeRunes(s, maxAnswerSubject)] + "…"
	}
	return strings.TrimSpace("Re: " + s)
}

// isForward reports whether the first prefix of a subject line says "forwarded".
func isForward(subjectLine string) bool {
	s := strings.TrimSpace(subjectLine)
	for {
		rest, ok := stripTag(s)
		if !ok {
			break
		}
		s = strings.TrimSpace(rest)
	}
	word, _, ok := cutPrefixWord(s)
	return ok && contains(forwardPrefixes, word)
}

// cutPrefixWord splits "Re[2]: x" into "re" and " x".
func cutPrefixWord(s string) (word, rest string, ok bool) {
	const longest = 48 // octets; the longest prefix with its counter
	head := s[:wholeRunes(s, longest)]
	colon := strings.IndexAny(head, ":：")
	if colon <= 0 {
		return "", "", false
	}
	_, width := utf8.DecodeRuneInString(s[colon:])
	word = strings.ToLower(strings.TrimSpace(stripCounter(strings.TrimSpace(head[:colon]))))
	if !contains(replyPrefixes, word) {
		return "", "", false
	}
	return word, s[colon+width:], true
}

// stripCounter takes "[2]", "(2)" or "^2" off the end of a prefix.
func stripCounter(s string) string {
	t := strings.TrimRight(s, ")]")
	t = strings.TrimRight(t, "0123456789")
	if t == s || t == "" || strings.IndexByte("[(^", t[len(t)-1]) < 0 {
		return s
	}
	return t[:len(t)-1]
}

// stripTag takes a gateway's "[EXT]", "[SPAM]" or "{External}" off the front.
func stripTag(s string) (string, bool) {
	if s == "" || s[0] != '[' && s[0] != '{' {
		return s, false
	}
	end := strings.IndexAny(s, "]}")
	if end < 0 {
		return s, false
	}
	switch tag := strings.ToLower(strings.TrimSpace(s[1:end])); tag {
	case "ext", "external", "external email", "внешнее", "внешнее письмо", "внешний", "сыртқы", "spam", "спам", "спам?", "sp", "warning", "untrusted":
		return s[end+1:], true
	}
	return s, false
}

func contains(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}
