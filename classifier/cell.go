package classifier

import "strings"

// A row of a table is a line with tabs between its cells. What a value alone in its cell
// is, the head of its column says, and the first cell of its row.

// headingReach is how many lines above a row its head is looked for.
const headingReach = 4

// heading returns what a table says of a value that begins a cell. ok is false where it
// stands in no table, or behind words of its own.
func (r *reading) heading(line, start int) (head string, ok bool) {
	before := r.lines[line].text[:start]
	column := strings.Count(before, "\t")
	if column == 0 && !strings.Contains(r.lines[line].text, "\t") || len(wordsOf(before[strings.LastIndexByte(before, '\t')+1:])) > 0 {
		return "", false
	}
	cells := strings.Count(r.lines[line].text, "\t")
	for i := line - 1; i > 0 && i >= line-headingReach; i-- {
		if r.lines[i].blank() {
			continue
		}
		above := strings.Split(r.lines[i].text, "\t")
		if len(above) < 2 {
			break // above the table
		}
		missing := cells + 1 - len(above) // an empty corner cell is left out
		if missing < 0 || missing > 1 || len(appendSpots(nil, r.lines[i].text)) > 0 {
			continue
		}
		if at := column - missing; at >= 0 {
			head = above[at] // the topmost row is the head
		}
	}
	if first, _, _ := strings.Cut(before, "\t"); column > 0 && len(appendSpots(nil, first)) == 0 {
		head = strings.TrimSpace(first + " " + head)
	}
	return head, head != ""
}

// roleUnder says by the head of a column and of a row which of two values a cell holds.
// Alone, words say more than in a sentence: «Before», «До», «Бұрын».
func (x *index) roleUnder(head string) role {
	words := wordsOf(head)
	for _, w := range words {
		if x.roles.has(w, "head-old") {
			return roleOld
		}
	}
	return x.roleBy(words, "")
}
