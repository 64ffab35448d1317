package classifier

import (
	"slices"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// Where no word list says which part of a name is new, what has been learned of the values of a letter may: «снова Шевцова, как до
// свадьбы», "my ID now says Tulegenova where it used to say Holloway".

// partAt is the chance of being new that a part of a name needs.
const partAt = chosenAt

// weighedParts returns the new parts of a whole name that the model finds; none where one has no place or two have the same.
func (r *reading) weighedParts(x *index, offers []offer, whole []string) (parts []newPartOf) {
	for _, o := range offers[:min(len(offers), mostWeighed)] {
		if o.spot.field != privacy.FieldName || o.value.Problem != problemPartName || o.barred() || o.spot.closed || o.chance < partAt || strings.ContainsRune(o.value.Raw, ' ') {
			continue
		}
		t := nameToken{o.value.Raw, o.spot.line, o.spot.start, o.spot.end}
		if x.partOf(t.word) == (personWord{}) && x.speaksOf(t.word) { // «стала Шевцовой :) Поправьте …»
			continue
		}
		if placeIn(whole, withoutCopula(t.word)) >= 0 || pieceOf(t.word, whole) || !x.mayBePart(t, r.lines[t.line].text, false, whole) || o.chance < firmAt && r.isOldPart(x, t) {
			continue
		}
		if u := r.unitOf(o.spot); u >= 0 && r.kinIn(x, r.judged.units[u], t) {
			continue
		}
		n := len(parts)
		if parts = r.withPart(x, parts, t, r.placeFor(x, t, whole), whole, o.chance >= firmAt); len(parts) == n {
			continue
		}
		parts[n].chance = o.chance
		if i := slices.IndexFunc(parts[:n], func(p newPartOf) bool { return p.at == parts[n].at }); i >= 0 {
			if !strings.EqualFold(parts[i].word, parts[n].word) {
				return nil
			}
			parts = parts[:n]
		}
	}
	return parts
}

// mostWeighed is how many values of a letter are looked at for new parts.
const mostWeighed = 60

// pieceOf reports whether a word is one half of a part with a hyphen: «Lindqvist» of «Lindqvist-Ahn».
func pieceOf(word string, whole []string) bool {
	return slices.ContainsFunc(whole, func(part string) bool {
		return strings.ContainsFunc(part, isDash) && slices.ContainsFunc(strings.FieldsFunc(part, isDash), func(half string) bool { return isCaseOf(word, half) })
	})
}

// placeFor returns which part of a whole name a new one takes the place of: the one it is spelt like, the one it is known as, the one that its
// sentence names, else the surname, which changes most; -1 where it is open.
func (r *reading) placeFor(x *index, t nameToken, whole []string) int {
	word := withoutCopula(t.word)
	known := x.partOf(word)
	surname := placeOfPart(x, whole, "surname")
	fits := func(at int) bool { return at >= 0 && !(known.surname && !known.given && at != surname) }
	if at := speltLike(word, whole); fits(at) {
		return at
	}
	if at := rootOf(word, whole); fits(at) && x.isPatronymic(word) == x.isPatronymic(whole[at]) {
		return at
	}
	if x.isPatronymic(word) {
		return placeOfPart(x, whole, "patronymic")
	}
	named := r.classNamed(x, r.unitOf(spot{line: t.line, start: t.start, end: t.end}))
	switch {
	case named == "given" && (!known.surname || hasEnding(strings.ToLower(word), []string{"жан", "хан", "бек", "бай"})): // these end given names, too
		return placeOfPart(x, whole, "given")
	case known.given && !known.surname && named != "surname":
		return -1
	case named == "surname", known.surname, r.wedding:
		return surname
	}
	return -1
}

// classNamed returns which part of a name a sentence names, or else one that asks for an update: the surname before others.
func (r *reading) classNamed(x *index, k int) string {
	named := func(k int) (class string) {
		for i := r.judged.units[k].from; i < r.judged.units[k].to; i++ {
			if c := r.partNamed(x, i); c != "" && (class == "" || c == "surname") && !r.keptBehind(x, i) {
				class = c
			}
		}
		return class
	}
	if k >= 0 && named(k) != "" {
		return named(k)
	}
	class := ""
	for k := range r.judged.units {
		if c := named(k); c != "" && r.judged.chances[k][asks(privacy.KindUpdate)]+r.judged.chances[k][touches(privacy.KindUpdate)] >= levelHint && (class == "" || c == "surname") {
			class = c
		}
	}
	return class
}

// keptBehind reports whether the words behind one that names a part say that it stays: «фамилия и отчество те же».
func (r *reading) keptBehind(x *index, i int) bool {
	const reach = 5 // words
	var behind []string
	for k := i + 1; k < min(i+reach, len(r.words)) && r.words[k].sentence == r.words[i].sentence; k++ {
		behind = append(behind, r.lower(k))
	}
	return x.parts.hasAny(behind, "stays", "same") || x.sayStays(behind)
}

// weighed reports whether the model takes each part for the new one.
func (r *reading) weighed(offers []offer, parts []newPartOf) bool {
	return !slices.ContainsFunc(parts, func(p newPartOf) bool {
		return !slices.ContainsFunc(offers, func(o offer) bool {
			return o.spot.line == p.from.line && o.spot.start == p.from.start && o.chance >= partAt
		})
	})
}
