package classifier

import (
	"slices"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// What is known of the other values of the field says much of whether one is the new one: «scratch A
// and put me under B» is clear of B because of what stands before A.

// rivals adds what is known of the other values of the field.
func (f *spotFeatures) rivals() {
	o := &f.offers[f.k]
	first, last, only := true, true, true
	var seen []string
	for i := range f.offers {
		other := &f.offers[i]
		if i == f.k || other.spot.field != o.spot.field || other.value.Text == o.value.Text {
			continue
		}
		only = false
		f.mark("beside "+other.rule, true)
		f.mark("beside a stray one", other.stray)
		f.mark("beside one that stays", other.stays)
		if gone := other.former || other.rule == "old"; gone {
			f.mark("beside a former one, before it", i > f.k)
			f.mark("beside a former one, behind it", i < f.k)
			f.mark("next to a former one", i == f.k-1)
			f.mark("a former name has a part of it", o.spot.field == privacy.FieldName && sharesPart(o.value.Text, other.value.Text))
		}
		f.mark("another name has a part of it", o.spot.field == privacy.FieldName && other.value.Valid && sharesPart(o.value.Text, other.value.Text))
		if other.value.Valid && !slices.Contains(seen, other.value.Text) {
			seen = append(seen, other.value.Text)
		}
		f.mark("beside a labelled "+other.rule, other.spot.label)
		first, last = first && i > f.k, last && i < f.k
		f.mark("a slip of the first", i < f.k && alike(o.value.Text, other.value.Text))
		f.mark("a slip of the last", i > f.k && alike(o.value.Text, other.value.Text))
		if other.spot.line == o.spot.line {
			f.between(i)
		}
	}
	f.level("valid rivals", min(len(seen), mostRivals))
	f.mark("only", only)
	f.mark("first", first && !only)
	f.mark("last", last && !only)
}

// mostRivals is how many other values of a field are counted.
const mostRivals = 4

// sharesPart reports whether two names have a part of three letters or more in common.
func sharesPart(a, b string) bool {
	parts := strings.Fields(b)
	return slices.ContainsFunc(strings.Fields(a), func(w string) bool { return len([]rune(w)) > 2 && slices.Contains(parts, w) })
}

// alike reports whether two values differ in one or two letters or digits, or have two pairs of
// them turned round: one is a slip of the pen in the other.
func alike(a, b string) bool {
	if len(a) != len(b) {
		return doubled(a, b) || doubled(b, a)
	}
	n, first, last := 0, -1, 0
	for i := range len(a) {
		if a[i] != b[i] {
			if n++; first < 0 {
				first = i
			}
			last = i
		}
	}
	return n <= 2 || n <= 4 && last == first+3 && a[first:first+2] == b[first+2:last+1] && a[first+2:last+1] == b[first:first+2]
}

// doubled reports whether long is short with one of its letters written twice: «reilly», «reily».
func doubled(long, short string) bool {
	if len(long) != len(short)+1 {
		return false
	}
	at := 0
	for at < len(short) && long[at] == short[at] {
		at++
	}
	return at > 0 && long[at] == long[at-1] && long[at+1:] == short[at:]
}

// How many words beside a rival count.
const (
	beforeRival  = 4
	behindRival  = 3
	wholeByRival = 2
)

// besideRivals adds the words beside the nearest rival on each side.
func (f *spotFeatures) besideRivals() {
	for side, i := range f.nearestRivals() {
		if i < 0 {
			continue
		}
		rival := spotFeatures{r: f.r, x: f.x, m: f.m, offers: f.offers, k: i}
		before, behind := f.r.wordsIn(rival.masked(), f.offers[i].spot)
		slices.Reverse(before)
		f.rivalSide(seedRival+uint32(2*side), before[:min(len(before), beforeRival)])
		f.rivalSide(seedRival+uint32(2*side)+1, behind[:min(len(behind), behindRival)])
	}
}

func (f *spotFeatures) rivalSide(seed uint32, words []string) {
	for d, w := range words {
		s := appendSkeleton(nil, w, scriptOf(w))
		f.both(hashPair(seed, 0, hashOf(seedStem, s[:min(len(s), stemSize)])))
		if d < wholeByRival {
			f.add(hashPair(seed, uint32(d)+1, hashOf(seedWhole, s)))
		}
		f.classes(seed+8, w)
	}
}

// nearestRivals returns the offers of other values of the field next before and next behind this one; -1: there is none.
func (f *spotFeatures) nearestRivals() (list [2]int) {
	o := &f.offers[f.k]
	list = [2]int{-1, -1}
	for i := range f.offers {
		switch other := &f.offers[i]; {
		case i == f.k || other.spot.field != o.spot.field || other.value.Text == o.value.Text:
		case i < f.k:
			list[0] = i
		case list[1] < 0:
			list[1] = i
		}
	}
	return list
}
