package classifier

import (
	"slices"
	"strings"

	"medico-intech.kz/otinish/mailbox/message"
)

// Who hears nothing writes again, with the first letter below: «Жду ответа на то, что ниже». What is asked
// stands in the quote then, and the quote is the writer's own.

// remindsOf reports whether the first quote of a letter is one of its sender's: the line above it, or the
// head of the quoted letter, names him or his address.
func (x *index) remindsOf(m *message.Message) bool {
	at := slices.IndexFunc(m.Ranges, func(g message.Range) bool { return g.Origin == message.Quoted })
	if at < 0 || len(m.From) != 1 {
		return false
	}
	quote, lines := m.Text[m.Ranges[at].Start:m.Ranges[at].End], 0
	for line := range strings.Lines(quote) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if strings.HasPrefix(line, ">") {
			return false
		}
		if lines++; lines > quoteHead {
			return false
		}
		if names(line, m.From[0]) && !x.recipientLine(line) {
			return true
		}
	}
	return false
}

// quoteHead is in how many lines a quote says whose it is: «-----Original Message-----», «From: …».
const quoteHead = 3

// names reports whether a line holds somebody's address, or his whole name.
func names(line string, box message.Mailbox) bool {
	line = strings.ToLower(line)
	if address := strings.ToLower(box.Address); address != "" && strings.Contains(line, address) {
		return true
	}
	parts := wordsOf(strings.ToLower(box.Name))
	words := wordsOf(line)
	return len(parts) >= 2 && !slices.ContainsFunc(parts, func(p string) bool { return !slices.Contains(words, p) })
}
