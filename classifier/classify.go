package classifier

import (
	"fmt"

	"medico-intech.kz/otinish/classifier/lexicon"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// Classify says what a letter asks, the most pressing kind first; nil when nothing
// is asked. A verdict is certain only for a mark of the policy that stands alone
// in the subject line or on a line of the writer's own, with nothing that speaks
// against acting on it. Other wordings are doubtful: a person decides.
//
// Whether a machine wrote the letter is not asked here: see message.Automatic.
func Classify(m *message.Message) []Verdict {
	if m == nil {
		return nil
	}
	x := lexiconIndex()
	r := read(m, x.trie)
	found := r.findKinds(x)
	if len(found) == 0 {
		return nil
	}
	language := found.language(r, x)
	common := r.commonDoubts(x, m, found)
	var verdicts []Verdict
	for _, kind := range privacy.Kinds {
		f, ok := found[kind]
		if !ok {
			continue
		}
		v := Verdict{Kind: kind, Certainty: privacy.Doubtful, Language: language, Evidence: f.evidence}
		if !f.exact {
			v.Doubts = append(v.Doubts, f.doubt(kind))
		}
		v.Doubts = append(v.Doubts, common...)
		if kind == privacy.KindUpdate {
			var doubts []Doubt
			v.Fields, doubts = r.findValues(x, m)
			v.Doubts = append(v.Doubts, doubts...)
		}
		if len(v.Doubts) == 0 {
			v.Certainty = privacy.Certain
		}
		verdicts = append(verdicts, v)
	}
	return verdicts
}

// finding is what speaks for one kind.
type finding struct {
	exact    bool
	language privacy.Language // of the exact mark
	evidence []Evidence
}

// doubt says why a finding without an exact mark is not certain. Only update and
// withdrawal have marks to be near to.
func (f *finding) doubt(kind privacy.Kind) Doubt {
	if kind == privacy.KindUpdate || kind == privacy.KindWithdraw {
		return DoubtNearMark
	}
	return DoubtNoMark
}

type findings map[privacy.Kind]*finding

func (f findings) get(kind privacy.Kind) *finding {
	if f[kind] == nil {
		f[kind] = &finding{}
	}
	return f[kind]
}

// findKinds gathers marks and wordings by kind.
func (r *reading) findKinds(x *index) findings {
	found := findings{}
	marks := r.findMarks(x)
	for _, hit := range marks {
		m := x.marks[hit.mark]
		f := found.get(m.Kind)
		how := "near"
		if hit.exact {
			how = "exact"
			if !f.exact {
				f.exact, f.language = true, m.Language
			}
		}
		rule := fmt.Sprintf("mark:%s:%s:%s", m.Kind, m.Language, how)
		f.evidence = append(f.evidence, r.observe(rule, hit.from, hit.to))
	}
	inMark := func(i int) bool {
		for _, hit := range marks {
			if hit.from <= i && i <= hit.to {
				return true
			}
		}
		return false
	}
	for _, hit := range r.findWordings(x, isKind, inMark) {
		p := x.patterns[hit.pattern]
		f := found.get(privacy.Kind(p.Topic))
		f.evidence = append(f.evidence, r.observe(p.Rule(), hit.from, hit.to))
	}
	if w := found[privacy.KindWithdraw]; w != nil && w.exact {
		delete(found, privacy.KindUnsubscribe) // it asks for less of the same
	}
	return found
}

func isKind(t lexicon.Topic) bool { return t != lexicon.Negation && t != lexicon.ThirdPerson }

func (r *reading) observe(rule string, from, to int) Evidence {
	return Evidence{Rule: rule, Text: r.excerpt(from, to), Where: r.lines[r.words[from].line].where()}
}
