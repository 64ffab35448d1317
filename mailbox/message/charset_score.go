package message

import (
	_ "embed"
	"math"
	"strings"
	"sync"
	"unicode"
)

//go:embed charset_sample.txt
var charsetSample string

// Classes of letters: 0 is what stands between words, then the letters of Kazakh and
// Russian, then what neither has.
const (
	alphabet    = "абвгдежзийклмнопрстуфхцчшщъыьэюяёәғқңөұүһі"
	foreign     = 43
	classes     = 44
	foreignCost = 12 * unit
	turnCost    = 8 * unit // a capital behind a small letter
	markCost    = 5 * unit // a dash, a quotation mark
	unit        = 8        // costs are eighths of a bit
)

func letterClass(r rune) uint8 {
	switch {
	case r < 0x80 || strings.ContainsRune("\u00a0«»—–…“”„’‘№•", r):
		return 0
	case r >= 0x400:
		n := uint8(1)
		lower := unicode.ToLower(r)
		for _, a := range alphabet {
			if a == lower {
				return n
			}
			n++
		}
	}
	return foreign
}

// follows[a*classes+b] is what it costs that b follows a: how rare that is in the
// sample, in eighths of a bit.
var follows = sync.OnceValue(func() *[classes * classes]uint8 {
	var pairs [classes][classes]float64
	var first, single [classes]float64
	total := 0.0
	for line := range strings.Lines(charsetSample) {
		if line[0] == '#' {
			continue
		}
		before := uint8(0)
		for _, r := range line {
			c := letterClass(r)
			pairs[before][c]++
			first[before]++
			single[c]++
			total++
			before = c
		}
	}
	costs := new([classes * classes]uint8)
	const weight = 5 // of the letter alone, against pairs too rare to have been seen
	for a := range classes {
		for b := range classes {
			alone := (single[b] + 0.5) / (total + classes/2)
			p := (pairs[a][b] + weight*alone) / (first[a] + weight)
			cost := uint8(min(-math.Log2(p)*unit, 255))
			switch {
			case a == 0 && b == 0:
				cost = 0
			case b == foreign:
				cost = foreignCost
			}
			costs[a*classes+b] = cost
		}
	}
	return costs
})

// mostScored is how many octets beyond ASCII are looked at; a few words tell enough.
const mostScored = 1024

// reading is how well a text reads in one charset.
type reading struct {
	cost    int // the lower the likelier
	letters int // octets beyond ASCII looked at
	odd     int // of them, what neither language has within words
	turns   int // of them, capitals behind a small letter
}

// score reads b in charset t.
func (t *table) score(b []byte) (r reading) {
	costs := follows()
	before, small := 0, false
	for _, c := range b {
		if c < 0x80 {
			if before != 0 {
				r.cost += int(costs[before*classes])
			}
			before, small = 0, 'a' <= c && c <= 'z'
			continue
		}
		class := int(t.class[c-0x80])
		r.cost += int(costs[before*classes+class])
		before = class
		switch {
		case class == 0:
			r.cost += markCost
			small = false
		case class == foreign:
			small = false
			r.odd++
		case t.capital[c-0x80]:
			if small {
				r.cost += turnCost
				r.turns++
			}
			small = false
		default:
			small = true
		}
		if r.letters++; r.letters == mostScored {
			break
		}
	}
	return r
}

// plausible: it reads like text.
func (r reading) plausible() bool { return r.letters >= 4 && r.cost <= plausible*r.letters+8*unit }

// farBetter reports whether r leaves no doubt that other is not meant: likelier by
// far all over, or where other has letters that no word has and r has none.
func (r reading) farBetter(other reading) bool {
	gain := other.cost - r.cost
	switch {
	case !r.plausible():
		return false
	case r.odd == 0 && other.odd > 0:
		return gain > surely
	case other.plausible():
		return gain > (24+r.letters)*unit
	}
	return gain > (14+r.letters/4)*unit
}

const (
	surely  = 10 * unit // a thousand times likelier
	macSeen = 14        // capitals where only Mac has them, in bits
)

// plausible is the most a letter of honest text costs on the average; Russian and
// Kazakh are at 3.5 to 5 bits, any other reading of them beyond 8.
const (
	plausible = 6*unit + unit/2
	fluent    = 5*unit + unit/2
	rubbish   = 9 * unit // Serbian and Ukrainian stay below
)
