package classifier

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"medico-intech.kz/otinish/store/privacy"
)

// prefixes says what stood in front of the subject line.
type prefixes struct{ reply, forward bool }

// maxPrefix is the longest prefix looked for, in octets before the colon.
const maxPrefix = 48

// stripPrefixes takes «Re:», «Fwd:», «Ответ:», «Пересл:», «Жауап:», «Қайта жіберу:»
// and the tags of gateways from the front of a subject line, also nested, counted
// («Re[2]:») and with blanks. RFC 5322 §3.6.5 allows only "Re: "; people's
// programs do as they like.
func stripPrefixes(s string) (string, prefixes) {
	var p prefixes
	for {
		s = strings.TrimLeftFunc(s, func(r rune) bool { return unicode.IsSpace(r) || isInvisible(r) })
		if rest, ok := stripTag(s); ok {
			s = rest
			continue
		}
		head, rest, ok := cutColon(s)
		if !ok {
			return s, p
		}
		switch lexiconIndex().frame[frameKey(head)] {
		case "reply":
			p.reply = true
		case "forward":
			p.forward = true
		default:
			return s, p
		}
		s = rest
	}
}

// ours reports whether a subject line is that of a letter of ours, come back in an
// answer: it ends in the number of a request in square brackets. Its words are not
// the writer's.
func ours(subjectLine string) bool {
	_, tag, ok := strings.Cut(subjectLine, "["+privacy.NumberPrefix)
	return ok && strings.HasSuffix(strings.TrimSpace(tag), "]")
}

// cutColon cuts at the first colon, also a full-width one.
func cutColon(s string) (head, rest string, ok bool) {
	for i, r := range s {
		if i > maxPrefix {
			return "", "", false
		}
		if r == ':' || r == '：' {
			return s[:i], s[i+utf8.RuneLen(r):], true
		}
	}
	return "", "", false
}

// stripTag takes «[EXTERNAL]», «***SPAM***» and the like from the front.
func stripTag(s string) (string, bool) {
	var tag, rest string
	var ok bool
	switch {
	case strings.HasPrefix(s, "["):
		tag, rest, ok = strings.Cut(s[1:], "]")
	case strings.HasPrefix(s, "***"):
		tag, rest, ok = strings.Cut(s[3:], "***")
	case strings.HasPrefix(s, "{"):
		tag, rest, ok = strings.Cut(s[1:], "}")
	}
	if !ok || len(tag) > maxPrefix || lexiconIndex().frame[frameKey(tag)] != "tag" && !(s[0] == '[' && isTicket(tag)) {
		return s, false
	}
	return strings.TrimPrefix(rest, ":"), true
}

// mostTicketDigits and mostTicketWord are the most digits of a ticket's number and letters of a word
// beside it. A telephone number has more.
const (
	mostTicketDigits = 8
	mostTicketWord   = 10
)

// isTicket reports whether a tag is the number that a ticket system puts in front: "[SD-12]", "[Ticket #4711]". One of ours
// is none: what stands behind it is ours (ours).
func isTicket(tag string) bool {
	digits, words := 0, 0
	for _, w := range strings.FieldsFunc(tag, func(c rune) bool { return !unicode.IsLetter(c) && !isDigit(c) }) {
		if n := len(digitsOf(w)); n > 0 {
			digits += n
			continue
		}
		if words++; utf8.RuneCountInString(w) > mostTicketWord {
			return false
		}
	}
	return 0 < digits && digits <= mostTicketDigits && words <= 1 && !strings.Contains(tag, privacy.NumberPrefix)
}

// frameKey folds a prefix, a tag or a closing word: the skeletons of its words,
// without a counter such as [2] or (3).
func frameKey(s string) string {
	if i := strings.IndexAny(s, "[(^"); i > 0 {
		s = s[:i]
	}
	var key []byte
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { c := classOf(r); return c == other }) {
		if len(key) > 0 {
			key = append(key, ' ')
		}
		sc := scriptOf(w)
		key = append(key, appendSkeleton(nil, w, sc)...)
	}
	return string(key)
}
