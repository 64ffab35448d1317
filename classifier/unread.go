package classifier

import (
	"strings"

	"medico-intech.kz/otinish/mailbox/message"
)

// Unread is why a letter in which nothing was found still goes to a person: what
// somebody wrote may be in a part that could not be read (P16). A file counts by its
// name where that asks for something, and where there is nothing else to read. The
// zero Evidence says that all was read. Mail by machines is not told apart.
func Unread(m *message.Message) Evidence {
	why, yes := m.Unread()
	if !yes {
		return Evidence{}
	}
	if why == string(message.NoteFileWords) {
		blank := strings.TrimSpace(m.OwnText()) == ""
		if !blank && !namesAsk(m.WordsInNames()) {
			return Evidence{} // «счёт на оплату.pdf»
		}
	}
	return Evidence{Rule: "unread:" + why, Where: "message"}
}

// namesAsk reports whether the name of a file asks for something.
func namesAsk(names []string) bool {
	for _, name := range names {
		if len(Classify(&message.Message{SubjectLine: name})) > 0 {
			return true
		}
	}
	return false
}
