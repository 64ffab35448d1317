package classifier

import (
	"slices"

	"medico-intech.kz/otinish/store/privacy"
)

// What stands beside a mark: a mark needs no weighing, only that nothing speaks
// against it.

// undisturbed reports whether every other sentence is harmless beside a finding, or
// speaks of the same without asking. Lines with a value, and sentences in words that
// the model does not know, as names are, need only not forbid.
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
		spared := j.strange[i] >= levelStrange || digits >= minNumber || at
		if !spared && quiet < levelQuiet || c[senseForbids] >= levelForbid {
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
