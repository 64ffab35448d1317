package senderauth

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime/quotedprintable"
	"regexp"
	"strings"

	"medico-intech.kz/otinish/mailbox/message"
)

// quoting is how programs mark what somebody else wrote, in text and in HTML, and how
// parts of a letter begin, which may be files of others.
var quoting = regexp.MustCompile(`(?im)^[ \t]*>|<blockquote|gmail_quote|divRplyFwdMsg|^[ \t]*(?:-{3,}|_{5,})|^--[^ \t\r\n]|^content-[a-z-]+[ \t]*:|^(?:from|от|кімнен)[ \t]*:`)

// mayQuote reports whether a letter may hold words of others: it answers or forwards one
// by its subject line, or its body quotes, in whatever encoding it may be. Most that
// people ask of us is neither, and providers that do not sign Content-Type are large.
func mayQuote(m *message.Message, letter *letterBytes) bool {
	if strings.TrimSpace(m.SubjectLine) != message.StripPrefixes(m.SubjectLine) {
		return true
	}
	if quoting.Match(letter.body) {
		return true
	}
	packed := bytes.Join(bytes.Fields(letter.body), nil)
	if decoded, err := base64.StdEncoding.DecodeString(string(packed)); err == nil && quoting.Match(decoded) {
		return true
	}
	decoded, _ := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(letter.body))) // as far as it is readable
	return quoting.Match(decoded)
}
