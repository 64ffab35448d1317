package classifier

import (
	"math"
	"slices"

	"medico-intech.kz/otinish/store/privacy"
)

// Whether a letter is clear enough to act by is weighed as well: from how likely
// its sentences are what they seem, and from which guards of the lexicon were seen.
// The weights were learned on letters that the model of the sentences had not seen.

// actSize is how many figures are weighed.
var actSize = 18 + len(weighedDoubts) + len(privacy.Kinds)

// weighedDoubts are the doubts that speak against acting without forbidding it: each
// is a guard that also stands in letters that are clear.
var weighedDoubts = []Doubt{
	DoubtNegation, DoubtCondition, DoubtAsking, DoubtUnsure, DoubtThirdPerson, DoubtGiving, DoubtNews, DoubtOffer,
	DoubtInstruct, DoubtOtherMatter, DoubtAttachment, DoubtForwarded, DoubtNoMark, DoubtNearMark, DoubtNoWish,
}

// figures are what is weighed for a kind.
func (j judgement) figures(r *reading, kind privacy.Kind, f *finding, doubts []Doubt) []float32 {
	ask, at := j.best(asks(kind))
	forbid, _ := j.best(senseForbids)
	business, _ := j.best(senseBusiness)
	_, explained := j.least(senseHarmless, asks(kind), touches(kind))
	_, harmless := j.least(senseHarmless, asks(kind))
	var other, rest float32
	for _, k := range privacy.Kinds {
		if k != kind {
			c, _ := j.best(asks(k), touches(k))
			other = max(other, c)
		}
	}
	touch, _ := j.best(touches(kind))
	if at >= 0 {
		c := j.chances[at]
		rest = c[asks(kind)] / (c[asks(kind)] + c[touches(kind)] + c[senseForbids] + 1e-6)
	}
	yes := func(b bool) float32 {
		if b {
			return 1
		}
		return 0
	}
	list := append(make([]float32, 0, actSize),
		1, odds(ask), odds(forbid), odds(business), odds(explained), odds(harmless), odds(other), odds(touch), odds(rest),
		yes(f.ruled), yes(f.rule), yes(f.exact), yes(f.near), yes(f.onlyTitle),
		yes(len(j.units) <= 2), yes(len(j.units) > 5), yes(at >= 0 && j.units[at].asked), j.gist[gistClear]/4)
	for _, d := range weighedDoubts {
		list = append(list, yes(slices.Contains(doubts, d)))
	}
	for _, k := range privacy.Kinds {
		list = append(list, yes(k == kind))
	}
	return list
}

// odds is the logarithm of the odds, cut where a chance is nearly certain.
func odds(chance float32) float32 {
	c := float64(min(max(chance, .003), .997))
	return float32(math.Log(c / (1 - c)))
}

// heeds returns the chance that a letter with these signs asks something.
func (m *model) heeds(signs []float32) float32 { return logistic(m.heed, signs) }

func logistic(weights, figures []float32) float32 {
	sum := 0.0
	for i, v := range figures {
		sum += float64(v * weights[i])
	}
	return float32(1 / (1 + math.Exp(-sum)))
}

// mayAct returns the chance that acting is what the writer wants.
func (m *model) mayAct(figures []float32) float32 { return logistic(m.act, figures) }
