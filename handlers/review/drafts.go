package review

import (
	"strings"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store"
)

// OutLetter is an outgoing letter as it lies in the store.
type OutLetter = store.Letter

// ReadLetter gives the words of a letter in the outbox.
func ReadLetter(l store.Letter) (subjectLine, body string) {
	if len(l.Bytes) == 0 {
		return "", ""
	}
	m := message.Parse(l.Bytes)
	return m.SubjectLine, strings.TrimSpace(m.Text) + "\n"
}

func drafts(letters []store.Letter) []Draft {
	list := make([]Draft, 0, len(letters))
	for _, l := range letters {
		subjectLine, body := ReadLetter(l)
		list = append(list, Draft{
			Template: l.Template, To: l.To, Language: l.Language, SubjectLine: subjectLine, Body: body,
			Editable: len(letters) == 1 && !handlers.Coded(l.Template),
		})
	}
	return list
}
