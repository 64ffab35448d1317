package classifier

import (
	"slices"
	"strings"
)

// A row of a table is a line with tabs between its cells, or with signs by which people and
// mail programs draw one: «ФИО | Цой Юлия | Мельник Юлия», «Phone: A / B» below «Old / New».
// What a value alone in its cell is, the head of its column says, and the first cell of its row.

// headingReach is how many lines above a row its head is looked for, blank ones aside.
const headingReach = 12

// mostCells is how many cells a row has at most: more are no table of a person's data.
const mostCells = 20

// cellSign returns what parts the cells of a line; "" where it is no row.
func cellSign(text string) string {
	for _, sign := range []string{"\t", "|", " / "} {
		if n := strings.Count(text, sign); n > 0 && n < mostCells {
			return sign
		}
	}
	return ""
}

// column is what the head of a column and the first cell of a row say of a value.
type column struct {
	head string
	role role
}

// heading returns what a table says of a value that begins a cell. ok is false where it
// stands in no table, or behind words of its own other than the label of its row.
func (r *reading) heading(line, start int) (c column, ok bool) {
	text := r.lines[line].text
	if caption := r.captionBelow(line); caption != "" && len(wordsOf(text[:start])) == 0 {
		return column{caption, lexiconIndex().roleUnder(caption)}, true
	}
	sign, before := cellSign(text), text[:start]
	if sign == "" {
		return column{}, false
	}
	cell := before
	if at := strings.LastIndex(before, sign); at >= 0 {
		cell = before[at+len(sign):]
	}
	if labelled := sign != "\t" && strings.HasSuffix(strings.TrimSpace(cell), ":"); len(wordsOf(cell)) > 0 && !labelled {
		return column{}, false
	}
	at := strings.Count(before, sign)
	if c = r.headAbove(line, at, sign); c.head == "" && sign != "\t" {
		return column{}, false // a slash between two values, and no table
	}
	if first, _, _ := strings.Cut(before, sign); at > 0 && len(appendSpots(nil, first)) == 0 {
		c.head = strings.TrimSpace(first + " " + c.head)
		if c.role == roleOpen {
			c.role = lexiconIndex().roleUnder(c.head)
		}
	}
	return c, c.head != ""
}

// headAbove returns the head of a column; of a table without tabs only where it tells old from new.
func (r *reading) headAbove(line, at int, sign string) (c column) {
	cells := strings.Count(r.lines[line].text, sign)
	for i, seen := line-1, 0; i > 0 && seen < headingReach; i-- {
		if r.lines[i].blank() {
			continue
		}
		if seen++; strings.Count(r.lines[i].text, sign) >= mostCells {
			continue
		}
		above := strings.Split(r.lines[i].text, sign)
		if len(above) < 2 {
			break // above the table
		}
		missing := cells + 1 - len(above) // an empty corner cell is left out
		if missing < 0 && sign == "\t" {
			missing = 0 // cells at the end of the row are empty
		}
		if missing < 0 || missing > 1 || len(appendSpots(nil, r.lines[i].text)) > 0 {
			continue
		}
		roles := lexiconIndex().columnRoles(above)
		if sign != "\t" && !(slices.Contains(roles, roleOld) && slices.Contains(roles, roleNew)) {
			continue
		}
		if k := at - missing; k >= 0 && k < len(above) {
			c = column{above[k], roles[k]} // the topmost row is the head
		}
	}
	return c
}

// columnRoles says what the heads of columns say of the values below them. Of two columns one word is enough, and it says what the
// other holds: below «Сейчас» stands what was, beside «Как надо», and what is, beside «Раньше».
func (x *index) columnRoles(heads []string) []role {
	roles := make([]role, len(heads))
	was, shall := -1, -1
	told := 0
	for k, head := range heads {
		words := wordsOf(head)
		roles[k] = x.roleUnder(head)
		if x.roles.hasAny(words, "head-new") {
			roles[k], shall = roleNew, k
		} else if roles[k] == roleOld && (was < 0 || !slices.ContainsFunc(wordsOf(heads[was]), x.isOld)) { // «Раньше» is surer than «Сейчас»
			was = k
		}
		if len(words) > 0 && !x.isFieldLabel(words) {
			told++
		}
	}
	if told != 2 || was >= 0 == (shall >= 0) {
		return roles
	}
	for k, head := range heads {
		switch words := wordsOf(head); {
		case len(words) == 0 || x.isFieldLabel(words):
		case shall >= 0 && k != shall:
			roles[k] = roleOld
		case was >= 0 && k != was:
			roles[k] = roleNew
		}
	}
	return roles
}

// isFieldLabel reports whether a head names a field and says nothing of old and new.
func (x *index) isFieldLabel(words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool {
		return !x.labels.knows(w) || x.labels.hasAny([]string{w}, "new", "old") || x.roles.hasAny([]string{w}, "head-new", "head-old")
	})
}

// roleUnder says by the head of a column and of a row which of two values a cell holds.
// Alone, words say more than in a sentence: «Before», «До», «Бұрын».
func (x *index) roleUnder(head string) role {
	words := wordsOf(head)
	for i := 1; i < len(words); i++ {
		if strings.EqualFold(words[i-1], "from") && x.roles.has(words[i], "now") { // "From now on"
			return roleNew
		}
	}
	switch {
	case x.roles.hasAny(words, "head-new"):
		return roleNew
	case x.roles.hasAny(words, "head-old"):
		return roleOld
	}
	return x.roleBy(words, "")
}
