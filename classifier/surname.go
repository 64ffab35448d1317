package classifier

import (
	"slices"
	"strings"
	"unicode/utf8"

	"medico-intech.kz/otinish/store/privacy"
)

// «Была Иванова, стала Смагулова» gives a part of a name. Where one whole name in the
// letter has that part, as that of who signs it, it is the new name. Else the rest stands on
// record, not in the letter, so a person puts it together; the part is proposed.

// newPart returns what a letter gives as a new part of a name, where it gives no new
// name as a whole. others are its new values of other fields.
func (r *reading) newPart(x *index, offers []offer, others []Value) (values []Value) {
	if r.nameStays(x) {
		return nil
	}
	renames := r.aboutName(x) || len(others) == 0 && slices.ContainsFunc(offers, func(o offer) bool { return o.spot.field == privacy.FieldName && o.rule == "old" })
	for _, o := range offers {
		if renames && o.spot.field == privacy.FieldName && o.rule == "new" && o.value.Problem == problemPartName && !o.former && !r.onlyCapital(o) && r.saysNew(x, o.spot) &&
			(len(others) == 0 || r.namesBeside(x, o.spot)) {
			if whole, ok := onlyWith(offers, o.value.Raw); ok {
				o.value = whole
			}
			values = append(values, o.value)
		}
	}
	return unique(values)
}

// nameStays reports whether the letter says that the name stays: "My e-mail and my name stay as they are".
func (r *reading) nameStays(x *index) bool {
	return slices.ContainsFunc(r.lines, func(l line) bool {
		words := wordsOf(l.text)
		at := slices.IndexFunc(words, func(w string) bool { return x.roles.has(w, "name-item") })
		return at >= 0 && len(words) <= mostPassed && x.sayStays(words[at:min(len(words), at+4)])
	})
}

// mostPassed is how many words a line has at most that is looked through for what stays.
const mostPassed = 400

// namesBeside reports whether the line of a spot, or the one above it, speaks of names. Beside a new number any capital elsewhere is but a place.
func (r *reading) namesBeside(x *index, s spot) bool {
	return x.roles.hasAny(wordsOf(r.lines[s.line].text), "name-item") || x.roles.hasAny(wordsOf(r.lineBefore(s.line)), "name-item")
}

// partReplaces reports whether a whole name was taken as it stands while the letter gives a new part of it.
func (r *reading) partReplaces(x *index, values []Value, offers []offer) bool {
	return len(r.judged.units) <= mostActed && slices.ContainsFunc(values, func(v Value) bool {
		if v.Field != privacy.FieldName || !v.Valid || r.calledNew(v, offers) {
			return false
		}
		parts, ok := r.newParts(x, offers, strings.Fields(v.Text))
		return !ok || slices.ContainsFunc(parts, func(p newPartOf) bool { return p.stated })
	})
}

// calledNew reports whether a word says of a name that it is new, and no verb that it was found written so.
func (r *reading) calledNew(v Value, offers []offer) bool {
	return slices.ContainsFunc(offers, func(o offer) bool {
		if o.spot.field != v.Field || o.value.Text != v.Text || o.rule != "new" {
			return false
		}
		u := r.unitOf(o.spot)
		return u < 0 || r.toldOfRecord(r.judged.units[u]) < 0
	})
}

// partRespelt reports whether the letter writes a part of the name that was taken in two ways.
func (r *reading) partRespelt(x *index, values []Value, offers []offer) bool {
	return slices.ContainsFunc(values, func(v Value) bool {
		return v.Field == privacy.FieldName && v.Valid && !r.calledNew(v, offers) && slices.ContainsFunc(offers, func(o offer) bool {
			return o.spot.field == privacy.FieldName && o.value.Problem == problemPartName && !o.barred() && o.rule != "old" && !o.spot.closed && speltLike(o.value.Raw, strings.Fields(v.Text)) >= 0 &&
				!r.foundSpelt(x, o, offers, v)
		})
	})
}

// foundSpelt reports whether a part of a name stands as somebody else spelt it, beside the name that was taken: in quotation marks, behind a «not», or
// where words say that it was written so. "The sheet says Tamaris, … Tomiris Saparova is how I'm called". What papers say, or what shall be, is right.
func (r *reading) foundSpelt(x *index, part offer, offers []offer, taken Value) bool {
	before, after := r.wordsAround(part.spot)
	n := len(before)
	near := before[max(0, n-reachAfter):]
	switch {
	case n > 0 && x.former.has(before[n-1], "negates"):
		return true
	case x.former.hasAny(before, "papers"), x.former.hasAny(after, "papers"), x.former.hasAny(near, "shall", "right"), x.roles.hasAny(near, "before-stop"):
		return false
	case x.former.hasAny(near, "recorded"):
		return true
	}
	if len(after) > 1 && x.roles.has(after[0], "as") && x.former.hasAny(after[1:min(len(after), 1+reachAfter)], "recorded", "stands", "wrong") { // «… деп жазылған екен»
		return true
	}
	return r.inQuotes(part.spot) && !slices.ContainsFunc(offers, func(o offer) bool { return o.value.Place == taken.Place && r.inQuotes(o.spot) })
}

// inQuotes reports whether a quotation mark stands right before a spot.
func (r *reading) inQuotes(s spot) bool {
	mark, _ := utf8.DecodeLastRuneInString(r.lines[s.line].text[:s.start])
	return strings.ContainsRune("«\"“„", mark)
}

// partMissed reports whether a label or a word says that a part of a name is new, while no name was taken beside other values:
// «Отчество: не Ильгизаровна, а Илгизовна».
func (r *reading) partMissed(x *index, values []Value, offers []offer) bool {
	return !slices.ContainsFunc(values, func(v Value) bool { return v.Field == privacy.FieldName }) && slices.ContainsFunc(offers, func(o offer) bool {
		if o.spot.field != privacy.FieldName || o.spot.role != roleNew || o.value.Problem != problemPartName || o.former || o.stray || o.spot.closed {
			return false
		}
		before, _ := r.wordsAround(o.spot)
		return x.roles.hasAny(before[max(0, len(before)-reachAfter):], "name-item")
	})
}

// onlyWith returns the one whole name in which a part of a name stands.
func onlyWith(offers []offer, part string) (whole Value, ok bool) {
	var names []Value
	for _, o := range offers {
		if o.spot.field == privacy.FieldName && o.value.Valid && !o.former && slices.Contains(strings.Fields(o.value.Text), part) {
			names = append(names, o.value)
		}
	}
	if names = unique(names); len(names) != 1 || slices.ContainsFunc(offers, func(o offer) bool { return isAnother(o, names[0], part) }) {
		return Value{}, false
	}
	return names[0], true
}

// isAnother reports whether an offer is somebody else's name with the same part, in another case:
// «Ли Михаила» beside «Ли Марина».
func isAnother(o offer, name Value, part string) bool {
	words := strings.Fields(o.value.Raw)
	if o.spot.field != privacy.FieldName || o.value.Valid || len(words) < 2 || !slices.Contains(words, part) {
		return false
	}
	return slices.ContainsFunc(words, func(w string) bool {
		return !slices.ContainsFunc(strings.Fields(name.Text), func(n string) bool { return sameBeginning(w, n) })
	})
}

// sameBeginning reports whether two words may be cases of one.
func sameBeginning(a, b string) bool {
	const least = 3 // letters
	x, y := []rune(strings.ToLower(a)), []rune(strings.ToLower(b))
	n := min(least, len(x), len(y))
	return string(x[:n]) == string(y[:n])
}

// saysNew reports whether a word right before a name, or before what the name is of, says
// that it is new: «стала Смагулова», «новая фамилия Смагулова», not «теперь живёт Асель».
func (r *reading) saysNew(x *index, s spot) bool {
	before, _ := r.wordsAround(s)
	for i := len(before) - 1; i >= 0 && i >= len(before)-reachAfter; i-- {
		switch w := before[i]; {
		case x.fresh(w), x.former.has(w, "towards"):
			return true
		case !x.roles.has(w, "name-item") && !x.labels.knows(w):
			return false
		}
	}
	return false
}

// proposeParts gives what is only a part of a name the text that is proposed. It stays
// invalid: nobody carries it out as it is.
func proposeParts(values []Value) {
	for i := range values {
		if v := &values[i]; v.Problem == problemPartName {
			v.Text = nameValue(v.Raw).Text
		}
	}
}
