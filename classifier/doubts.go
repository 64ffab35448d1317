package classifier

import (
	"medico-intech.kz/otinish/classifier/lexicon"
	"medico-intech.kz/otinish/mailbox/message"
)

// commonDoubts returns the doubts that hold for every verdict of a letter, in the
// order of their declaration.
func (r *reading) commonDoubts(x *index, m *message.Message, found findings) []Doubt {
	var doubts []Doubt
	add := func(d Doubt, yes bool) {
		if yes {
			doubts = append(doubts, d)
		}
	}
	negation, third := r.findCautions(x)
	add(DoubtSeveralKinds, len(found) > 1)
	add(DoubtAttachment, m.Attached())
	add(DoubtNegation, negation)
	add(DoubtThirdPerson, third)
	add(DoubtForwarded, r.prefixes.forward)
	add(DoubtDamaged, len(m.Damage) > 0 || r.cut)
	add(DoubtNoOwnText, !r.own && r.others)
	return doubts
}

// findCautions looks for words that turn the sense round and for somebody else's
// data. Words of an exact mark count too: none of them is either.
func (r *reading) findCautions(x *index) (negation, third bool) {
	caution := func(t lexicon.Topic) bool { return !isKind(t) }
	for _, hit := range r.findWordings(x, caution, func(int) bool { return false }) {
		if x.patterns[hit.pattern].Topic == lexicon.Negation {
			negation = true
		} else {
			third = true
		}
	}
	return negation, third
}
