package classifier

import (
	"strings"

	"medico-intech.kz/otinish/mailbox/message"
)

// Line is a line that the writer is answerable for, as the classifier reads it.
type Line struct {
	Where  string `json:"where"` // "subject line" or "text, line 3"
	Text   string `json:"text"`
	Folded string `json:"folded"` // the skeletons its words are compared in, set apart by blanks
	Place  `json:"-"`
}

// shownLines are the lines that were read, with how they were folded.
func (r *reading) shownLines(m *message.Message) (lines []Line) {
	inTitle, inText := documentsIn(m.SubjectLine), documentsIn(m.Text)
	for _, l := range r.lines {
		if l.blank() {
			continue
		}
		hidden := inText
		if l.number == 0 {
			hidden = inTitle
		}
		words := make([]string, 0, l.end-l.first)
		for i := l.first; i < l.end; i++ {
			w := r.words[i]
			word := string(r.skeleton(i))
			if hidden.touch(l.offset+int(w.start), l.offset+int(w.end)) {
				word = starAll(word)
			}
			words = append(words, word)
		}
		lines = append(lines, Line{
			Where: l.where(0), Text: hidden.star(l.text, l.offset), Folded: strings.Join(words, " "),
			Place: Place{l.part(), l.number, l.offset, l.offset + len(l.text)},
		})
	}
	return lines
}

// Sentence is a sentence with what the model takes it for.
type Sentence struct {
	Where  string  `json:"where"` // "subject line" or "text, line 3"
	Text   string  `json:"text"`
	Sense  string  `json:"sense"`  // "harmless", "business", "forbids", a kind, or a kind with a question mark
	Chance float32 `json:"chance"` // of that sense, 0 to 1
	Place  `json:"-"`
}
