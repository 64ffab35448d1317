package senderauth

import "strings"

// parseTags reads a tag list (RFC 6376 §3.2): the value of a signature, a key record
// or an ARC field. It reports false for what is none: no "=", a bad name, a tag that
// stands twice. Values keep their inner blanks and line ends.
func parseTags(s string) (map[string]string, bool) {
	tags := make(map[string]string)
	for pair := range strings.SplitSeq(s, ";") {
		name, value, ok := strings.Cut(pair, "=")
		if name = strings.Trim(name, fws); !ok {
			if name == "" {
				continue
			}
			return nil, false
		}
		if _, twice := tags[name]; twice || !tagName(name) || len(tags) == 50 {
			return nil, false
		}
		tags[name] = strings.Trim(value, fws)
	}
	return tags, true
}

// fws is what folding white space is made of (RFC 5322 §3.2.2).
const fws = " \t\r\n"

func tagName(s string) bool {
	for i := range len(s) {
		c := s[i]
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		if !letter && (i == 0 || c != '_' && (c < '0' || c > '9')) {
			return false
		}
	}
	return s != ""
}

// withoutSpace takes out folding white space.
func withoutSpace(s string) string {
	if !strings.ContainsAny(s, fws) {
		return s
	}
	return strings.NewReplacer(" ", "", "\t", "", "\r", "", "\n", "").Replace(s)
}

// colonList reads "a : b : c".
func colonList(s string) []string {
	return strings.Split(withoutSpace(s), ":")
}

// emptyTag returns the field with the value of one tag taken out, all else as it
// stands: what a signature is computed over (RFC 6376 §3.5, b=).
func emptyTag(field, tag string) string {
	colon := strings.IndexByte(field, ':') + 1
	var b strings.Builder
	b.WriteString(field[:colon])
	for i, pair := range strings.Split(field[colon:], ";") {
		if i > 0 {
			b.WriteByte(';')
		}
		if name, _, ok := strings.Cut(pair, "="); ok && strings.Trim(name, fws) == tag {
			pair = name + "="
		}
		b.WriteString(pair)
	}
	return b.String()
}
