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
		cells, start := strings.Split(l.text, sign), 0
		part := label{}
		for k, cell := range cells {
			words := wordsOf(cell)
			if l, ok := x.labelAt(strings.TrimSpace(cell)+":", 0); part.field == "" && len(words) > 0 && ok && l.field == privacy.FieldName && x.isFieldLabel(words) {
				part = l
			} else if raw := strings.TrimSpace(cell); part.field != "" && raw != "" && r.headAbove(i, k, sign).role == roleNew {
				part.isNew = true
				list = append(list, candidate{label: part, raw: leadingName(raw), line: i, start: start + strings.Index(cell, raw)})
				break
			}
			start += len(cell) + len(sign)
		}
	}
	if slices.ContainsFunc(list, func(c candidate) bool { return strings.Contains(c.raw, " ") && c.part == wholeName }) {
		return nil // whole names are found as such
	}
	return list
}

// markUnchanged marks the values that stand in both columns of a row: such a row asks for nothing.
func (r *reading) markUnchanged(offers []offer) {
	for a := range offers {
		for b := range offers {
			old, fresh := &offers[a], &offers[b]
			if a == b || old.spot.field != fresh.spot.field || old.spot.line != fresh.spot.line || !old.value.Valid || old.value.Text != fresh.value.Text || old.spot.role != roleOld || fresh.spot.role != roleNew {
				continue
			}
			if _, row := r.heading(fresh.spot.line, fresh.spot.start); row {
				fresh.stray, fresh.counter, fresh.unchanged, old.stray, old.unchanged = true, false, true, true, true
			}
		}
	}
}
