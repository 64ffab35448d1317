package classifier

import (
	"slices"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// What says who writes is no new value: the head of a web form, the name in a list of old
// and new. The address that a letter comes from says it as well, unless another is given up.

// identifies reports whether a labelled name only says who writes: the letter tells the old
// value of another field from the new one, or it is the head of a form over what somebody
// wrote in it.
func (r *reading) identifies(x *index, offers []offer) bool {
	old := func(o offer) bool { return o.former || o.rule == "old" }
	for _, field := range []privacy.Field{privacy.FieldPhone, privacy.FieldEmail} {
		has := func(is func(offer) bool) bool {
			return slices.ContainsFunc(offers, func(o offer) bool { return o.spot.field == field && o.value.Valid && is(o) })
		}
		if has(old) && has(func(o offer) bool { return !old(o) && (o.rule == "new" || o.chance >= sureAt) }) {
			return true
		}
	}
	return slices.ContainsFunc(r.lines, func(l line) bool { return x.formText(l.text) })
}

// respelled reports whether the letter gives the name behind a label in another spelling as
// well, or its old one beside it, so that the label is no mere signature: «записано слитно: «Пак
// Чжихун». ФИО: Пак Чжи Хун», «Аты-жөнім: … (бұрын Ахметова еді)».
func respelled(names []Value, offers []offer) bool {
	return slices.ContainsFunc(names, func(v Value) bool {
		words := strings.Fields(v.Text)
		return v.Valid && slices.ContainsFunc(offers, func(o offer) bool {
			if o.spot.field != privacy.FieldName || o.spot.closed {
				return false
			}
			other := strings.Fields(o.value.Raw)
			fresh := slices.ContainsFunc(other, func(w string) bool { return !slices.Contains(words, w) })
			if o.former || o.rule == "old" {
				return fresh
			}
			return o.value.Valid && fresh && slices.ContainsFunc(other, func(w string) bool { return slices.Contains(words, w) })
		})
	})
}

// givesIIN reports whether the letter labels an identity number: who gives it says who writes.
func (r *reading) givesIIN(x *index) bool {
	return slices.ContainsFunc(r.candidates(x), func(c candidate) bool { return c.iin })
}

// besideIIN reports whether an identity number follows a name of which nothing says that it is new: «…, ИИН …» says who writes.
func (r *reading) besideIIN(x *index, o offer) bool {
	if o.spot.field != privacy.FieldName || o.rule == "new" {
		return false
	}
	behind := wordsOf(headOf(r.lines[o.spot.line].text[o.spot.end:], 40))
	return len(behind) > 0 && x.labels.has(behind[0], "iin")
}

// toldNames returns the names that words of the letter clearly give as new.
func toldNames(offers []offer) (names []Value) {
	for _, o := range offers {
		if o.spot.field == privacy.FieldName && o.rule == "new" && o.value.Valid && !o.former && !o.stray && o.chance >= sureAt {
			names = append(names, o.value)
		}
	}
	return unique(names)
}

const formWords = 4 // of a label: «Текст обращения клиента»

// formText reports whether a line is the label of what somebody wrote in a web form:
// «Сообщение: …», «Текст обращения:», on that line or below it.
func (x *index) formText(text string) bool {
	at := strings.IndexAny(text, ":\t")
	if at < 0 {
		return false
	}
	rest, words := text[at+1:], wordsOf(text[:at])
	n := len(words)
	if n == 0 || n > formWords || slices.ContainsFunc(words, func(w string) bool {
		return x.labels.hasAny([]string{w}, "phone", "number", "mail", "address", "name", "surname", "given")
	}) {
		return false
	}
	return x.labelsMessage(words) && (len(wordsOf(rest)) > labelWords || strings.TrimSpace(rest) == "")
}

// replacesOther reports whether the sender's own address is clearly given in place of
// another one that the letter names: it writes from the new one.
func replacesOther(offers []offer, o offer) bool {
	return slices.ContainsFunc(offers, func(other offer) bool {
		if other.spot.field != o.spot.field || !other.value.Valid || other.value.Text == o.value.Text || other.rule == "closed" {
			return false
		}
		return o.chance >= sureAt && (other.former || other.chance < onlyAt) ||
			o.chance >= chosenAt && alike(o.value.Text, other.value.Text) // a slip of the pen on record
	})
}
