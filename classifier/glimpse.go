package classifier

import (
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// levelGlimpse is the chance from which a sentence is told to a person as one that may
// ask for another kind. It changes nothing of what is found: who reads the letter should
// hear of a wish that is only hinted at.
const levelGlimpse = .1

// besides is what speaks for kinds beside those that were found, one observation of
// each: clear words of the lexicon of which the model hears nothing, what was dropped
// beside something clearer, and sentences that are likely to ask for it.
func (r *reading) besides(j judgement, found, dropped, hinted findings) (also []Evidence) {
	likely := r.glimpses(j, found)
	for _, kind := range privacy.Kinds {
		if found[kind] != nil || kind == privacy.KindAuthority || found[privacy.KindAuthority] != nil { // which speaks of all the others
			continue
		}
		if kind == privacy.KindUnsubscribe && found[privacy.KindWithdraw] != nil { // it asks for less of the same
			continue
		}
		if f := dropped[kind]; f != nil && f.ruled && len(f.evidence) > 0 {
			also = append(also, f.evidence[0])
			continue
		}
		if f := hinted[kind]; f != nil && len(f.evidence) > 0 {
			e := f.evidence[0]
			if !strings.HasSuffix(e.Rule, maybe) {
				e.Rule += maybe
			}
			also = append(also, e)
			continue
		}
		if at, ok := likely[kind]; ok {
			u := j.units[at]
			also = append(also, r.observe("sense:"+string(kind)+maybe, u.from, u.to-1))
		}
	}
	return also
}

// glimpses are, by kind, the sentences that speak more of a kind that was not found
// than of any that was.
func (r *reading) glimpses(j judgement, found findings) map[privacy.Kind]int {
	best, chance := make(map[privacy.Kind]int), make(map[privacy.Kind]float32)
	for i, c := range j.chances {
		var most float32
		for kind := range found {
			most = max(most, c[asks(kind)]+c[touches(kind)])
		}
		for _, kind := range privacy.Kinds {
			speaks := c[asks(kind)] + c[touches(kind)]
			if found[kind] == nil && speaks >= levelGlimpse && speaks > most && speaks > chance[kind] {
				best[kind], chance[kind] = i, speaks
			}
		}
	}
	return best
}
