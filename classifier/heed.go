package classifier

import (
	"math"
	"slices"

	"medico-intech.kz/otinish/store/privacy"
)

// longest is how many sentences count in how long a letter is: newsletters have hundreds.
const longest = 30

// heedSize is how many figures say whether a letter asks anything.
const heedSize = 27

// figures are those by which a letter asks something, or nothing.
func (j judgement) figures(r *reading, found findings, cautions []caution) []float32 {
	var any, second, sum, touch, forbid, business float32
	for _, c := range j.chances {
		a := 1 - c[senseHarmless] - c[senseBusiness]
		sum += a
		if a > any {
			any, second = a, any
		} else {
			second = max(second, a)
		}
		forbid, business = max(forbid, c[senseForbids]), max(business, c[senseBusiness])
	}
	for _, k := range privacy.Kinds {
		c, _ := j.best(asks(k), touches(k))
		touch = max(touch, c)
	}
	var clear, near, hints float32
	for _, f := range found {
		switch {
		case f.exact || f.near:
			near = 1
		case f.clear:
			clear = 1
		default:
			hints++
		}
	}
	mutes := float32(0)
	for _, c := range cautions {
		if c.mutes {
			mutes = 1
		}
	}
	n := float32(len(j.units))
	long := float32(0)
	if n > 8 {
		long = 1
	}
	var strange, sensed, title, all float32
	if len(j.units) > 0 {
		at := j.loudest()
		strange, sensed = j.strange[at], float32(min(j.senses[at], 4))
		if j.units[at].title {
			title = 1
		}
		for _, s := range j.strange {
			all += s / n
		}
	}
	changes, at := j.best(asks(privacy.KindUpdate), touches(privacy.KindUpdate))
	valued := float32(0)
	if at >= 0 && changes > 1-levelApart && r.holdsValue(j.units[at:min(at+2, len(j.units))]) {
		valued = 1
	}
	return []float32{
		strange, all, sensed / 4, title, strange * odds(any), title * odds(any),
		1, odds(any), odds(second), odds(touch), odds(forbid), odds(business), odds(sum / max(n, 1)),
		clear, near, min(hints, 3), mutes, long, min(n, longest) / 20, clear * mutes, mutes * min(hints, 1), long * odds(any),
		j.gist[gistAsks] / 4, j.gist[gistAsks] * odds(any) / 16,
		valued, valued * odds(changes), valued * long * odds(changes),
	}
}

// holdsValue reports whether a number or an address stands in a sentence or in the next one.
func (r *reading) holdsValue(units []unit) bool {
	return slices.ContainsFunc(units, func(u unit) bool {
		first := r.words[u.from]
		text := r.lines[first.line].text
		end := len(text)
		if u.to < len(r.words) && r.words[u.to].line == first.line {
			end = int(r.words[u.to].start)
		}
		return len(appendSpots(nil, text[first.start:end])) > 0
	})
}

// valueBeside reports whether a number or an address stands in the sentence of a word.
func (r *reading) valueBeside(word int) bool {
	at := r.judged.unitAt(word)
	return at >= 0 && r.holdsValue(r.judged.units[at:at+1])
}

// heeds returns the chance that a letter with these figures asks something.
func (m *model) heeds(figures []float32) float32 { return logistic(m.heed, figures) }

func logistic(weights, figures []float32) float32 {
	sum := 0.0
	for i, v := range figures {
		sum += float64(v * weights[i])
	}
	return float32(1 / (1 + math.Exp(-sum)))
}

// odds is the logarithm of the odds, cut where a chance is nearly certain.
func odds(chance float32) float32 {
	c := float64(min(max(chance, .003), .997))
	return float32(math.Log(c / (1 - c)))
}
