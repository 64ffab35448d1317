package classifier

import (
	"slices"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// A letter may say how many things change: «обновите оба», «үшеуін де», "all three".

// bothWords say that two things change.
var bothWords = strings.Fields(`оба обе обоих обеих екеуі екеуін екеуінде екеуіңде both`)

// threeWords say that three do: there is a field for no more than these, so that one without
// a value is missed.
var threeWords = strings.Fields(`үшеуі үшеуін үшеуінде трёх трех`)

// threeOf say it before what begins like one of threeThings: «үш дерек», "all three", «три изменения».
var (
	threeOf     = strings.Fields(`үш три three`)
	threeThings = strings.Fields(`дере мәлімет өзгеріс нәрсе изменения поправки правки пункта вещи поля сведения things changes items details fields updates corrections`)
	threeBefore = strings.Fields(`все всё all these`)
)

// fewerThanSaid reports whether the letter says that two or three things change, and where,
// while fewer have a value that was taken.
func (r *reading) fewerThanSaid(values []Value, offers []offer) (at int, yes bool) {
	taken := map[privacy.Field]bool{}
	for _, v := range values {
		taken[v.Field] = true
	}
	if len(taken) < len(privacy.Fields) {
		if at := slices.IndexFunc(r.lowerWords(), func(w string) bool { return slices.Contains(threeWords, w) }); at >= 0 {
			return at, true
		}
		if at := r.threeThings(); at >= 0 {
			return at, true
		}
	}
	left := slices.ContainsFunc(offers, func(o offer) bool {
		return !taken[o.spot.field] && o.value.Valid && !o.former && (o.rule != "sender" || o.spot.label) && !slices.Contains([]string{"old", "closed", "other"}, o.rule)
	})
	if len(values) != 1 || !left {
		return 0, false
	}
	at = slices.IndexFunc(r.lowerWords(), func(w string) bool { return slices.Contains(bothWords, w) })
	return at, at >= 0
}

// saysSeveral reports whether the letter says that two or three things change.
func (r *reading) saysSeveral() bool {
	return slices.ContainsFunc(r.lowerWords(), func(w string) bool { return slices.Contains(bothWords, w) || slices.Contains(threeWords, w) }) || r.threeThings() >= 0
}

// threeThings returns the word that says that three things change; -1: none does.
func (r *reading) threeThings() int {
	words := r.lowerWords()
	for i, w := range words {
		if !slices.Contains(threeOf, w) {
			continue
		}
		if i+1 < len(words) && slices.ContainsFunc(threeThings, func(thing string) bool { return strings.HasPrefix(words[i+1], thing) }) || i > 0 && slices.Contains(threeBefore, words[i-1]) {
			return i
		}
	}
	return -1
}

func (r *reading) lowerWords() []string {
	list := make([]string, len(r.words))
	for i := range list {
		list[i] = r.lower(i)
	}
	return list
}
