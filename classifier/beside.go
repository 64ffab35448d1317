package classifier

import (
	"slices"

	"medico-intech.kz/otinish/store/privacy"
)

// What stands beside a mark: a mark needs no weighing, only that nothing speaks
// against it.

// labelWords are as many words as a label or a name has.
const labelWords = 3

// undisturbed reports whether every other sentence is harmless beside a finding, or
// speaks of the same without asking. Lines with a value, and a few words that the model
// does not know, as names are, need only not forbid.
func (r *reading) undisturbed(j judgement, kind privacy.Kind, f *finding) bool {
	for i, u := range j.units {
		if f.within(u) {
			continue
		}
		c := j.chances[i]
		quiet := c[senseHarmless] + c[asks(kind)]
		if !u.asked {
			quiet += c[touches(kind)]
		}
		digits, at, _ := r.glance(u)
		value, short := digits >= minNumber || at, u.to-u.from <= labelWords
		forbid := float32(levelForbid)
		if value && short { // «Жаңа e-mail: …»: hardly a sentence
			forbid = levelRefuse
		}
		spared := value || short && j.strange[i] >= levelStrange
		if !spared && quiet < levelQuiet || c[senseForbids] >= forbid {
			return false
		}
	}
	return true
}

// asksIn reports whether a sentence of the text asks for a kind.
func (j judgement) asksIn(kind privacy.Kind) bool {
	for i, u := range j.units {
		if !u.title && j.chances[i][asks(kind)] >= levelHint {
			return true
		}
	}
	return false
}

// within reports whether a finding was seen in a unit.
func (f *finding) within(u unit) bool {
	return slices.ContainsFunc(f.spans, func(s span) bool { return s.from < u.to && u.from < s.to })
}
