package classifier

import (
	"slices"
	"strings"
	"unicode/utf8"

	"medico-intech.kz/otinish/store/privacy"
)

// Many letters from telephones are a subject line and a value: «Новый номер» over «8 701 …». The subject line says what is new, and nothing but
// the value stands below, with a greeting or a name.

const (
	mostTitled = 4 // lines of text in such a letter
	mostBelow  = 7 // words in one of them that is not the value: «Игнатенко, кв 41»
)

// titleOverValue reports whether the subject line says that the fields are new of which the text gives a value each, and nothing else.
func (r *reading) titleOverValue(x *index, offers []offer) bool {
	fields := r.newInTitle(x)
	if len(fields) == 0 {
		return false
	}
	lines := 0
	for i, l := range r.lines {
		if l.number == 0 || l.blank() {
			continue
		}
		if lines++; lines > mostTitled || !r.onlyValue(x, i) && !r.saysLittle(x, i) {
			return false
		}
	}
	for _, f := range fields {
		var given []string
		for _, o := range offers {
			if o.spot.field == f && r.lines[o.spot.line].number > 0 {
				if !o.value.Valid || o.former || o.stray || o.unclear || o.stays || o.rule == "other" || o.rule == "closed" || !r.onlyValue(x, o.spot.line) {
					return false
				}
				given = append(given, o.value.Text)
			}
		}
		if slices.Sort(given); len(slices.Compact(given)) != 1 {
			return false
		}
	}
	return !slices.ContainsFunc(offers, func(o offer) bool {
		return (o.spot.field == privacy.FieldPhone || o.spot.field == privacy.FieldEmail) && (!slices.Contains(fields, o.spot.field) || r.lines[o.spot.line].number == 0)
	})
}

// newInTitle returns the fields of numbers and addresses that the subject line says are new, and no other.
func (r *reading) newInTitle(x *index) (fields []privacy.Field) {
	if r.prefixes.reply || r.prefixes.forward {
		return nil
	}
	fresh := false
	for i := range r.words {
		if r.lines[r.words[i].line].number > 0 {
			break
		}
		w := r.lower(i)
		if r.asked(r.words[i].sentence) || x.former.has(w, "negates") || x.former.has(w, "negates-before") || x.others.has(w, "kin") || x.extent.has(w, "same") {
			return nil
		}
		changed := x.fresh(w) || x.parts.has(w, "became") || r.hasAny(i, x.naming.changed)
		fresh = fresh || changed
		switch f := r.names(x, i); {
		case f == "" && !changed && utf8.RuneCountInString(w) > 1 && !x.labels.knows(w) && !x.common.knows(w) && !x.parts.has(w, "self") && !x.extent.has(w, "and") && !x.repeat.knows(w):
			return nil // «Новый номер Айгуль»
		case f == privacy.FieldPhone || f == privacy.FieldEmail:
			if !slices.Contains(fields, f) {
				fields = append(fields, f)
			}
		case f != "":
			return nil
		}
	}
	if !fresh {
		return nil
	}
	return fields
}

// onlyValue reports whether a line is a number or an address, or several, with labels at most.
func (r *reading) onlyValue(x *index, i int) bool {
	text := r.lines[i].text
	spots := appendSpots(nil, text)
	rest, last := "", 0
	for _, s := range spots {
		rest, last = rest+text[last:s.start]+" ", s.end
	}
	rest += text[last:]
	return len(spots) > 0 && !slices.ContainsFunc(wordsOf(strings.ToLower(rest)), func(w string) bool { return !x.labels.knows(w) || x.labels.has(w, "old") })
}

// saysLittle reports whether a line is a greeting, or how a letter is signed: the model makes nothing of it.
func (r *reading) saysLittle(x *index, i int) bool {
	l := r.lines[i]
	if len(appendSpots(nil, l.text)) > 0 || len(wordsOf(l.text)) > mostBelow || strings.ContainsAny(l.text, "?") {
		return false
	}
	for k, u := range r.judged.units {
		if int(r.words[u.from].line) == i && r.judged.chances[k][senseHarmless] < .5 {
			return false
		}
	}
	return !slices.ContainsFunc(wordsOf(strings.ToLower(l.text)), func(w string) bool { return x.others.has(w, "kin") })
}
