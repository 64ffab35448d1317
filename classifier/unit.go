package classifier

import "slices"

// unit is a piece of a letter that has one sense: a sentence, or a line. It is the words [from, to).
type unit struct {
	from, to int
	title    bool // the subject line
	asked    bool // ends in a question mark
}

const (
	maxUnit  = 48 // words: a sentence without end is cut
	maxUnits = 200
)

// units takes a letter apart.
func (r *reading) units() (list []unit) {
	list = r.room.judged.units[:0]
	for i := range r.words {
		if i > 0 && len(list) > 0 && r.continues(i) && i-list[len(list)-1].from < maxUnit {
			list[len(list)-1].to = i + 1
			continue
		}
		if len(list) == maxUnits {
			break
		}
		list = append(list, unit{from: i, to: i + 1, title: r.lines[r.words[i].line].number == 0})
	}
	list = slices.DeleteFunc(list, func(u unit) bool { // «Re: 12»
		return !slices.ContainsFunc(r.words[u.from:u.to], func(w word) bool { return w.script.cyrillic || w.script.latin })
	})
	for k := range list {
		list[k].asked = r.asked(r.words[list[k].to-1].sentence)
	}
	return list
}

// continues reports whether word i belongs to the sentence of the word before it.
func (r *reading) continues(i int) bool {
	a, b := &r.words[i-1], &r.words[i]
	return a.sentence == b.sentence && a.line == b.line
}
