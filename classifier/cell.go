package classifier

import "strings"

// A row of a table is a line with tabs between its cells, or with signs by which people and
// mail programs draw one: «ФИО | Цой Юлия | Мельник Юлия», «Phone: A / B» below «Old / New».
// What a value alone in its cell is, the head of its column says, and the first cell of its row.

// headingReach is how many lines above a row its head is looked for.
const headingReach = 4

// cellSign returns what parts the cells of a line; "" where it is no row.
func cellSign(text string) string {
	for _, sign := range []string{"\t", "|", " / "} {
		if strings.Contains(text, sign) {
			return sign
		}
	}
	return ""
}

// heading returns what a table says of a value that begins a cell. ok is false where it
// stands in no table, or behind words of its own other than the label of its row.
func (r *reading) heading(line, start int) (head string, ok bool) {
	text := r.lines[line].text
	sign, before := cellSign(text), text[:start]
	if sign == "" {
		return "", false
	}
	cell := before
	if at := strings.LastIndex(before, sign); at >= 0 {
		cell = before[at+len(sign):]
	}
	if labelled := sign != "\t" && strings.HasSuffix(strings.TrimSpace(cell), ":"); len(wordsOf(cell)) > 0 && !labelled {
		return "", false
	}
	column := strings.Count(before, sign)
	if head = r.headOf(line, column, sign); head == "" && sign != "\t" {
		return "", false // a slash between two values, and no table
	}
	if first, _, _ := strings.Cut(before, sign); column > 0 && len(appendSpots(nil, first)) == 0 {
		head = strings.TrimSpace(first + " " + head)
	}
	return head, head != ""
}

// headOf returns the head of a column; of a table without tabs only where it tells old from new.
func (r *reading) headOf(line, column int, sign string) (head string) {
	cells := strings.Count(r.lines[line].text, sign)
	for i := line - 1; i > 0 && i >= line-headingReach; i-- {
		if r.lines[i].blank() {
			continue
		}
		above := strings.Split(r.lines[i].text, sign)
		if len(above) < 2 {
			break // above the table
		}
		missing := cells + 1 - len(above) // an empty corner cell is left out
		if missing < 0 || missing > 1 || len(appendSpots(nil, r.lines[i].text)) > 0 || sign != "\t" && !tellsOldFromNew(above) {
			continue
		}
		if at := column - missing; at >= 0 {
			head = above[at] // the topmost row is the head
		}
	}
	return head
}

func tellsOldFromNew(cells []string) bool {
	x, old, fresh := lexiconIndex(), false, false
	for _, cell := range cells {
		switch x.roleUnder(cell) {
		case roleOld:
			old = true
		case roleNew:
			fresh = true
		}
	}
	return old && fresh
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
