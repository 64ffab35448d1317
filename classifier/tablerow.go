package classifier

import (
	"slices"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// Rows of a table with a column for what was and one for what shall be: those of the parts of a name make a name, and one that
// has the same in both changes nothing.

// rowParts returns the parts of a name that the new column of a table holds: «Фамилия | Щербакова | Щербакова-Ли» below «| у вас | нужно».
func (r *reading) rowParts(x *index) (list []candidate) {
	for i, l := range r.lines {
		sign := cellSign(l.text)
		if l.number == 0 || sign == "" || sign == " / " {
			continue
		}
		part, was := label{}, candidate{}
		for _, c := range r.cells(i, sign) {
			words := wordsOf(c.raw)
			if l, ok := x.labelAt(c.raw+":", 0); part.field == "" && len(words) > 0 && ok && l.field == privacy.FieldName && x.isFieldLabel(words) {
				part = l
				continue
			}
			if part.field == "" || c.raw == "" {
				continue
			}
			column := c.end
			c.label = part
			switch r.headAbove(i, column, sign).role {
			case roleOld:
				was = c
			case roleNew:
				if x.isSame(c.raw) && was.raw != "" {
					c = was
				}
				c.isNew, c.raw = true, leadingName(c.raw)
				list = append(list, c)
			}
		}
	}
	if slices.ContainsFunc(list, func(c candidate) bool { return strings.Contains(c.raw, " ") && c.part == wholeName }) {
		return nil // whole names are found as such
	}
	return list
}

// cells returns what stands in the cells of a row; end is the number of the cell.
func (r *reading) cells(line int, sign string) (list []candidate) {
	start := 0
	for k, cell := range strings.Split(r.lines[line].text, sign) {
		raw := strings.TrimSpace(cell)
		list = append(list, candidate{label: label{end: k}, raw: raw, line: line, start: start + strings.Index(cell, raw)})
		start += len(cell) + len(sign)
	}
	return list
}

// markUnchanged marks the values of rows in which nothing changes: both columns have the same, or the new one is empty or
// says so. What is new in another row is set against what was.
func (r *reading) markUnchanged(x *index, offers []offer) {
	for a := range offers {
		old := &offers[a]
		_, row := r.heading(old.spot.line, old.spot.start)
		if !row || old.spot.role != roleOld || !old.value.Valid {
			continue
		}
		if r.sameInRow(x, old.spot.line) {
			old.stray, old.former, old.unchanged = true, false, true
		}
		for b := range offers {
			fresh := &offers[b]
			if old.spot.field != fresh.spot.field || old.spot.line != fresh.spot.line || fresh.spot.role != roleNew || !fresh.value.Valid {
				continue
			}
			if fresh.counter = old.value.Text != fresh.value.Text; !fresh.counter {
				fresh.stray, fresh.unchanged, old.stray, old.unchanged = true, true, true, true
			}
		}
	}
}

// sameInRow reports whether the new column of a row is empty or says that nothing changes.
func (r *reading) sameInRow(x *index, line int) bool {
	sign := cellSign(r.lines[line].text)
	told := false
	for _, c := range r.cells(line, sign) {
		if told = told || r.headAbove(line, c.end, sign).role == roleNew; told && r.headAbove(line, c.end, sign).role == roleNew {
			return x.isSame(c.raw)
		}
	}
	return !told && r.newColumn(line, sign)
}

// newColumn reports whether a table has a column for what shall be, which a row does not reach.
func (r *reading) newColumn(line int, sign string) bool {
	for i := line - 1; i > 0 && i >= line-headingReach; i-- {
		if above := strings.Split(r.lines[i].text, sign); len(above) > strings.Count(r.lines[line].text, sign)+1 {
			return slices.Contains(lexiconIndex().columnRoles(above), roleNew)
		}
	}
	return false
}
