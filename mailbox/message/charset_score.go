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

// decodeCyrillic decodes a declared charset of the ladder. Kazakh mail that says
// windows-1251 but means KZ-1048, as programs do that know no name for it, is read
// as such; another charset is taken only where the letters leave no doubt.
func decodeCyrillic(t *table, b []byte) (string, finding) {
	found := asDeclared
	if t == windows1251 && looksKazakh(b) {
		t, found = kz1048, repaired
	}
	declared := t.score(b)
	elsewhere := capitalsElsewhere(t, b)
	if declared.letters < 4 || declared.odd+declared.turns == 0 && declared.cost <= fluent*declared.letters && !elsewhere {
		return t.decode(b), found
	}
	best, r, _ := likeliest(b)
	switch {
	case best != t && (r.farBetter(declared) || elsewhere && r.odd == 0 && r.cost < declared.cost):
		if capitalsElsewhere(best, b) && best.kazakh() == (r.odd > 0) {
			return best.decode(b), doubtful
		}
		return best.decode(b), repaired
	case declared.cost > rubbish*declared.letters,
		elsewhere && t.kazakh() == (declared.odd > 0),
		found == repaired && (declared.turns > 1 || declared.cost > fluent*declared.letters && r.cost+surely < declared.cost):
		return t.decode(b), doubtful
	}
	return t.decode(b), found
}

// kazakh: a charset with capitals of Kazakh where Mac has those of Russian.
func (t *table) kazakh() bool { return t == kz1048 || t == ptcp154 }

// capitalsElsewhere tells Mac and windows-1251 apart, which have but the small
// letters in the same places: a text begins with a capital, or has one somewhere.
func capitalsElsewhere(t *table, b []byte) bool {
	mac, windows := false, false
	b = b[:min(len(b), mostScored)]
	for i, c := range b {
		if c < 0x80 || c >= 0xDF || i > 0 && b[i-1] >= 0x80 {
			continue
		}
		alone := i+1 == len(b) || b[i+1] < 0x80 // a word of one letter, or a dash
		if alone || b[i+1] >= 0xDF {
			mac = mac || c < 0xA0 && !(alone && strings.IndexByte("\x85\x88\x95\x96\x97\x99", c) >= 0)
			windows = windows || c >= 0xC0 && c != 0xDC // which is № on Mac
		}
	}
	switch t {
	case macCyrillic:
		return windows && !mac
	case windows1251, kz1048, ptcp154:
		return mac && !windows
	}
	return false
}

// guessCyrillic takes the charset of the ladder that fits best. It is sure of it if
// the next best is a thousand times less likely and the text looks like text.
func guessCyrillic(b []byte) (string, finding) {
	if !looksCyrillic(b) {
		return windows1252.decode(b), doubtful
	}
	best, r, margin := likeliest(b)
	if margin >= surely && r.plausible() && !(capitalsElsewhere(best, b) && best.kazakh() == (r.odd > 0)) {
		return best.decode(b), guessed
	}
	return best.decode(b), doubtful
}

// readsCyrillic is for a charset declared that is of no Cyrillic letters, or of
// many scripts: it loses only against what reads as words from end to end. Empty:
// it does not.
func readsCyrillic(b []byte) (string, finding) {
	const fewest = 8
	if !looksCyrillic(b) {
		return "", asDeclared
	}
	best, r, margin := likeliest(b)
	switch {
	case r.letters < fewest || r.odd > 0 || r.cost > plausible*r.letters:
		return "", asDeclared
	case margin < surely:
		return best.decode(b), doubtful
	}
	return best.decode(b), repaired
}

// likeliest returns the charset that fits b best, and how much worse the next one
// is that reads it otherwise; less than 0 if that was only ruled out.
func likeliest(b []byte) (best *table, r reading, margin int) {
	var seen [256]bool
	for _, c := range b {
		seen[c] = true
	}
	var readings [len(ladder)]reading
	for i, t := range ladder {
		readings[i] = t.score(b)
		readings[i].cost += t.rare * unit
		if t == macCyrillic && capitalsElsewhere(windows1251, b) {
			readings[i].cost -= macSeen * unit
		}
		if (best == nil || readings[i].cost < r.cost) && !t.unlikely(b, &seen) {
			best, r = t, readings[i]
		}
	}
	margin = math.MaxInt
	for i, t := range ladder {
		if t != best && !t.agrees(best, &seen) {
			margin = min(margin, readings[i].cost-r.cost)
		}
	}
	return best, r, margin
}

// unlikely: a charset for Kazakh whose letters would be honest ones of another
// language in windows-1251.
func (t *table) unlikely(b []byte, seen *[256]bool) bool {
	switch t {
	case kz1048:
		return !looksKazakh(b)
	case ptcp154:
		return !some(seen, "\x83\x81\x8d\x9d\x9c\x8c\x89\x87\xa4\xa6\xb1\xb5") && some(seen, "\xb3\xb2") && !some(seen, "\xfb\xdb\xfd\xdd")
	case kazakhFonts:
		return !looksKazakhFonts(seen)
	}
	return false
}

// looksKazakh weighs the bytes in which KZ-1048 differs from windows-1251. Most are
// letters of Serbian and Macedonian there, so letters only those have speak
// against; some are Ukrainian, so ы speaks for, or the want of і.
func looksKazakh(b []byte) bool {
	var seen [256]bool
	for _, c := range b {
		seen[c] = true
	}
	if some(&seen, "\x80\x83\x81\x8a\x8c\x8f\x90\x9a\x9c\x9f") { // Ђ ѓ Ѓ Љ Њ Џ ђ љ њ џ
		return false
	}
	if some(&seen, "\x8d\x9d\x8e\x9e\xa1\xa2\xa3\xbc\xbd\xbe") { // Қ қ Һ һ Ұ ұ Ә ә Ң ң
		return true
	}
	if some(&seen, "\xa5\xb4\xaa\xba\xaf\xbf") { // Ө ө Ғ ғ Ү ү, or Ґ ґ Є є Ї ї
		return some(&seen, "\xfb\xdb\xfd\xdd") || !some(&seen, "\xb3\xb2") // ы Ы э Э; і І
	}
	return false
}

// looksKazakhFonts: letters of Serbian and Macedonian beside ы or і, which those
// languages have not, and no ј, which they cannot do without.
func looksKazakhFonts(seen *[256]bool) bool {
	return some(seen, "\x83\x81\x8c\x9c\x8f\x9f\x80\x90\x8a\x9a\x9d\x8d\xbe\xbd") && some(seen, "\xfb\xdb\xb3\xb2") && !some(seen, "\xbc\xa3")
}

func some(seen *[256]bool, set string) bool {
	for i := range len(set) {
		if seen[set[i]] {
			return true
		}
	}
	return false
}

// looksCyrillic: in Cyrillic words nearly every letter is beyond ASCII, in words of
// Western languages they stand alone.
func looksCyrillic(b []byte) bool {
	beyond, paired := 0, 0
	for i, c := range b {
		if c < 0x80 {
			continue
		}
		beyond++
		if i > 0 && b[i-1] >= 0x80 || i+1 < len(b) && b[i+1] >= 0x80 {
			paired++
		}
	}
	return beyond > 0 && paired*2 > beyond
}
