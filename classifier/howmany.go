package classifier

import (
	"slices"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// A letter may say how many things change: «обновите оба», «үшеуін де», "all three"
// (extent.txt). There is a field for no more than three, so that one without a value is missed.

// fewerThanSaid reports whether the letter says that two or three things change, and where,
// while fewer have a value that was taken.
func (r *reading) fewerThanSaid(x *index, values []Value, offers []offer) (at int, yes bool) {
	taken := map[privacy.Field]bool{}
	for _, v := range values {
		taken[v.Field] = true
	}
	if len(taken) < len(privacy.Fields) {
		if at := r.threeThings(x); at >= 0 {
			return at, true
		}
	}
	left := slices.ContainsFunc(offers, func(o offer) bool {
		return !taken[o.spot.field] && o.value.Valid && (!o.former || o.spot.field == privacy.FieldName) && (o.rule != "sender" || o.spot.label) && !slices.Contains([]string{"old", "closed", "other"}, o.rule)
	})
	if len(values) != 1 {
		return 0, false
	}
	if at := r.secondly(x); at >= 0 && slices.ContainsFunc(offers, func(o offer) bool {
		return !taken[o.spot.field] && o.value.Valid && r.unitOf(o.spot) == r.judged.unitAt(at)
	}) {
		return at, true
	}
	at = r.both(x)
	return at, at >= 0 && (left || r.asksAt(at) && (r.isPlace(x, 0, len(r.words)) || r.freshPapers(x))) // a home or a passport: «Екеуін де өзгертіңіздер»
}

// saysSeveral reports whether the letter says that two or three things change.
func (r *reading) saysSeveral(x *index) bool {
	return r.both(x) >= 0 || r.threeThings(x) >= 0
}

// both returns the word that says that two things change; -1: none does. «Мы оба ходим на курсы» is of persons.
func (r *reading) both(x *index) int {
	for i := range r.words {
		if (x.extent.has(r.lower(i), "both") || r.oneAndOther(x, i)) && (r.namesField(x, i) || !r.aside(i)) && !r.bothPlaces(x, i) {
			return i
		}
	}
	return -1
}

// bothPlaces reports whether word i is of two places or uses: "both for banking and for the statement".
func (r *reading) bothPlaces(x *index, i int) bool {
	_, to := r.sentenceOf(i)
	if i+1 >= to || !x.extent.has(r.lower(i+1), "spread") {
		return false
	}
	for k := i + 2; k < to && r.names(x, k) == ""; k++ {
		if r.lower(k) == r.lower(i+1) && x.extent.has(r.lower(k-1), "and") {
			return true
		}
	}
	return false
}

// secondly returns the word at the head of a sentence that asks for another thing: «Во-вторых, …»; -1: none does.
func (r *reading) secondly(x *index) int {
	for i := range r.words {
		if (i == 0 || r.words[i-1].sentence != r.words[i].sentence) && x.extent.has(r.lower(i), "second") && r.asksAt(i) {
			return i
		}
	}
	return -1
}

// oneAndOther reports whether word i ends «и то, и другое», «то и другое».
func (r *reading) oneAndOther(x *index, i int) bool {
	is := func(at int, class string) bool { return x.extent.has(r.lower(at), class) }
	return i >= 2 && is(i, "the-other") && is(i-1, "and") && is(i-2, "one-of-two")
}

// asksAt reports whether word i stands in a sentence that asks for an update.
func (r *reading) asksAt(i int) bool {
	at := r.judged.unitAt(i)
	return at >= 0 && !r.judged.units[at].title && r.judged.chances[at][asks(privacy.KindUpdate)] > levelHint
}

// namesField reports whether a field is named in the sentence of word i.
func (r *reading) namesField(x *index, i int) bool {
	for from, to := r.sentenceOf(i); from < to; from++ {
		if r.names(x, from) != "" {
			return true
		}
	}
	return false
}

// aside reports whether word i stands in a sentence that, as far as the model sees, says nothing of what is asked.
func (r *reading) aside(i int) bool {
	at := r.judged.unitAt(i)
	return at >= 0 && r.judged.chances[at].isQuiet()
}

// threeThings returns the word that says that three things change; -1: none does. «Дочитала все три книги» is of others.
func (r *reading) threeThings(x *index) int {
	is := func(i int, class string) bool { return i >= 0 && i < len(r.words) && x.extent.has(r.lower(i), class) }
	for i := range r.words {
		if is(i, "all") && strings.HasPrefix(strings.TrimLeft(r.lines[r.words[i].line].text[r.words[i].end:], " "), "3 ") && (r.namesField(x, i) || !r.aside(i)) { // "put all 3 in"
			return i
		}
		if (is(i, "three") || is(i, "three-of") && (is(i+1, "thing") || is(i-1, "all"))) && (r.namesField(x, i) || !r.aside(i)) {
			return i
		}
	}
	return -1
}
