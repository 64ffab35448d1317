package classifier

import (
	"slices"
	"strings"

	"medico-intech.kz/otinish/mailbox/message"
)

// Line is a line that the writer is answerable for, as the classifier reads it.
type Line struct {
	Where  string `json:"where"` // "subject line" or "text, line 3"
	Text   string `json:"text"`
	Folded string `json:"folded"` // the skeletons its words are compared in, set apart by blanks
}

// Lines shows what Classify reads of a message and how it folds it, for whoever asks
// why a letter was read as it was. It shows the writer's words: to operators only.
func Lines(m *message.Message) []Line {
	if m == nil {
		return nil
	}
	r := read(m, lexiconIndex(), message.Own)
	var lines []Line
	for _, l := range r.lines {
		if l.blank() {
			continue
		}
		words := make([]string, 0, l.end-l.first)
		for i := l.first; i < l.end; i++ {
			words = append(words, string(r.skeleton(i)))
		}
		lines = append(lines, Line{Where: l.where(), Text: l.text, Folded: strings.Join(words, " ")})
	}
	return lines
}

// Sentence is a sentence with what the model takes it for.
type Sentence struct {
	Where  string  `json:"where"` // "subject line" or "text, line 3"
	Text   string  `json:"text"`
	Sense  string  `json:"sense"`  // "harmless", "business", "forbids", a kind, or a kind with a question mark
	Chance float32 `json:"chance"` // of that sense, 0 to 1
}

// Sentences shows how the model reads a message. It shows the writer's words: to
// operators only.
func Sentences(m *message.Message) []Sentence {
	if m == nil {
		return nil
	}
	x := lexiconIndex()
	r := read(m, x, message.Own)
	_, _, hits := r.findKinds(x)
	j := r.judge(x, senseModel(), hits)
	var list []Sentence
	for i, u := range j.units {
		best := slices.Max(j.chances[i])
		list = append(list, Sentence{
			Where: r.lines[r.words[u.from].line].where(), Text: r.excerpt(u.from, u.to-1),
			Sense: sense(slices.Index(j.chances[i], best)).String(), Chance: best,
		})
	}
	return list
}
