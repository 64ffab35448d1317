package submission

import (
	"strings"

	"golang.org/x/net/idna"
)

// envelope makes the path for MAIL or RCPT from an address. A domain in Unicode
// becomes its A-label, so that SMTPUTF8 is asked for only where the local part
// needs it (RFC 6531 §3.7.1): many servers still lack it.
func envelope(stage Stage, address string) (path string, utf8 bool, err error) {
	bad := &Error{Outcome: Refused, Stage: stage, Kind: KindAddress}
	if strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r == 0x7f || r == '<' || r == '>' }) {
		return "", false, bad
	}
	at := strings.LastIndexByte(address, '@')
	if at <= 0 || at == len(address)-1 {
		return "", false, bad
	}
	local, domain := address[:at], address[at+1:]
	if !ascii(domain) {
		if domain, err = idna.Lookup.ToASCII(domain); err != nil {
			return "", false, bad
		}
	}
	return local + "@" + domain, !ascii(local), nil
}

func ascii(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > 0x7f })
}

// paths gives both ends of the envelope. An empty sender is the null reverse
// path of RFC 5321 §4.5.5: nobody answers it.
func paths(from, to string) (sender, recipient string, utf8 bool, err error) {
	var utf8Sender bool
	if from != "" {
		if sender, utf8Sender, err = envelope(StageMail, from); err != nil {
			return "", "", false, err
		}
	}
	recipient, utf8, err = envelope(StageRcpt, to)
	return sender, recipient, utf8 || utf8Sender, err
}

// noUTF8 is what a server without SMTPUTF8 means for a letter that needs it.
func (s *session) noUTF8(utf8 bool) error {
	if !utf8 {
		return nil
	}
	if ok, _ := s.smtp.Extension("SMTPUTF8"); ok {
		return nil
	}
	return &Error{Outcome: Refused, Stage: StageRcpt, Kind: KindAddress, Detail: "server without SMTPUTF8"}
}
