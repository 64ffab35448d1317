package classifier

import (
	"slices"
	"strings"
)

// The words beside a value say most of whether it is the new one: their stems, they as a whole – «менің телефоным» and
// «оның телефоны» begin alike –, and what the lexicon knows of them.

// How many words beside a value count, and of the sentences around its own.
const (
	mostBefore  = 12
	mostAfter   = 10
	mostBetween = 8
	mostWhole   = 6
	mostPairs   = 4
	mostLast    = 3
	mostClassed = 8
	lastSize    = 3   // octets of a skeleton that are taken for its ending
	farBeside   = 400 // octets: what is farther away says nothing
)

// around adds the words before and behind the offer in its sentence, the nearest first. Each
// other offer there is one word: its digits say nothing.
func (f *spotFeatures) around() {
	before, after := f.r.wordsIn(f.masked(), f.offers[f.k].spot)
	slices.Reverse(before)
	f.side(seedBefore, before[:min(len(before), mostBefore)])
	f.side(seedAfter, after[:min(len(after), mostAfter)])
	f.mark("first word", len(before) == 0)
	f.mark("last word", len(after) == 0)
	f.clause(before, after)
}

// side adds the words on one side.
func (f *spotFeatures) side(seed uint32, words []string) {
	var stem, whole uint32
	for i, w := range words {
		s := appendSkeleton(nil, w, scriptOf(w))
		d := uint32(nearness(i + 1))
		h := hashOf(seedStem, s[:min(len(s), stemSize)])
		f.both(hashPair(seed, 0, h))
		f.add(hashPair(seed, d, h))
		if i == 1 {
			f.add(hashPair(seed, stem, h))
		}
		stem = h
		if i >= mostWhole {
			continue
		}
		h = hashOf(seedWhole, s)
		f.add(hashPair(seed, seedWhole, h))
		f.add(hashPair(seed, seedWhole+d, h))
		if i > 0 && i < mostPairs {
			f.add(hashPair(seed+1, whole, h))
		}
		whole = h
		if i < mostLast {
			f.add(hashPair(seed, seedLast+d, hashOf(seedLast, s[max(0, len(s)-lastSize):])))
		}
	}
}

func stemHash(w string) uint32 {
	s := appendSkeleton(nil, w, scriptOf(w))
	return hashOf(seedStem, s[:min(len(s), stemSize)])
}

// clauseSigns part a sentence.
const clauseSigns = ",;:()—–"

// clause adds the words up to the next comma on each side, their classes in the lexicon's plain words,
// which say the same in three languages, and what the lexicon knows of them.
func (f *spotFeatures) clause(before, after []string) {
	o := f.offers[f.k].spot
	text := f.r.lines[o.line].text
	from, to := clauseAround(text, o)
	if from > 0 {
		before = before[:min(len(before), len(wordsOf(text[from:o.start])))]
	}
	if to < len(text) {
		after = after[:min(len(after), len(wordsOf(text[o.end:to])))]
	}
	for n, words := range [][]string{before, after} {
		seed := seedClause + uint32(n)
		f.level([]string{"words before in the clause", "words behind in the clause"}[n], min(len(words), 4))
		for i, w := range words[:min(len(words), mostBefore)] {
			f.both(hashPair(seed, 0, hashOf(seedWhole, appendSkeleton(nil, w, scriptOf(w)))))
			if i < mostClassed {
				f.classes(seed, w)
			}
		}
	}
	f.clauseConcepts(from, to)
}

// clauseAround returns where the clause of a spot begins and ends in its line: 0 and the end of the line where no
// sign parts it off nearby.
func clauseAround(text string, o spot) (from, to int) {
	head, tail := tailOf(text[:o.start], farBeside), headOf(text[o.end:], farBeside) // a line may be long
	from, to = 0, len(text)
	if i := strings.LastIndexAny(head, clauseSigns); i >= 0 {
		from = o.start - len(head) + i
	}
	if i := strings.IndexAny(tail, clauseSigns); i >= 0 {
		to = o.end + i
	}
	return from, to
}

// clauseConcepts adds the concepts of the lexicon on each side in the clause.
func (f *spotFeatures) clauseConcepts(from, to int) {
	r, o := f.r, f.offers[f.k].spot
	at := r.wordAt(o)
	for i := at; i >= 0 && i > at-mostBefore && int(r.words[i].line) == o.line && int(r.words[i].start) >= from; i-- {
		if int(r.words[i].start) < o.start {
			f.concepts(seedClause+2, i)
		}
	}
	for i := at + 1; i < len(r.words) && i <= at+mostBefore && int(r.words[i].line) == o.line && int(r.words[i].start) < to; i++ {
		f.concepts(seedClause+3, i)
	}
}

func (f *spotFeatures) concepts(seed uint32, word int) {
	w := &f.r.words[word]
	for _, h := range f.r.hits[w.hits:w.hitEnd] {
		if concept := f.x.features[h.id]; concept != 0 {
			f.both(hashPair(seed, seedConcept, concept))
		}
	}
}

func (f *spotFeatures) classes(seed uint32, word string) {
	for k, v := range []*vocabulary{&f.x.roles, &f.x.former, &f.x.stray, &f.x.labels, &f.x.extent} {
		for c := range v.lookUp(word) {
			f.both(hashPair(seed, uint32(k)+1, hashOf(seedClause, c.name)))
		}
	}
}

// between adds what stands between the offer and another one of its line.
func (f *spotFeatures) between(i int) {
	a, b, side := f.offers[i].spot, f.offers[f.k].spot, uint32(1)
	if i > f.k {
		a, b, side = b, a, 2
	}
	if a.end > b.start {
		return
	}
	text := headOf(f.r.lines[a.line].text[a.end:b.start], farBeside)
	words := wordsOf(text)
	for _, w := range words[:min(len(words), mostBetween)] {
		f.add(hashPair(seedBetween, side, stemHash(w)))
	}
	f.both(hashPair(seedBetween, side+2, uint32(min(len(words), 5))))
	if len(words) == 0 {
		f.both(hashPair(seedBetween, side+4, hashOf(seedBetween, strings.TrimSpace(text))))
	}
}

// masked returns the line of the offer with a word of as many octets in the place of each
// other offer.
func (f *spotFeatures) masked() string {
	own := f.offers[f.k].spot
	text := f.r.lines[own.line].text
	var masked []byte
	for i := range f.offers {
		s := f.offers[i].spot
		if i == f.k || s.line != own.line || s.start < own.end && own.start < s.end {
			continue
		}
		if masked == nil {
			masked = []byte(text)
		}
		word := "q" + string(s.field)
		for n := range masked[s.start:s.end] {
			masked[s.start+n] = 'x'
		}
		copy(masked[s.start:s.end], word)
	}
	if masked == nil {
		return text
	}
	return string(masked)
}

// touching adds the signs right before and behind the offer, and the ending that a hyphen joins to it.
func (f *spotFeatures) touching() {
	o := f.offers[f.k].spot
	text := f.r.lines[o.line].text
	if head := strings.TrimRight(text[:o.start], " \u00a0«\"“("); head != "" {
		f.mark("behind "+head[len(head)-1:], true)
	}
	tail := text[o.end:]
	if tail == "" {
		return
	}
	f.mark("before "+tail[:1], true)
	if suffix, ok := strings.CutPrefix(tail, "-"); ok {
		end := strings.IndexAny(suffix, " ,.;!?)")
		if end < 0 {
			end = len(suffix)
		}
		f.both(hashOf(seedAfter, suffix[:end]))
	}
}

// bracketed marks an offer between brackets: what stands there is said beside.
func (f *spotFeatures) bracketed() {
	o := f.offers[f.k].spot
	before := f.r.lines[o.line].text[:o.start]
	f.mark("in brackets", strings.LastIndexByte(before, '(') > strings.LastIndexByte(before, ')'))
}
