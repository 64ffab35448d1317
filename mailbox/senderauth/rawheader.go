package senderauth

import (
	"bytes"
	"strings"

	"medico-intech.kz/otinish/mailbox/message"
)

// rawField is a header field with its folding, each line ended by CRLF.
type rawField struct{ name, raw string }

// value returns what follows the colon, folding and all.
func (f rawField) value() string {
	return f.raw[strings.IndexByte(f.raw, ':')+1:]
}

// maxHeader is how many octets of a header every program reads: Postfix cuts it there
// (header_size_limit), and honest ones are far shorter.
const maxHeader = 100 << 10

// splitRaw cuts a mail into header fields and body for a signature to be checked
// over. It is strict where [message.Parse] is tolerant: a header in which lines are
// no fields, or lone CRs stand, is read differently by different programs, and a
// signature that one of them finds good says nothing about what the other shows.
// ok is false for such a header, and for one that differs from what m holds.
func splitRaw(raw []byte, m *message.Message) (fields []rawField, body []byte, ok bool) {
	for at := 0; ; {
		n := bytes.IndexByte(raw[at:], '\n')
		if n < 0 {
			return nil, nil, false // no blank line: no body
		}
		line := bytes.TrimSuffix(raw[at:at+n], []byte("\r"))
		at += n + 1
		if len(line) == 0 {
			return fields, raw[at:], sameFields(fields, m.Header)
		}
		if bytes.ContainsAny(line, "\r\x00") || at > maxHeader {
			return nil, nil, false
		}
		if line[0] == ' ' || line[0] == '\t' {
			if len(fields) == 0 {
				return nil, nil, false
			}
			fields[len(fields)-1].raw += string(line) + "\r\n"
			continue
		}
		name, _, found := bytes.Cut(line, []byte(":"))
		name = bytes.TrimRight(name, " \t")
		if !found || !fieldName(name) || len(fields) == message.MaxFields {
			return nil, nil, false
		}
		fields = append(fields, rawField{string(name), string(line) + "\r\n"})
	}
}

func fieldName(name []byte) bool {
	for _, c := range name {
		if c <= ' ' || c >= 0x7f {
			return false
		}
	}
	return len(name) > 0
}

// sameFields reports whether what is verified is what was read.
func sameFields(raw []rawField, read []message.HeaderField) bool {
	if len(raw) != len(read) {
		return false
	}
	for i, f := range raw {
		value := strings.Trim(strings.ReplaceAll(f.value(), "\r\n", ""), " \t")
		if f.name != read[i].Name || value != strings.Trim(read[i].Value, " \t") {
			return false
		}
	}
	return true
}
