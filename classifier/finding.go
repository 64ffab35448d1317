package classifier

import (
	"fmt"
	"slices"
	"strings"

	"medico-intech.kz/otinish/classifier/lexicon"
	"medico-intech.kz/otinish/store/privacy"
)

// finding is what speaks for one kind.
type finding struct {
	exact     bool             // a mark of the policy, word for word
	near      bool             // something close to a mark
	whole     bool             // a mark with a slip of the pen, or a clear wording, that fills its line
	clear     bool             // a wording that is enough to act by
	less      []span           // what asks for a part of it: no letters, beside a withdrawal
	rule      bool             // the lexicon has a wording
	ruled     bool             // it has a clear one
	onlyTitle bool             // nothing of it stands in the text
	language  privacy.Language // of the exact mark
	sentences []int32          // where it is asked
	spans     []span           // the words noted
	marks     []span           // those of a mark, or of a clear wording that fills its line
	evidence  []Evidence
}

// doubt says why a finding is not enough to act by.
func (f *finding) doubt() (Doubt, bool) {
	switch {
	case f.exact || f.whole || f.clear:
		return "", false
	case f.near:
		return DoubtNearMark, true
	}
	return DoubtNoMark, true
}

type findings map[privacy.Kind]*finding

// onlyInMark reports whether all that was noted of a kind are words of the mark of another one.
func (found findings) onlyInMark(kind privacy.Kind) bool {
	for other, f := range found {
		if other != kind && !slices.ContainsFunc(found[kind].spans, func(s span) bool {
			return !slices.ContainsFunc(f.marks, func(m span) bool { return m.from <= s.from && s.to <= m.to })
		}) {
			return len(found[kind].spans) > 0
		}
	}
	return false
}

func (found findings) get(kind privacy.Kind) *finding {
	if found[kind] == nil {
		found[kind] = &finding{onlyTitle: true}
	}
	return found[kind]
}

// findKinds gathers marks and wordings by kind, and the guards.
func (r *reading) findKinds(x *index) (findings, []caution, []wordingHit) {
	found := findings{}
	marks := r.findMarks(x)
	for _, h := range marks {
		r.addMark(x, found, h)
	}
	inMark := func(i int) bool {
		return slices.ContainsFunc(marks, func(h markHit) bool { return h.exact && h.from <= i && i <= h.to })
	}
	cautions := r.room.cautions[:0]
	hits := r.findWordings(x, inMark)
	for _, h := range hits {
		p := &x.patterns[h.pattern]
		if p.guard != nil {
			cautions = append(cautions, r.caution(p, h))
			continue
		}
		f := found.get(privacy.Kind(p.Topic))
		f.clear = f.clear || p.Clear
		f.rule, f.ruled = true, f.ruled || p.Clear
		if p.Clear && p.Scope == lexicon.Whole {
			f.whole, f.marks = true, append(f.marks, span{h.from, h.to + 1})
		}
		r.note(f, h.from, h.to, p.Rule())
	}
	r.room.cautions = cautions
	return found, cautions, hits
}

func (r *reading) addMark(x *index, found findings, h markHit) {
	m := x.marks[h.mark]
	f := found.get(m.Kind)
	how := "near"
	if h.exact {
		how = "exact"
		if !f.exact {
			f.exact, f.language = true, m.Language
		}
	} else { // marks are long and far apart: a slip of the pen in one that fills its line changes nothing
		f.near, f.whole = true, f.whole || h.whole
		if h.distance == 0 && f.language == "" {
			f.language = m.Language
		}
	}
	if h.exact || h.whole {
		f.marks = append(f.marks, span{h.from, h.to + 1})
	}
	r.note(f, h.from, h.to, fmt.Sprintf("mark:%s:%s:%s", m.Kind, m.Language, how))
}

// maybe ends the rule of a wording that is not clear.
const maybe = ":maybe"

// maxNotes caps the observations kept for one kind.
const maxNotes = 6

func (r *reading) note(f *finding, from, to int, rule string) {
	w := r.words[from]
	f.onlyTitle = f.onlyTitle && r.lines[w.line].number == 0
	f.sentences = append(f.sentences, w.sentence)
	for i, s := range f.spans { // the same words again say nothing new, only more clearly
		if from < s.to && s.from <= to {
			if strings.HasSuffix(f.evidence[i].Rule, maybe) && !strings.HasSuffix(rule, maybe) {
				f.spans[i], f.evidence[i] = span{from, to + 1}, r.observe(rule, from, to)
			}
			return
		}
	}
	if len(f.evidence) < maxNotes {
		f.spans = append(f.spans, span{from, to + 1})
		f.evidence = append(f.evidence, r.observe(rule, from, to))
	}
}

// surelyInText reports whether words in the text mean the finding, and not only may.
func (f *finding) surelyInText() bool {
	return slices.ContainsFunc(f.evidence, func(e Evidence) bool { return e.Place.Line > 0 && !strings.HasSuffix(e.Rule, maybe) })
}

// settle drops what another finding includes. What it drops only because something
// clearer stands beside it is returned.
func (found findings) settle() (hinted findings) {
	hinted = findings{}
	firm := func(kind privacy.Kind) bool { f := found[kind]; return f != nil && (f.exact || f.clear) }
	if firm(privacy.KindAuthority) { // it speaks of all the others
		for kind, f := range found {
			if kind != privacy.KindAuthority && !f.exact {
				delete(found, kind)
			}
		}
	}
	if less := found[privacy.KindUnsubscribe]; less != nil && firm(privacy.KindWithdraw) { // it asks for less of the same
		f := found[privacy.KindWithdraw]
		f.spans, f.marks, f.less = append(f.spans, less.spans...), append(f.marks, less.spans...), less.spans
		delete(found, privacy.KindUnsubscribe)
	}
	if firm(privacy.KindUnblock) { // it speaks of the blocking, and of taking it away
		delete(found, privacy.KindBlock)
		if found[privacy.KindErase] != nil && found.within(privacy.KindErase) {
			delete(found, privacy.KindErase)
		}
	}
	if firm(privacy.KindErase) && found.sameSentence(privacy.KindErase, privacy.KindAccess) {
		delete(found, privacy.KindAccess) // «всё, что у вас обо мне есть»
	}
	if f := found[privacy.KindAccess]; f != nil && firm(privacy.KindQuestion) && !f.clear && !f.exact && !f.near { // «Откуда у вас мой номер?»
		hinted[privacy.KindAccess] = f
		delete(found, privacy.KindAccess)
	}
	for _, kind := range privacy.Kinds { // what need not mean it, beside what does
		if f := found[kind]; f != nil && !f.clear && !f.exact && !f.near && found.firmBesides(kind) && found.within(kind) && !(kind == privacy.KindErase && f.ruled && firm(privacy.KindWithdraw)) {
			hinted[kind] = f
			delete(found, kind)
		}
	}
	if f := found[privacy.KindQuestion]; f != nil { // a question by the way, or the reason why
		if !f.clear && !f.ruled && len(found) > 1 || firm(privacy.KindErase) || firm(privacy.KindBlock) || firm(privacy.KindUnblock) {
			delete(found, privacy.KindQuestion)
		}
	}
	return hinted
}

// sameSentence reports whether two kinds were seen in one sentence.
func (found findings) sameSentence(a, b privacy.Kind) bool {
	return found[a] != nil && found[b] != nil && slices.ContainsFunc(found[a].sentences, func(s int32) bool {
		return slices.Contains(found[b].sentences, s)
	})
}

// firmBesides reports whether another kind is clear.
func (found findings) firmBesides(kind privacy.Kind) bool {
	for other, f := range found {
		if other != kind && (f.clear || f.exact) {
			return true
		}
	}
	return false
}

// within reports whether a kind was seen only in sentences in which a clear one was.
func (found findings) within(kind privacy.Kind) bool {
	for _, s := range found[kind].sentences {
		ok := false
		for other, f := range found {
			ok = ok || other != kind && (f.clear || f.exact) && slices.Contains(f.sentences, s)
		}
		if !ok {
			return false
		}
	}
	return true
}

func (r *reading) observe(rule string, from, to int) Evidence {
	a, b := r.words[from], r.words[to]
	first, last := r.lines[a.line], r.lines[b.line]
	return Evidence{
		Rule: rule, Text: r.excerpt(from, to), Where: first.where(int(a.start)),
		Place: Place{first.part(), first.numberAt(int(a.start)), first.offset + int(a.start), last.offset + int(b.end)},
	}
}
