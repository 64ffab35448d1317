package classifier

import (
	"slices"

	"medico-intech.kz/otinish/store/privacy"
)

// An application begins with who writes to whom («Директору …, от …, тел. …», then «ЗАЯВЛЕНИЕ»), and so does what a web form sends («Имя: …,
// Телефон: …, Сообщение: …»). A number or an address up there says how to reach the writer. Where the text below gives what is
// to be recorded, it is no new value.

const (
	mostHead  = 16 // lines that a head has at most
	mostTitle = 2  // words of a title
)

// bodyFrom returns the line below which the text proper begins: the title of an application, or the label of what was written in a web form;
// 0 where there is none.
func (r *reading) bodyFrom(x *index) int {
	for i := 2; i < len(r.lines) && i <= mostHead; i++ {
		text := r.lines[i].text
		if words := wordsOf(text); len(words) > 0 && len(words) <= mostTitle && x.stray.hasAny(words[:1], "title", "form") || x.formText(text) {
			return i
		}
	}
	return 0
}

// markHead marks the offers in the head of a letter that gives the new values below it. A field that the text below asks to change
// without a value of its own may have it in the head, which a person looks at.
func (r *reading) markHead(x *index, offers []offer) {
	body := r.bodyFrom(x)
	if body == 0 {
		return
	}
	for k := range offers {
		o := &offers[k]
		o.unclear = o.unclear || !o.counter && !o.stray && o.spot.line < body && o.spot.field != privacy.FieldName && !x.freshIn(r.placeOf(offers, k)) // it may be the old one
	}
	below := func(o offer) bool {
		return o.spot.line >= body && o.value.Valid && !o.barred() && !o.spot.closed && (o.rule == "new" || o.counter || o.spot.label || o.chance >= chosenAt)
	}
	if !slices.ContainsFunc(offers, below) {
		return
	}
	for k := range offers {
		o := &offers[k]
		if o.spot.line >= body || o.former || x.freshIn(r.placeOf(offers, k)) {
			continue
		}
		given := slices.ContainsFunc(offers, func(other offer) bool { return other.spot.field == o.spot.field && below(other) })
		if given || !r.asksBelow(x, body, o.spot.field) {
			o.stray, o.chance = true, 0 // nor does it cast doubt on the value below
		}
	}
}

// asksBelow reports whether a field is said to change at or below a line.
func (r *reading) asksBelow(x *index, line int, field privacy.Field) bool {
	for i, w := range r.words {
		if int(w.line) >= line && r.names(x, i) == field && r.saysChanged(x, i) {
			return true
		}
	}
	return false
}
