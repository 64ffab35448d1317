package message

import "strings"

const (
	// maxMailboxes bounds how many addresses of one field are kept.
	maxMailboxes = 200
	// maxAddress is 64 octets, an @ and 255 (RFC 5321 §4.5.3.1).
	maxAddress = 320
)

// parseMailboxes reads an address list (RFC 5322 §3.4) with raw 8-bit letters (RFC
// 6532) and dots in names. One that is not in that syntax gives at most one mailbox,
// flagged: what a mail program would show there and what our server checked may
// differ, so nothing may be believed of it.
func parseMailboxes(value string) []Mailbox {
	p := addressParser{s: value}
	if list, ok := p.list(); ok {
		return list
	}
	return salvageMailbox(value)
}

type addressParser struct {
	s       string
	at      int
	comment string // the last one read
}

// list reads the whole value. Groups give their members.
func (p *addressParser) list() (list []Mailbox, ok bool) {
	group := false
	for {
		if !p.skipBlanks() {
			return nil, false
		}
		if p.at == len(p.s) {
			return list, !group
		}
		switch p.s[p.at] {
		case ',':
			p.at++
			continue
		case ';':
			if !group {
				return nil, false
			}
			group = false
			p.at++
			continue
		}
		m, isGroup, ok := p.item()
		switch {
		case !ok || isGroup && group || len(list) >= maxMailboxes:
			return nil, false
		case isGroup:
			group = true
			continue
		}
		list = append(list, m)
	}
}

// item reads one mailbox, up to its comma, or the name of a group with its colon.
func (p *addressParser) item() (m Mailbox, isGroup, ok bool) {
	var words []string
	p.comment = ""
	spec := "" // the words with nothing between them
	glued := true
	at := false // an @ outside angle brackets
	for {
		before := p.at
		if !p.skipBlanks() {
			return m, false, false
		}
		gap := p.at > before
		if p.at == len(p.s) || p.s[p.at] == ',' || p.s[p.at] == ';' {
			if !glued || !validAddress(spec) {
				return m, false, false
			}
			return Mailbox{Name: decodeName(p.comment), Address: spec}, false, true
		}
		switch p.s[p.at] {
		case '<':
			address, ok := p.angle()
			if !ok || at || !validAddress(address) || !p.skipBlanks() || !p.atEnd() {
				return m, false, false
			}
			name := strings.Join(words, " ")
			if name == "" {
				name = p.comment
			}
			return Mailbox{Name: decodeName(name), Address: address}, false, true
		case ':':
			p.at++
			return m, true, len(words) > 0 && !at
		}
		word, raw, ok := p.word()
		if !ok {
			return m, false, false
		}
		if gap && spec != "" {
			glued = false
		}
		at = at || strings.Contains(raw, "@") && raw[0] != '"'
		words = append(words, word)
		spec += raw
		if len(spec) > 1<<12 { // no honest name is longer
			return m, false, false
		}
	}
}

// atEnd reports whether a mailbox may end here.
func (p *addressParser) atEnd() bool {
	return p.at == len(p.s) || p.s[p.at] == ',' || p.s[p.at] == ';'
}

// word reads a quoted string, an encoded word or an atom; raw is as it stands.
func (p *addressParser) word() (word, raw string, ok bool) {
	start := p.at
	if p.s[p.at] == '"' {
		word, ok = p.quoted()
		return word, p.s[start:p.at], ok
	}
	if strings.HasPrefix(p.s[p.at:], "=?") {
		if _, n := encodedWord(p.s[p.at:]); n > 0 { // it may hold a comma, against RFC 2047 §5 (3)
			p.at += n
			return p.s[start:p.at], p.s[start:p.at], true
		}
	}
	for p.at < len(p.s) {
		if c := p.s[p.at]; c <= ' ' || c == 0x7f || strings.IndexByte("\"(),:;<>\\", c) >= 0 {
			break
		}
		p.at++
	}
	return p.s[start:p.at], p.s[start:p.at], p.at > start
}

// quoted reads a quoted string and returns what it quotes.
func (p *addressParser) quoted() (string, bool) {
	var b strings.Builder
	for p.at++; p.at < len(p.s); p.at++ {
		switch c := p.s[p.at]; {
		case c == '"':
			p.at++
			return b.String(), true
		case c == '\\' && p.at+1 < len(p.s):
			p.at++
			b.WriteByte(p.s[p.at])
		case c < ' ' && c != '\t' || c == 0x7f:
			return "", false
		default:
			b.WriteByte(c)
		}
	}
	return "", false
}

// angle reads "<local@domain>".
func (p *addressParser) angle() (string, bool) {
	start := p.at + 1
	for p.at = start; p.at < len(p.s); p.at++ {
		switch p.s[p.at] {
		case '"':
			if _, ok := p.quoted(); !ok {
				return "", false
			}
			p.at--
		case '<':
			return "", false
		case '>':
			address := strings.Trim(p.s[start:p.at], " \t")
			p.at++
			return address, true
		}
	}
	return "", false
}

// skipBlanks passes blanks and comments; it reports false for an open comment or a
// control character.
func (p *addressParser) skipBlanks() bool {
	for p.at < len(p.s) {
		switch c := p.s[p.at]; {
		case c == ' ' || c == '\t':
			p.at++
		case c == '(':
			end := commentEnd(p.s[p.at:])
			if end < 0 {
				return false
			}
			p.comment = p.s[p.at+1 : p.at+end-1]
			p.at += end
		case c < ' ' || c == 0x7f:
			return false
		default:
			return true
		}
	}
	return true
}

// commentEnd returns the length of the comment s begins with, -1 if it is open.
// Comments nest (RFC 5322 §3.2.2).
func commentEnd(s string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return -1
}

func decodeName(s string) string {
	name, _ := decodeHeader(s)
	return name
}
