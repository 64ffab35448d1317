package classifier

import (
	"slices"
	"strings"
)

// The number of a passport is held in no field. Most of those in a letter only say who writes; one in the sentence that asks for the change, in a
// letter that speaks of a new passport, is to be recorded as well: "I have a new passport. Please update: e-mail …, passport no. …".

// newDocument finds such a number in a letter that gives new values.
func (r *reading) newDocument(x *index, values []Value, offers []offer) (Evidence, bool) {
	if len(values) == 0 || !r.freshPapers(x) {
		return Evidence{}, false
	}
	for i := range r.words {
		if x.former.has(r.lower(i), "papers") && r.asksAt(i) && r.numbered(i) && r.listedBehind(i, values, offers) {
			return r.observe("guard:field:document", i, i), true
		}
	}
	return Evidence{}, false
}

// numbered reports whether the number of a document stands behind its word: "passport no. N14820736".
func (r *reading) numbered(i int) bool {
	const near = 40 // octets
	w := r.words[i]
	behind := headOf(r.lines[w.line].text[w.start:], int(w.end-w.start)+near)
	list := documentsIn(behind)
	if len(list) == 0 {
		return false
	}
	from := int(w.end - w.start)
	if list[0].from <= from {
		return true
	}
	between := behind[from:list[0].from]
	labelled := strings.ContainsAny(between, ":№") || slices.ContainsFunc(wordsOf(between), func(w string) bool { return slices.Contains(numberWords, strings.ToLower(w)) })
	return labelled && !strings.ContainsAny(between, ",;!?")
}

// numberWords stand between the word for a document and its number, where that is to be recorded; "my new passport, N1482…" only says who writes.
var numberWords = []string{"no", "nr", "number", "is", "now", "n", "номер", "теперь", "нөмірі"}

// listedBehind reports whether a value that was taken stands before word i in its sentence.
func (r *reading) listedBehind(i int, values []Value, offers []offer) bool {
	w, at := r.words[i], r.judged.unitAt(i)
	return slices.ContainsFunc(offers, func(o offer) bool {
		before := o.spot.line < int(w.line) || o.spot.line == int(w.line) && o.spot.end <= int(w.start)
		return before && slices.ContainsFunc(values, func(v Value) bool { return v.Valid && v.Place == o.value.Place }) && r.unitOf(o.spot) == at
	})
}

// freshPapers reports whether the letter speaks of a new passport or identity card.
func (r *reading) freshPapers(x *index) bool {
	for i := range r.words {
		if i > 0 && x.former.has(r.lower(i), "papers") && x.labels.has(r.lower(i-1), "new") && r.words[i-1].sentence == r.words[i].sentence {
			return true
		}
	}
	return false
}
