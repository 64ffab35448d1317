package classifier

import (
	"slices"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// Rows of a table with a column for what was and one for what shall be: those of the parts of a name make a name, and one that
// has the same in both changes nothing.

// rowParts returns the parts of a name that the new column of a table holds: «Фамилия | Щербакова | Щербакова-Ли» below «| у вас | нужно».
// What is no part of a name makes the whole invalid, so that a person looks.
func (r *reading) rowParts(x *index) (list []candidate) {
	var untold []candidate // rows of a part of which no column says what shall be
	for i, l := range r.lines {
		sign := cellSign(l.text)
		if l.number == 0 || sign == "" || sign == " / " {
			continue
		}
		part, was, shall := label{}, candidate{}, candidate{}
		told := false
		for k, c := range r.cells(i, sign) {
			words := wordsOf(c.raw)
			if l, ok := x.labelAt(c.raw+":", 0); part.field == "" && len(words) > 0 && ok && l.field == privacy.FieldName && x.isFieldLabel(words) {
				part = l
				continue
			}
			switch r.headAbove(i, k, sign).role {
			case roleOld:
				was = c
			case roleNew:
				shall, told = c, true
			}
		}
		if part.field == "" {
			continue
		}
		if !told {
			untold = append(untold, candidate{label: part, raw: "?", line: i})
			continue
		}
		if x.isSame(shall.raw) && was.raw != "" {
			shall = was
		}
		if shall.raw = leadingName(shall.raw); !x.onlyNameWords(shall.raw) {
			shall.raw = "?"
		}
		shall.label = part
		shall.isNew = true
		list = append(list, shall)
	}
	if slices.ContainsFunc(list, func(c candidate) bool { return strings.Contains(c.raw, " ") && c.part == wholeName }) {
		return nil // whole names are found as such
	}
	if len(list) > 0 {
		list = append(list, untold...)
	}
	return list
}

// onlyNameWords reports whether each word of a text can be a word of a name.
func (x *index) onlyNameWords(text string) bool {
	words := strings.Fields(text)
	return len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return !x.isNameWord(w) && !endings[strings.ToLower(w)] })
}

// cells returns what stands in the cells of a row.
func (r *reading) cells(line int, sign string) (list []candidate) {
	start := 0
	for cell := range strings.SplitSeq(r.lines[line].text, sign) {
		raw := strings.TrimSpace(cell)
		list = append(list, candidate{raw: raw, line: line, start: start + strings.Index(cell, raw)})
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
			old.former, old.stray, old.unchanged = false, true, true
		}
		for b := range offers {
			fresh := &offers[b]
			if old.spot.field != fresh.spot.field || old.spot.line != fresh.spot.line || fresh.spot.role != roleNew || !fresh.value.Valid {
				continue
			}
			if fresh.counter = old.value.Text != fresh.value.Text; !fresh.counter {
				old.former, old.stray, old.unchanged = false, true, true
				fresh.stray, fresh.unchanged = true, true
			}
		}
	}
}

// sameInRow reports whether the new column of a row is empty or says that nothing changes.
func (r *reading) sameInRow(x *index, line int) bool {
	sign := cellSign(r.lines[line].text)
	if sign == "" {
		return false
	}
	for k, c := range r.cells(line, sign) {
		if r.headAbove(line, k, sign).role == roleNew {
			return len(wordsOf(c.raw)) == 0 || x.isSame(c.raw)
		}
	}
	return r.newColumn(line, sign)
}

// newColumn reports whether a table has a column for what shall be, which a row does not reach.
func (r *reading) newColumn(line int, sign string) bool {
	for i, seen := line-1, 0; i > 0 && seen < headingReach; i-- {
		if seen++; r.lines[i].blank() {
			continue
		}
		if n := strings.Count(r.lines[i].text, sign); n > strings.Count(r.lines[line].text, sign) && n < mostCells {
			above := strings.Split(r.lines[i].text, sign)
			return slices.Contains(lexiconIndex().columnRoles(above), roleNew)
		}
	}
	return false
}

// changedUnheld finds a row of which the new cell differs from the old one and for which there is no field: «Должность | бухгалтер | директор».
// A row that gives the name that was taken is none: «Новое ФИО | …».
func (r *reading) changedUnheld(x *index, values []Value, offers []offer) (Evidence, bool) {
	if len(values) == 0 {
		return Evidence{}, false
	}
	for i, l := range r.lines {
		sign := cellSign(l.text)
		if l.number == 0 || r.form.holds(i) || sign == "" || sign == " / " || l.first == l.end || len(appendSpots(nil, l.text)) > 0 || slices.ContainsFunc(offers, func(o offer) bool {
			return o.spot.line == i && o.spot.field == privacy.FieldName && o.value.Valid && slices.ContainsFunc(values, func(v Value) bool { return v.Field == o.spot.field && v.Text == o.value.Text })
		}) {
			continue
		}
		was, shall, label := "", "", ""
		for k, c := range r.cells(i, sign) {
			switch r.headAbove(i, k, sign).role {
			case roleOld:
				was = c.raw
			case roleNew:
				shall = c.raw
			default:
				label += c.raw
			}
		}
		if l, ok := x.labelAt(label+":", 0); was == "" || shall == "" || strings.EqualFold(was, shall) || x.isSame(shall) || len(wordsOf(shall)) == 0 || ok && l.field == privacy.FieldName {
			continue
		}
		return r.observe("guard:field:row", l.first, l.end-1), true
	}
	return Evidence{}, false
}
