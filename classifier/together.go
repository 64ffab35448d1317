package classifier

import "slices"

// What stands together in a sentence, however far apart: «запишите лучше мой 8 701 …» and "keep 8 701 … against my name" share few words in a
// row, but both have a wish, a word for the writer and a number.

// mostTogether is how many concepts of a sentence are paired with each other.
const mostTogether = 12

// appendTogether appends features for each two concepts of unit u, for each with its first and its last word, and, where a number or an
// address stands in it, for each concept and word beside it. last is the stem of its last word.
func (r *reading) appendTogether(dst []feature, x *index, u unit, last uint32, g glance) []feature {
	var room [mostTogether]uint32
	concepts := r.concepts(room[:0], x, u)
	add := func(h uint32) { dst = append(dst, cut(h, featureBits)) }
	first := hashPair(seedPair, 0, r.firstStem(u))
	for i, a := range concepts {
		add(hashPair(seedBoth, last, a))
		add(hashPair(seedBoth, first, a))
		for _, b := range concepts[:i] {
			add(hashPair(seedBoth, min(a, b), max(a, b)))
		}
	}
	value := uint32(hasNumber)
	switch {
	case g.at:
		value = hasAddress
	case g.digits < minNumber:
		return dst
	}
	for _, c := range concepts {
		add(hashPair(seedValue, value, c))
	}
	for i := u.from; i < u.to; i++ {
		if stem := r.words[i].stem; stem != 0 {
			add(hashPair(seedValue, value, stem))
		}
	}
	return dst
}

// concepts returns the first few that the lexicon knows in a sentence, each once.
func (r *reading) concepts(list []uint32, x *index, u unit) []uint32 {
	for i := u.from; i < u.to; i++ {
		w := &r.words[i]
		for _, h := range r.hits[w.hits:w.hitEnd] {
			if f := x.features[h.id]; f != 0 && !slices.Contains(list, f) {
				if list = append(list, f); len(list) == mostTogether {
					return list
				}
			}
		}
	}
	return list
}

// What values a sentence may have, for its features; an address counts before a number.
const (
	hasNumber = iota + 1
	hasAddress
)

// firstStem returns the first stem of a sentence, 0 where it has none.
func (r *reading) firstStem(u unit) uint32 {
	for i := u.from; i < u.to; i++ {
		if stem := r.words[i].stem; stem != 0 {
			return stem
		}
	}
	return 0
}
