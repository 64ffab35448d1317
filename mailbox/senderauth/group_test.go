package senderauth

import (
	"testing"

	"medico-intech.kz/otinish/mailbox/message"
)

// A From with a NUL or a lone carriage return in it was read for ever: the daemon stood still over one letter (found by FuzzVerify).
func TestGroupIsToldWhateverStandsInFrom(t *testing.T) {
	for from, group := range map[string]bool{
		"Friends: a@b.kz, c@d.kz;":      true,
		"Aigul <aigul@client.example>":  false,
		"a\x00b <aigul@client.example>": false,
		"\x00":                          false,
		"a \x00 Friends: a@b.kz;":       true,
		"a\r b\x7f <a@b.kz>":            false,
	} {
		m := &message.Message{Header: []message.HeaderField{{Name: "From", Value: from}}}
		if got := isGroup(m); got != group {
			t.Errorf("%q: %v", from, got)
		}
	}
}
