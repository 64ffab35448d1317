package senderauth

import (
	"strings"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// author checks the From field (RFC 5322 §3.6.2) and returns its domain, or the
// reason why it contradicts itself.
func (r *Results) author(m *message.Message) (domain, reason string) {
	switch {
	case m.FromFields == 0 || len(m.From) == 0 && m.FromFields == 1:
		return "", ReasonNoFrom
	case m.FromFields > 1:
		return "", ReasonSeveralFields
	}
	for _, from := range m.From {
		if a, err := privacy.ParseAddress(from.Address); err == nil && r.own[a] {
			return foldDomain(a.Domain()), ReasonOwnAddress
		}
	}
	domain = domainOf(m.From[0].Address)
	switch {
	case len(m.From) > 1:
		return domain, ReasonSeveralAuthors
	case m.From[0].Salvaged:
		return domain, ReasonSalvaged
	case isGroup(m):
		return domain, ReasonGroup
	}
	if _, err := privacy.ParseAddress(m.From[0].Address); err != nil || domain == "" {
		return domain, ReasonNoFrom
	}
	return domain, ""
}

// isGroup reports whether From is a group (RFC 6854): a colon outside of quotes,
// comments and angle brackets.
func isGroup(m *message.Message) bool {
	for _, value := range m.Fields("From") {
		p := parser{s: value}
		for p.at < len(p.s) {
			before := p.at
			if !p.skip() {
				return false
			}
			if _, ok := p.word("<:;,"); !ok {
				return false
			}
			switch p.peek() {
			case ':':
				return true
			case '<':
				end := strings.IndexByte(p.s[p.at:], '>')
				if end < 0 {
					return false
				}
				p.at += end
			case ' ', '\t', '\r', '\n', '(':
				if p.at > before {
					continue
				}
			}
			p.at++ // what no word begins with, such as a NUL, is passed over
		}
	}
	return false
}

// doubt returns the reason why a letter is unproven at best, whatever its
// signatures say, or "". Each of these a mail program shows differently from what
// was signed, or says itself that somebody else has a hand in the letter.
func doubt(m *message.Message) string {
	if reason := repeated(m); reason != "" {
		return reason
	}
	from := foldAddress(m.From[0].Address)
	for _, address := range addressesIn(m.From[0].Name) {
		if address != from {
			return ReasonNameAddress
		}
	}
	for _, sender := range m.Sender {
		if foldAddress(sender.Address) != from {
			return ReasonSender
		}
	}
	for _, reply := range m.ReplyTo {
		if foldAddress(reply.Address) != from {
			return ReasonReplyTo
		}
	}
	return ""
}

// foldAddress returns an address as it is compared here.
func foldAddress(s string) string {
	s = strings.Trim(s, "<> \t")
	at := strings.LastIndexByte(s, '@')
	if at < 0 {
		return strings.ToLower(s)
	}
	return strings.ToLower(s[:at]) + "@" + foldDomain(s[at+1:])
}

// addressesIn returns what reads as an address in a display name, folded. Full-width
// and small signs for @ are read as one.
func addressesIn(name string) []string {
	name = strings.NewReplacer("＠", "@", "﹫", "@").Replace(name)
	var found []string
	for _, word := range strings.FieldsFunc(name, func(r rune) bool {
		return r <= ' ' || strings.ContainsRune("<>()[]\"',;:\u00a0\u200b", r)
	}) {
		local, domain, ok := strings.Cut(word, "@")
		if domain = strings.Trim(domain, ".!?"); ok && local != "" && strings.Contains(domain, ".") {
			found = append(found, foldAddress(local+"@"+domain))
		}
	}
	return found
}

// singular are the fields that may stand once and that decide what a letter asks or
// how its bytes are read (RFC 5322 §3.6, RFC 2045 §3), with the reason for each.
var singular = []struct{ name, reason string }{
	{"Subject", ReasonSubjectFields},
	{"Date", ReasonDateFields},
	{"To", ReasonRepeated},
	{"Message-ID", ReasonRepeated},
	{"Reply-To", ReasonRepeated},
	{"Sender", ReasonRepeated},
	{"MIME-Version", ReasonRepeated},
	{"Content-Type", ReasonRepeated},
	{"Content-Transfer-Encoding", ReasonRepeated},
}

// repeated returns the reason for a field that stands twice and may stand once.
func repeated(m *message.Message) string {
	var seen [16]bool
	for _, f := range m.Header {
		for i, s := range singular {
			if strings.EqualFold(f.Name, s.name) {
				if seen[i] {
					return s.reason
				}
				seen[i] = true
			}
		}
	}
	return ""
}
