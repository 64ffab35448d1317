package classifier

import (
	"math"
	"slices"
)

// Features are what the model knows of a sentence: its words, their beginnings and
// endings, neighbours, what the lexicon found in it, what stands before and behind
// it, and a few marks. Each is a hash; weights are kept by hash (model.go).

type feature = uint32

// featureBits is how many bits of a hash count, letterBits how many of those of the words of the whole letter: the set that tells
// which of these came before is the smaller.
const (
	featureBits = 22
	letterBits  = 20
)

// Seeds part the sorts of features from each other.
const (
	seedWord    = 0x9e3779b1
	seedStem    = 0x85ebca6b
	seedEnding  = 0xc2b2ae35
	seedPair    = 0x27d4eb2f
	seedGap     = 0x165667b1
	seedConcept = 0x2545f491
	seedConPair = 0x7feb352d
	seedMark    = 0x846ca68b
	seedWording = 0x68bc21eb
	seedAhead   = 0x1b873593
	seedBehind  = 0x2c1b3c6d
	seedLetter  = 0x297a2d39
	seedBoth    = 0x1c69b3f7
	seedValue   = 0x4cf5ad43
)

// hashOf is FNV-1a from a seed.
func hashOf[T string | []byte](seed uint32, s T) uint32 {
	h := seed ^ 2166136261
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

func hashPair(seed, a, b uint32) uint32 {
	h := (a ^ seed) * 0x9e3779b1
	h ^= h >> 15
	h = (h + b) * 0x85ebca77
	return h ^ h>>13
}

// cut keeps so many bits of a hash.
func cut(h uint32, bits uint) feature { return (h ^ h>>16) & (1<<bits - 1) }

const (
	stemSize   = 4 // letters of a skeleton that are taken for its stem
	longStem   = 6 // and for a longer one
	endingSize = 3
	around     = 8 // words before and behind a sentence
)

// stemOf is a hash of the beginning of a word's skeleton; 0 for a word without one.
func stemOf(s []byte) uint32 {
	if len(s) == 0 {
		return 0
	}
	return hashOf(seedStem, s[:min(len(s), stemSize)])
}

// appendFeatures appends the features of unit u, the stems of its words first: how
// many of those the model knows is a feature too. hits are the wordings found in
// the letter.
func (r *reading) appendFeatures(dst []feature, x *index, u unit, hits []wordingHit) (features []feature, stems int) {
	add := func(h uint32) { dst = append(dst, cut(h, featureBits)) }
	for i := u.from; i < u.to; i++ {
		if stem := r.words[i].stem; stem != 0 {
			add(stem)
			stems++
		}
	}
	known := 0                   // words that the lexicon has a sense for
	var one, two, concept uint32 // what came before
	for i := u.from; i < u.to; i++ {
		stem := r.words[i].stem
		if stem == 0 {
			continue
		}
		if s := r.skeleton(i); len(s) > stemSize {
			add(hashOf(seedWord, s))
			if len(s) > longStem {
				add(hashOf(seedStem, s[:longStem]))
			}
			add(hashOf(seedEnding, s[len(s)-endingSize:]))
		}
		add(hashPair(seedPair, one, stem))
		if two != 0 {
			add(hashPair(seedGap, two, stem))
		}
		one, two = stem, one
		w := &r.words[i]
		if w.hits < w.hitEnd {
			known++
		}
		for _, h := range r.hits[w.hits:w.hitEnd] {
			f := x.features[h.id]
			if f == 0 {
				continue
			}
			add(f)
			add(hashPair(seedConPair, concept, f))
			concept = f
		}
	}
	add(hashPair(seedPair, one, 1))
	marks := r.glance(u)
	dst = r.appendTogether(dst, x, u, one, marks)
	for _, h := range hits {
		if h.from < u.to && u.from <= h.to {
			add(x.patterns[h.pattern].feature)
		}
	}
	for k, i := 0, u.from-1; k < around && i >= 0; k, i = k+1, i-1 {
		add(hashPair(seedAhead, 0, r.words[i].stem))
	}
	for k, i := 0, u.to; k < around && i < len(r.words); k, i = k+1, i+1 {
		add(hashPair(seedBehind, 0, r.words[i].stem))
	}
	add(hashPair(seedMark, 100, uint32(min(known, 4))))
	return r.appendMarks(dst, u, marks), stems
}

// newness is a feature: the share of words that no letter to learn from held.
func newness(stems, unknown int) feature {
	share := uint32(0)
	switch {
	case unknown == 0:
	case unknown == stems:
		share = 4
	default:
		share = 1 + uint32(3*unknown/stems)
	}
	return cut(hashPair(seedMark, 200, share), featureBits)
}

// appendMarks appends what is not in the words.
func (r *reading) appendMarks(dst []feature, u unit, g glance) []feature {
	words := u.to - u.from
	for n, yes := range []bool{
		true, u.title, u.asked, words <= 2, words > 2 && words <= 5, words > 16,
		g.digits >= minNumber, g.at, g.quoted, u.from == 0 || r.words[u.from-1].line == 0, u.to == len(r.words),
	} {
		if yes {
			dst = append(dst, cut(hashPair(seedMark, uint32(n), 0), featureBits))
		}
	}
	return dst
}

// glance is what is seen of a unit at first sight: how many digits, and whether an @ and a quotation mark.
type glance struct {
	digits     int
	at, quoted bool
}

// hasValue reports whether a number or an address seems to stand there.
func (g glance) hasValue() bool { return g.digits >= minNumber || g.at }

// glance goes by octets, since it is done for every sentence of every mail.
func (r *reading) glance(u unit) (g glance) {
	first, last := &r.words[u.from], &r.words[u.to-1]
	for k := first.line; k <= last.line; k++ {
		text := r.lines[k].text
		if k == first.line {
			text = text[max(0, first.start-4):] // with the mark in front
		}
		if k == last.line && u.to < len(r.words) && r.words[u.to].line == k {
			text = text[:len(text)-len(r.lines[k].text)+int(r.words[u.to].start)]
		}
		for i := range len(text) {
			switch c := text[i]; {
			case c >= '0' && c <= '9':
				g.digits++
			case c == '@':
				g.at = true
			case c == '"', c == 0xab && i > 0 && text[i-1] == 0xc2, c == 0x9c && i > 1 && text[i-2] == 0xe2:
				g.quoted = true
			}
		}
	}
	return g
}

// letterFeatures returns the features of the letter as a whole: its words, once
// each; and what each weighs, less the more there are.
func (r *reading) letterFeatures(x *index) ([]feature, float32) {
	set, list := r.room.set, sized(r.room.bag, len(r.words))
	if set == nil && len(r.words) > fewWords {
		set = new(featureSet)
		r.room.set = set
	}
	add := func(h uint32) {
		if f := cut(h, letterBits); set == nil || set.add(f) {
			list = append(list, f)
		}
	}
	for i := range r.words {
		w := &r.words[i]
		if w.stem != 0 {
			add(hashPair(seedLetter, 0, w.stem))
		}
		for _, h := range r.hits[w.hits:w.hitEnd] {
			if f := x.features[h.id]; f != 0 {
				add(hashPair(seedLetter, 1, f))
			}
		}
	}
	if set != nil {
		set.clear(list)
	} else {
		slices.Sort(list)
		list = slices.Compact(list)
	}
	r.room.bag = list
	return list, float32(5 / math.Sqrt(float64(max(len(list), 1))))
}

// fewWords are sorted sooner than the memory for a set is got.
const fewWords = 64

// featureSet is a set of features of the whole letter.
type featureSet [1 << letterBits / 64]uint64

// add reports whether f is new.
func (s *featureSet) add(f feature) bool {
	word, bit := &s[f>>6], uint64(1)<<(f&63)
	if *word&bit != 0 {
		return false
	}
	*word |= bit
	return true
}

func (s *featureSet) clear(list []feature) {
	for _, f := range list {
		s[f>>6] = 0
	}
}
