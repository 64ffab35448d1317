package classifier

import (
	"slices"
	"strings"
	"sync"

	"medico-intech.kz/otinish/classifier/lexicon"
	"medico-intech.kz/otinish/store/privacy"
)

// What stands beside a request is looked up in word lists of its own, and only where
// something is asked that is worked without a person: the sentences in which people ask
// for a form, thank for an answer or set a date are as harmless as any to the model,
// because in most letters they are.

// aside says what a topic of asides.txt does.
type aside struct {
	doubt  Doubt
	kinds  []privacy.Kind
	always bool // not only beside a mark, or a clear wording that fills its line
}

var asides = map[lexicon.Topic]aside{
	lexicon.Matter:      {doubt: DoubtOtherMatter, kinds: acting},
	lexicon.Awaits:      {doubt: DoubtOtherMatter, kinds: acting},
	lexicon.Relay:       {doubt: DoubtForwarded, kinds: acting},
	lexicon.Date:        {doubt: DoubtCondition, kinds: acting},
	lexicon.Partial:     {doubt: DoubtCondition, kinds: []privacy.Kind{privacy.KindWithdraw}},
	lexicon.Limited:     {doubt: DoubtCondition, kinds: []privacy.Kind{privacy.KindWithdraw}, always: true},
	lexicon.Part:        {doubt: DoubtPart, kinds: append([]privacy.Kind{privacy.KindUnsubscribe}, sweeping...), always: true},
	lexicon.Shaky:       {doubt: DoubtUnsure, kinds: []privacy.Kind{privacy.KindUpdate}, always: true},
	lexicon.GoOn:        {doubt: DoubtPart, kinds: []privacy.Kind{privacy.KindWithdraw, privacy.KindUnsubscribe}, always: true},
	lexicon.Giving:      {doubt: DoubtGiving, kinds: acting},
	lexicon.Negation:    {doubt: DoubtNegation, kinds: acting},
	lexicon.ThirdPerson: {doubt: DoubtThirdPerson, kinds: acting},
	lexicon.For:         {doubt: DoubtThirdPerson, kinds: append([]privacy.Kind{privacy.KindUnsubscribe}, slices.Concat(acting, sweeping)...), always: true},
	lexicon.Retract:     {doubt: DoubtUnsure, kinds: acting, always: true},
	lexicon.Denies:      {doubt: DoubtNegation, kinds: slices.Concat(acting, sweeping), always: true},
	lexicon.Further:     {doubt: DoubtFurther, kinds: []privacy.Kind{privacy.KindUpdate}},
	lexicon.Keep:        {doubt: DoubtNegation, kinds: []privacy.Kind{privacy.KindUnsubscribe}, always: true},
	lexicon.Later:       {doubt: DoubtCondition, kinds: acting, always: true},
	lexicon.Off:         {doubt: DoubtSeveralKinds, kinds: []privacy.Kind{privacy.KindUpdate}, always: true},
	lexicon.Unheld:      {doubt: DoubtOtherField, kinds: []privacy.Kind{privacy.KindUpdate}, always: true},
	lexicon.Erasing:     {doubt: DoubtPart, kinds: []privacy.Kind{privacy.KindUpdate}, always: true},
	lexicon.Spelled:     {doubt: DoubtContradictory, kinds: []privacy.Kind{privacy.KindUpdate}},
	lexicon.Several:     {doubt: DoubtSeveralKinds, kinds: append([]privacy.Kind{privacy.KindWithdraw, privacy.KindUnsubscribe}, sweeping...), always: true},
	lexicon.Count:       {doubt: DoubtSeveralKinds, kinds: append([]privacy.Kind{privacy.KindWithdraw, privacy.KindUnsubscribe}, sweeping...), always: true},
	lexicon.Asking:      {doubt: DoubtAsking, kinds: acting},
	lexicon.More:        {doubt: DoubtFurther, kinds: []privacy.Kind{privacy.KindUpdate}, always: true},
}

// barring are the topics that forbid acting, however sure all else is.
var barring = []lexicon.Topic{lexicon.For, lexicon.Retract, lexicon.Denies, lexicon.Later, lexicon.Keep, lexicon.Limited, lexicon.More, lexicon.GoOn, lexicon.Shaky}

// sweeping are the kinds that a person carries out on all that is held about the writer, so
// that who asks it for a part must be read.
var sweeping = []privacy.Kind{privacy.KindErase, privacy.KindBlock}

// asideIndex is asides.txt folded for the search; see lexiconIndex.
var asideIndex = sync.OnceValue(func() *index {
	x := &builder{index: &index{trie: newTrie()}, ids: map[string]uint16{}}
	wordings, err := lexicon.Asides()
	if err == nil {
		x.concepts, err = lexicon.Concepts()
	}
	if err != nil {
		return &index{trie: newTrie()}
	}
	for _, w := range wordings {
		x.addWording(w)
	}
	x.polite = x.id("<polite>")
	x.settle()
	return x.index
})

// throughAsides is a reading of the same words in which the lines of asides.txt are looked up. It is kept: where something is
// asked they are looked up more than once.
func (r *reading) throughAsides() *reading {
	if r.beside != nil {
		return r.beside
	}
	x := asideIndex()
	a := *r
	a.room, a.hits = new(room), nil
	a.words = slices.Clone(r.words)
	for i := range a.words {
		w := &a.words[i]
		s := w.script
		s.english = r.english
		w.hits = int32(len(a.hits))
		a.hits = x.trie.find(a.hits, a.skeleton(i), s)
		w.hitEnd = int32(len(a.hits))
	}
	a.compound(x)
	r.beside = &a
	return r.beside
}

// findAsides returns where the wordings of asides.txt stand, without those that begin with a word to be skipped. They are good until the next call.
// Each look has as much work to itself as the first: what is missed here is what forbids acting.
func (r *reading) findAsides(skip func(word int) bool) []wordingHit {
	a := r.throughAsides()
	a.work = r.work
	hits := a.findWordings(asideIndex(), skip)
	r.cut = r.cut || a.cut
	return hits
}

// asidesOn returns where the wordings of asides.txt on a topic stand.
func (r *reading) asidesOn(topic lexicon.Topic) []wordingHit {
	hits := r.findAsides(func(int) bool { return false })
	return slices.DeleteFunc(hits, func(h wordingHit) bool { return asideIndex().patterns[h.pattern].Topic != topic })
}

// givesBoth reports whether two values of a field stand in the letter that differ in a slip
// of the pen: «… 96, а не … 46».
func (r *reading) givesBoth() bool {
	var values []string
	for _, l := range r.lines {
		for _, s := range appendSpots(nil, l.text) {
			value := strings.ToLower(l.text[s.start:s.end])
			if s.field == privacy.FieldPhone {
				value = digitsOf(value)
			}
			if slices.ContainsFunc(values, func(other string) bool { return other != value && alike(other, value) }) {
				return true
			}
			values = append(values, value)
		}
	}
	return false
}

func digitsOf(s string) string {
	return strings.Map(func(c rune) rune {
		if isDigit(c) {
			return c
		}
		return -1
	}, s)
}

// asideDoubts returns the doubts that stand beside a finding, each with the words that
// raise it.
func (r *reading) asideDoubts(j judgement, kind privacy.Kind, f *finding) (doubts []Doubt, evidence []Evidence) {
	if !slices.Contains(acting, kind) && !slices.Contains(sweeping, kind) {
		return nil, nil
	}
	for _, h := range r.findAsides(f.marked) {
		p := &asideIndex().patterns[h.pattern]
		s := asides[p.Topic]
		switch {
		case p.Topic == lexicon.Spelled && r.givesBoth(): // the slip is told, and put right
		case kind == privacy.KindUpdate && r.saysOfTheRecord(caution{from: h.from}):
		case r.besideThePoint(kind, p.Topic, h.from):
		case p.Topic == lexicon.Keep && r.asksApart(kind, h.from): // «Про заказ пишите и дальше», beside «рекламу не шлите»
		case !slices.Contains(s.kinds, kind), !s.always && !f.exact && !f.whole:
		case slices.Contains(doubts, s.doubt): // what bars does so behind another of its doubt, too
			r.barred = r.barred || slices.Contains(barring, p.Topic)
		case p.Topic == lexicon.Retract && r.putsRight(h.from): // «… — нет, простите, ошиблась: …» takes no wish back
		case p.Topic == lexicon.Count && r.hasBusiness(): // of two things, one is no right
		case p.Topic == lexicon.More && r.ofBusiness(h.from): // "keep the old shock absorbers for me"
		case p.Topic == lexicon.Matter && kind == privacy.KindUpdate && j.asksIn(kind) && r.valueBeside(h.from):
			// «енді маған 8 701 … арқылы хабарласыңыздар» gives the new number
		case p.Topic == lexicon.Awaits && (!f.onlyTitle || j.asksIn(kind) || kind == privacy.KindUpdate):
			// «Жду ответа» below a request
		default:
			r.guardSigns(&r.speaking, "guard beside", string(p.Topic), kind, h.from)
			r.barred = r.barred || slices.Contains(barring, p.Topic)
			doubts, evidence = append(doubts, s.doubt), append(evidence, r.observe(p.guardRule, h.from, h.to))
		}
	}
	if from, to, yes := r.elsewhere(f); yes && kind == privacy.KindWithdraw && !slices.Contains(doubts, DoubtOtherMatter) {
		r.barred = true
		doubts, evidence = append(doubts, DoubtOtherMatter), append(evidence, r.observe(elsewhereRule, from, to))
	}
	if from, to, yes := r.dayToCome(kind); yes {
		r.barred = true
		if !slices.Contains(doubts, DoubtCondition) {
			doubts, evidence = append(doubts, DoubtCondition), append(evidence, r.observe(dayRule, from, to))
		}
	}
	if from, to, yes := r.drafted(f); yes && !slices.Contains(doubts, DoubtForwarded) {
		doubts, evidence = append(doubts, DoubtForwarded), append(evidence, r.observe(draftRule, from, to))
	}
	if from, to, yes := r.recited(kind, f); yes && !slices.Contains(doubts, DoubtForwarded) {
		doubts, evidence = append(doubts, DoubtForwarded), append(evidence, r.observe(recitedRule, from, to))
	}
	return doubts, evidence
}

// hasBusiness reports whether a sentence of the text is surely of other business.
func (r *reading) hasBusiness() bool {
	c, at := r.judged.best(senseBusiness)
	return c >= levelSurely && !r.judged.units[at].title
}

// ofBusiness reports whether a word stands in a sentence that is surely of other business.
func (r *reading) ofBusiness(word int) bool {
	at := r.judged.unitAt(word)
	return at >= 0 && r.judged.chances[at][senseBusiness] >= levelSurely
}

// asksApart reports whether another sentence of the text than that of a word surely asks for a kind.
func (r *reading) asksApart(kind privacy.Kind, word int) bool {
	c, at := r.judged.best(asks(kind))
	return c >= levelPlain && !r.judged.units[at].title && at != r.judged.unitAt(word)
}

// marked reports whether a word is one of a mark's.
func (f *finding) marked(i int) bool {
	for _, s := range f.marks {
		if s.from <= i && i < s.to {
			return true
		}
	}
	return false
}
