package classifier

import (
	"slices"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// A home address is not held in any field. Who gives a new one beside a new number would have half of it done, so a person
// looks. Most addresses only say who writes: «Абай 17, 5-пәтер», «проживаю по адресу …». The words are in extent.txt.

// How many words before and behind the word «адрес» may say what becomes of it, and how many of an address are read.
const (
	homeNear = 4
	homeLong = 16
)

// newHome finds a postal address that shall be changed as well.
func (r *reading) newHome(x *index, values []Value) (Evidence, bool) {
	if len(values) == 0 {
		return Evidence{}, false
	}
	mail := slices.ContainsFunc(values, func(v Value) bool { return v.Field == privacy.FieldEmail })
	for i := range r.words {
		if !x.extent.has(r.lower(i), "address") || r.ofMail(x, i) {
			continue
		}
		from, to := r.sentenceOf(i)
		place := r.isPlace(x, i+1, max(to, r.behind(i, homeLong))) // the dots of «г. Рудный, ул. Мира» end no sentence
		qualified := x.extent.has(r.lower(max(i-1, 0)), "home") || i+1 < to && x.extent.has(r.lower(i+1), "home")
		changes := r.changing(x, from, to)
		switch {
		case r.says(x, i-homeNear, r.behind(i, 2*homeNear), "same") || r.isRight(x, i) || r.says(x, max(from, i-2), i, "not") || r.stay(x, i):
		case place && !changes && !r.isNew(x, i) && !r.listed(x, i):
		case !place && (!changes || qualified && mail || !qualified && !r.besideValue(x, i)):
		default:
			return r.observe("guard:field:home", i, i), true
		}
	}
	return Evidence{}, false
}

// behind returns the end of at most n words behind word i in its line.
func (r *reading) behind(i, n int) int {
	to := i + 1
	for to < len(r.words) && to <= i+n && r.words[to].line == r.words[i].line {
		to++
	}
	return to
}

// stay reports whether the words around word i say that something stays: "this address has not changed".
func (r *reading) stay(x *index, i int) bool {
	var words []string
	for k := max(0, i-homeNear); k < r.behind(i, 2*homeNear); k++ {
		words = append(words, r.lower(k))
	}
	return x.sayStays(words)
}

// isRight reports whether the words behind word i say that all is right: "address and phone are right".
func (r *reading) isRight(x *index, i int) bool {
	for k := i + 1; k < r.behind(i, homeNear); k++ {
		if x.former.has(r.lower(k), "right") && x.extent.has(r.lower(k-1), "is") { // not "right behind the mall"
			return k+1 == len(r.words) || r.words[k+1].line != r.words[k].line || strings.ContainsAny(r.lines[r.words[k].line].text[r.words[k].end:r.words[k+1].start], ",.;!)")
		}
	}
	return false
}

// says reports whether one of the words [from, to) is of a class of extent.txt.
func (r *reading) says(x *index, from, to int, class string) bool {
	for k := max(from, 0); k < min(to, len(r.words)); k++ {
		if x.extent.has(r.lower(k), class) {
			return true
		}
	}
	return false
}

// ofMail reports whether the word «адрес» at i is of an e-mail address: the words beside it say so, or what follows it.
func (r *reading) ofMail(x *index, i int) bool {
	w := r.words[i]
	for k := max(0, i-2); k < min(i+3, len(r.words)); k++ {
		if r.words[k].line == w.line && k != i && (r.names(x, k) == privacy.FieldEmail || x.labels.has(r.lower(k), "mail")) {
			return true
		}
	}
	const near = 60 // octets
	text := r.lines[w.line].text
	return strings.Contains(text[w.end:min(len(text), int(w.end)+near)], "@") || strings.Contains(text[max(0, int(w.start)-near):w.start], "@")
}

// isPlace reports whether the words [from, to) hold a street, a house or a flat with its number.
func (r *reading) isPlace(x *index, from, to int) bool {
	const near = 24 // octets between it and its number
	for k := from; k < min(to, len(r.words)); k++ {
		w := r.words[k]
		text := r.lines[w.line].text
		if x.extent.has(strings.TrimLeft(r.lower(k), "0123456789-"), "place") && countDigits(text[max(0, int(w.start)-near):min(len(text), int(w.end)+near)]) > 0 {
			return true
		}
	}
	return false
}

// isNew reports whether the words beside «адрес» say that it is the new one.
func (r *reading) isNew(x *index, i int) bool {
	for k := max(0, i-homeNear); k < min(i+homeNear, len(r.words)); k++ {
		w := []string{r.lower(k)}
		if r.words[k].line == r.words[i].line && (x.labels.hasAny(w, "new") || x.roles.hasAny(w, "before-new")) {
			return true
		}
	}
	return false
}

// changing reports whether one of the words [from, to) says that something changes.
func (r *reading) changing(x *index, from, to int) bool {
	for k := max(from, 0); k < min(to, len(r.words)); k++ {
		if r.hasAny(k, x.naming.changed) {
			return true
		}
	}
	return false
}

// listed reports whether the line of word i belongs to a list below a line that asks for changes: «прошу внести изменения:».
func (r *reading) listed(x *index, i int) bool {
	const reach = 5 // lines
	for line := int(r.words[i].line) - 1; line > 0 && line >= int(r.words[i].line)-reach; line-- {
		l := r.lines[line]
		if l.blank() {
			continue
		}
		if !strings.HasSuffix(strings.TrimSpace(l.text), ":") {
			continue
		}
		first := slices.IndexFunc(r.words, func(w word) bool { return int(w.line) == line })
		return first >= 0 && r.changing(x, first, r.behind(first, 2*homeLong))
	}
	return false
}

// besideValue reports whether the word «адрес» is named in one breath with a field: «исправьте и адрес, и телефон».
func (r *reading) besideValue(x *index, i int) bool {
	from, to := r.sentenceOf(i)
	for k := max(from, i-homeNear); k < min(to, i+homeNear+1); k++ {
		if k != i && r.names(x, k) == privacy.FieldPhone {
			return true
		}
	}
	return false
}
