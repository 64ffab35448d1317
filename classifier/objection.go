package classifier

import (
	"slices"
	"strings"

	"medico-intech.kz/otinish/classifier/lexicon"
)

// Objection is a doubt with the words that raised it; none where the letter as a
// whole does.
type Objection struct {
	Doubt    Doubt
	Evidence []Evidence
}

// Objections are the doubts of a verdict, each with the words it hangs on.
func (v Verdict) Objections() (list []Objection) {
	for _, d := range v.Doubts {
		list = append(list, Objection{d, v.raises(d)})
	}
	return list
}

// raises returns the words that raise a doubt.
func (v Verdict) raises(d Doubt) (list []Evidence) {
	switch d {
	case DoubtInvalidValue, DoubtContradictory:
		for _, f := range v.Fields {
			if d == DoubtInvalidValue && !f.Valid || d == DoubtContradictory && v.gives(f) > 1 {
				list = append(list, f.evidence())
			}
		}
		if len(list) == 0 { // one was taken, and another might as well be meant
			for _, f := range v.Fields {
				list = append(list, f.evidence())
			}
		}
		if len(list) > 0 {
			return list
		}
		return v.asked()
	case DoubtNearMark, DoubtNoMark, DoubtNoWish, DoubtSeveralKinds, DoubtNoValue, DoubtReply, DoubtForwarded, DoubtNoOwnText:
		if list = v.guardsOf(d); len(list) > 0 {
			return list
		}
		return v.asked()
	}
	return v.guardsOf(d)
}

// asked is the first observation that speaks for the verdict.
func (v Verdict) asked() (list []Evidence) {
	if at := slices.IndexFunc(v.Evidence, func(e Evidence) bool { return !e.Against() }); at >= 0 {
		list = append(list, v.Evidence[at])
	}
	return list
}

func (f Value) evidence() Evidence {
	return Evidence{Rule: "value:" + string(f.Field), Text: f.Raw, Where: f.Where, Place: f.Place}
}

func (v Verdict) guardsOf(d Doubt) (list []Evidence) {
	for _, e := range v.Evidence {
		if e.Against() && e.doubt() == d {
			list = append(list, e)
		}
	}
	return list
}

// gives counts the values of the field of f.
func (v Verdict) gives(f Value) (n int) {
	for _, other := range v.Fields {
		if other.Field == f.Field {
			n++
		}
	}
	return n
}

// Against reports whether an observation speaks against acting.
func (e Evidence) Against() bool { return strings.HasPrefix(e.Rule, "guard:") }

// topic is what an observation speaks against acting by, empty if it speaks for it.
func (e Evidence) topic() string {
	if parts := strings.Split(e.Rule, ":"); len(parts) > 1 && parts[0] == "guard" {
		return parts[1]
	}
	return ""
}

// doubt is the doubt that an observation raises.
func (e Evidence) doubt() Doubt {
	parts := strings.Split(e.Rule, ":")
	switch {
	case len(parts) < 2 || parts[0] != "guard":
		return ""
	case parts[1] == "sense":
		return DoubtSense
	case parts[1] == "business":
		return DoubtOtherMatter
	case parts[1] == "field":
		return DoubtOtherField
	case parts[1] == "extension":
		return DoubtExtension
	}
	if s, ok := asides[lexicon.Topic(parts[1])]; ok {
		return s.doubt
	}
	return guardDoubt(parts[1])
}
