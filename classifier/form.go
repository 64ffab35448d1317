package classifier

import (
	"slices"

	"medico-intech.kz/otinish/store/privacy"
)

// A web form asks who writes before it asks what he wants: «Имя: … Телефон: … Сообщение: …». What stands in its fields changes
// nothing where the message gives a value itself, nor in fields that the message does not speak of.

// form is where the message of a web form begins, and of which fields the message speaks.
type form struct {
	message int             // a line; 0: no form
	says    bool            // the message gives a value itself
	fields  []privacy.Field // that the message speaks of, and not as what stays
	points  bool            // it says that the value stands in the form
	turns   bool            // it says so of a value that is wrong, the old one or somebody else's
}

// fewestFields are above the message of a form.
const fewestFields = 2

// formOf looks for a form: labels of at least two fields above one for the message.
func (r *reading) formOf(x *index) (f form) {
	fields := 0
	for i, l := range r.lines {
		if l.number == 0 {
			continue
		}
		if fields >= fewestFields && x.formText(l.text) {
			f.message = i
			break
		}
		if label, ok := x.labelAt(l.text, len(l.text)-len(skipBullet(l.text))); ok && label.field != "" {
			fields++
		}
	}
	if f.message == 0 {
		return form{}
	}
	for i, w := range r.words {
		if int(w.line) < f.message {
			continue
		}
		if x.roles.has(r.lower(i), "in-form") {
			from, to := r.sentenceOf(i)
			f.points = true
			for k := from; k < to; k++ {
				w := r.lower(k)
				f.turns = f.turns || x.isOld(w) || x.stray.hasAny([]string{w}, "theirs", "of-them") || x.former.hasAny([]string{w}, "negates", "negates-before", "wrong", "not-mine")
			}
		}
		if field := r.names(x, i); field != "" && !slices.Contains(f.fields, field) && !r.staysSame(x, i) {
			f.fields = append(f.fields, field)
		}
	}
	for _, l := range r.lines[f.message:] {
		f.says = f.says || len(appendSpots(nil, l.text)) > 0
	}
	return f
}

// identity reports whether a value in a field of the form only says who writes.
func (f form) identity(line int, field privacy.Field) bool {
	return f.message > 0 && line < f.message && (f.says || f.turns || len(f.fields) > 0 && !slices.Contains(f.fields, field))
}

// meant reports whether the message says that the value of a field of the form is the new one.
func (f form) meant(line int, field privacy.Field) bool {
	return f.message > 0 && line < f.message && !f.says && f.points && !f.turns && slices.Contains(f.fields, field)
}

// markForm marks what the fields of a form hold.
func (r *reading) markForm(x *index, offers []offer) {
	f := r.formOf(x)
	if f.message == 0 {
		return
	}
	f.says = slices.ContainsFunc(offers, func(o offer) bool { // the former one says nothing of where the new one stands
		return o.spot.line >= f.message && o.spot.field != privacy.FieldName && o.value.Valid && !o.former
	})
	for k := range offers {
		switch o := &offers[k]; {
		case f.identity(o.spot.line, o.spot.field) && o.rule != "new":
			o.stray, o.counter = true, false
		case f.meant(o.spot.line, o.spot.field) && o.value.Valid && !o.former:
			o.counter, o.stray, o.unclear = true, false, false
		}
	}
}
