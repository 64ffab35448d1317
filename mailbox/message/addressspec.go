package message

import "strings"

// salvageMailbox takes the last "<…>" that is an address, else the last word that
// is one.
func salvageMailbox(value string) []Mailbox {
	for rest := value; ; {
		open := strings.LastIndexByte(rest, '<')
		if open < 0 {
			break
		}
		inner, _, closed := strings.Cut(value[open+1:min(len(value), open+1+maxAddress+2)], ">")
		if inner = strings.TrimSpace(inner); closed && validAddress(inner) {
			return []Mailbox{{Name: strings.Trim(decodeName(rest[:open]), `" `), Address: inner, Salvaged: true}}
		}
		rest = rest[:open]
	}
	words := strings.FieldsFunc(value, func(r rune) bool {
		return r <= ' ' || r == 0x7f || strings.ContainsRune("<>(),:;\"'[]", r)
	})
	for i := len(words) - 1; i >= 0; i-- {
		if validAddress(words[i]) {
			return []Mailbox{{Address: words[i], Salvaged: true}}
		}
	}
	return nil
}

// validAddress: local part and domain as dot-atoms, a quoted local part, or a
// domain literal (RFC 5322 §3.4.1), with letters beyond ASCII.
func validAddress(s string) bool {
	at := strings.LastIndexByte(s, '@')
	if at <= 0 || at == len(s)-1 || len(s) > maxAddress {
		return false
	}
	local, domain := s[:at], s[at+1:]
	if local[0] == '"' {
		p := addressParser{s: local}
		if _, ok := p.quoted(); !ok || p.at != len(local) {
			return false
		}
	} else if !dotAtom(local, "!#$%&'*+-/=?^_`{|}~") {
		return false
	}
	if domain[0] == '[' && domain[len(domain)-1] == ']' {
		return !strings.ContainsAny(domain[1:len(domain)-1], "[]\\ \t<>")
	}
	return dotAtom(domain, "-_")
}

// dotAtom: letters, digits and the marks given, with single dots between.
func dotAtom(s, marks string) bool {
	dot := true
	for i := range len(s) {
		c := s[i]
		switch {
		case c == '.':
			if dot {
				return false
			}
			dot = true
			continue
		case c >= 0x80, '0' <= c && c <= '9', 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
		case strings.IndexByte(marks, c) < 0:
			return false
		}
		dot = false
	}
	return !dot
}
