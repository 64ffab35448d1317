package classifier

import (
	"slices"
	"strings"
)

// Who types a value wrongly often puts it right at once: «… 8 705 … — нет, простите, ошиблась: 8 702 …», "… no, sorry: …". Then
// the first is the slip, and the second is meant, whatever stands before it.

// How far apart the two may be, in words, and how soon behind the first it must be said.
const (
	correctedFar  = 20
	correctedSoon = 2
	correctedNear = 3 // words between what says it
)

// markCorrected marks a value that the words right behind it put right, as recorded: what follows is set against it.
func (r *reading) markCorrected(x *index, offers []offer, recorded []bool) {
	for k := range offers {
		next := nextOf(offers, k)
		if next < 0 || offers[k].former || offers[next].former || !x.corrects(r.wordsBetween(offers[k].spot, offers[next].spot)) {
			continue
		}
		after := r.placeOf(offers, next).after
		if after = after[:min(len(after), correctedNear)]; !x.former.hasAny(after, "wrong", "not-mine") && !slices.ContainsFunc(after, x.isOld) {
			offers[k].former, recorded[k] = true, true
		}
	}
}

// nextOf returns the next valid value of the field of offer k, another one, above the signature; -1: there is none.
func nextOf(offers []offer, k int) int {
	a := offers[k]
	if !a.value.Valid || a.spot.closed || a.spot.signed {
		return -1
	}
	best := -1
	for i, b := range offers {
		behind := b.spot.line > a.spot.line || b.spot.line == a.spot.line && b.spot.start >= a.spot.end
		if b.spot.field != a.spot.field || !b.value.Valid || !behind {
			continue
		}
		if best < 0 || b.spot.line < offers[best].spot.line || b.spot.line == offers[best].spot.line && b.spot.start < offers[best].spot.start {
			best = i
		}
	}
	if best >= 0 && (offers[best].value.Text == a.value.Text || offers[best].spot.closed || offers[best].spot.signed) {
		return -1
	}
	return best
}

// wordsBetween returns the words between two values; nil where there are too many.
func (r *reading) wordsBetween(a, b spot) (words []string) {
	for i := a.line; i <= b.line; i++ {
		text, from, to := r.lines[i].text, 0, len(r.lines[i].text)
		if i == a.line {
			from = a.end
		}
		if i == b.line {
			to = b.start
		}
		if words = append(words, wordsOf(text[from:to])...); len(words) > correctedFar {
			return nil
		}
	}
	return words
}

// corrects reports whether words behind a value put it right: «нет, простите», «ой, ошиблась». That there is another one beside it
// puts nothing right, nor does what is wrong on record or was wrong in an earlier letter.
func (x *index) corrects(words []string) bool {
	if x.stray.hasAny(words, "another") || x.former.hasAny(words, "with-you", "recorded", "held", "where", "earlier") || slices.ContainsFunc(words, func(w string) bool {
		return x.isOld(w) && !x.former.has(w, "wrong") || x.roles.has(w, "head-old") && !x.former.has(w, "wrong")
	}) {
		return false
	}
	words = postscript(words)
	for i, w := range words[:min(len(words), correctedSoon+1)] {
		near := words[i+1 : min(len(words), i+1+correctedNear)]
		if x.former.has(w, "no-word") && x.former.hasAny(near, "apology") || x.former.hasAny([]string{w}, "apology", "oops") && x.former.hasAny(near, "own-slip") {
			return true
		}
	}
	return false
}

// putsRight reports whether a word stands between two numbers or addresses of which the second puts the first right.
func (r *reading) putsRight(word int) bool {
	before, after, ok := r.valuesAround(word)
	return ok && before.field == after.field && lexiconIndex().corrects(r.wordsBetween(before, after))
}

// valuesAround returns the numbers or addresses next to a word, on its line or a few lines off.
func (r *reading) valuesAround(word int) (before, after spot, ok bool) {
	const above, below = 6, 2 // lines: a postscript stands below the signature
	w := r.words[word]
	for line := w.line; line > 0 && w.line-line <= above && !ok; line-- {
		for _, s := range appendSpots(nil, r.lines[line].text) {
			if line < w.line || s.end <= int(w.start) {
				before, ok = s, true
				before.line = int(line)
			}
		}
	}
	for line := int(w.line); ok && line < len(r.lines) && line-int(w.line) <= below; line++ {
		for _, s := range appendSpots(nil, r.lines[line].text) {
			if line > int(w.line) || s.start >= int(w.end) {
				s.line = line
				return before, s, true
			}
		}
	}
	return before, after, false
}

// postscript returns the words behind the mark of a postscript, all of them where there is none.
func postscript(words []string) []string {
	for i, w := range words {
		switch {
		case strings.EqualFold(w, "ps"), strings.EqualFold(w, "зы"):
			return words[i+1:]
		case i > 0 && (strings.EqualFold(w, "s") && strings.EqualFold(words[i-1], "p") || strings.EqualFold(w, "ы") && strings.EqualFold(words[i-1], "з")):
			return words[i+1:]
		}
	}
	return words
}
