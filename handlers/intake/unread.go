package intake

import (
	"strings"

	"medico-intech.kz/otinish/classifier"
	"medico-intech.kz/otinish/mailbox/message"
)

// unread is why a letter in which nothing was found still goes to a person: what
// somebody wrote may be in a part that could not be read (P16). A file counts by its
// name where that asks for something, and where there is nothing else to read.
func unread(m *message.Message) classifier.Evidence {
	why, yes := m.Unread()
	if !yes {
		return classifier.Evidence{}
	}
	if why == string(message.NoteFileWords) {
		blank := strings.TrimSpace(m.OwnText()) == ""
		if !blank && !namesAsk(m.WordsInNames()) {
			return classifier.Evidence{} // «счёт на оплату.pdf»
		}
	}
	return classifier.Evidence{Rule: "unread:" + why, Where: "message"}
}

// namesAsk reports whether the name of a file asks for something.
func namesAsk(names []string) bool {
	for _, name := range names {
		if len(classifier.Classify(&message.Message{SubjectLine: name})) > 0 {
			return true
		}
	}
	return false
}
