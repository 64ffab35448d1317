package classifier

import (
	"slices"

	"medico-intech.kz/otinish/classifier/lexicon"
	"medico-intech.kz/otinish/store/privacy"
)

// Who asks one thing clearly often says beside it what he does not ask: «Удалять ничего не надо, согласие не отзываю», "I am not
// after a change"; what somebody beside him has, that stays: «У мужа номер прежний»; and what others advised: "my lawyer thinks I should block
// it all". That is neither a second request nor does it speak against the first. A sentence that does more – asks, sets a condition, speaks for
// somebody else, takes something back – is not passed over.

// deniedBy says of which kind a topic of asides.txt says that it is not asked.
var deniedBy = map[lexicon.Topic]privacy.Kind{
	lexicon.NoUpdate:      privacy.KindUpdate,
	lexicon.NoWithdraw:    privacy.KindWithdraw,
	lexicon.NoErase:       privacy.KindErase,
	lexicon.NoBlock:       privacy.KindBlock,
	lexicon.NoUnsubscribe: privacy.KindUnsubscribe,
	lexicon.NoAccess:      privacy.KindAccess,
}

// heavy are the topics that no sentence has that is passed over.
var heavy = []lexicon.Topic{
	lexicon.Condition, lexicon.Unsure, lexicon.Relay, lexicon.Taken, lexicon.Retract, lexicon.Later, lexicon.For, lexicon.Date, lexicon.Partial, lexicon.Part, lexicon.Several, lexicon.Count, lexicon.Off,
}

// light are the topics that a denial raises by itself: they count for nothing where it stands.
var light = []lexicon.Topic{lexicon.Negation, lexicon.Giving, lexicon.Keep, lexicon.Instruct, lexicon.Offer}

// denial is a place where the writer says that he does not ask for a kind.
type denial struct {
	kind     privacy.Kind
	from, to int // its words, both included
	unit     int
}

// passOver takes away what the letter denies, or only tells of others, beside a kind that it asks clearly, and lets the sentences that
// do nothing else say nothing more. What it took away is returned.
func (r *reading) passOver(x *index, found findings, cautions []caution) (passed findings) {
	if len(found) == 0 {
		return nil
	}
	loaded := make([]bool, len(r.judged.units)) // has a heavy topic
	others := make([]bool, len(r.judged.units)) // speaks of or for others
	load := func(topic lexicon.Topic, word int) {
		if u := r.judged.unitAt(word); u >= 0 {
			loaded[u] = loaded[u] || slices.Contains(heavy, topic)
			others[u] = others[u] || topic == lexicon.ThirdPerson
		}
	}
	for _, c := range cautions {
		load(c.topic, c.from)
	}
	r.findDenials(found, load)
	r.quiet = r.quiet[:0]
	for k := range r.judged.units {
		if !loaded[k] && (!others[k] && r.onlyDenies(k, found) || r.tellsOfOthers(x, found, k)) {
			r.quiet = append(r.quiet, k)
		}
	}
	passed = r.explainedAway(found)
	for kind := range passed {
		delete(found, kind)
	}
	for _, k := range r.quiet {
		c := r.judged.chances[k]
		clear(c)
		c[senseHarmless] = 1
	}
	return passed
}

// findDenials finds what the writer says he does not ask, where another kind is asked, and not only in the words that deny this one. load is told
// of all other topics.
func (r *reading) findDenials(found findings, load func(lexicon.Topic, int)) {
	r.denied = r.denied[:0]
	for _, h := range r.findAsides(func(int) bool { return false }) {
		topic := asideIndex().patterns[h.pattern].Topic
		kind, denies := deniedBy[topic]
		if !denies {
			load(topic, h.from)
			continue
		}
		u := r.judged.unitAt(h.from)
		if u := r.judged.unitAt(h.from); u >= 0 && r.judged.chances[u][asks(kind)] >= levelAsk { // "I do not want your adverts and withdraw my consent"
			continue
		}
		if found[kind] != nil && !r.asksBut(found, kind, func(span) bool { return true }) { // it denies the very thing
			load(lexicon.Retract, h.from)
		} else if u >= 0 && !r.judged.units[u].asked && r.asksBut(found, kind, func(s span) bool { return r.judged.unitAt(s.from) != u || s.to <= h.from || s.from > h.to }) {
			r.denied = append(r.denied, denial{kind, h.from, h.to, u})
		}
	}
}

// explainedAway returns the findings all of which stand where nothing is asked, or where their kind is denied, or beside a clear one, and not
// all of the last sort.
func (r *reading) explainedAway(found findings) findings {
	passed := findings{}
	said := func(s span) bool { return !slices.Contains(r.quiet, r.judged.unitAt(s.from)) }
	for _, kind := range privacy.Kinds {
		f := found[kind]
		if f == nil || f.exact || !r.asksBut(found, kind, said) {
			continue
		}
		passes := func(s span) bool { return !said(s) || r.denies(kind, s.from) }
		if slices.ContainsFunc(f.spans, passes) && !slices.ContainsFunc(f.spans, func(s span) bool { return !passes(s) && !r.firmIn(found, kind, s.from) }) {
			passed[kind] = f
		}
	}
	return passed
}

// asksBut reports whether a kind other than one is clear, or said by a clear wording and likely, or all but sure, with words that count.
func (r *reading) asksBut(found findings, kind privacy.Kind, counts func(span) bool) bool {
	return slices.ContainsFunc(privacy.Kinds, func(other privacy.Kind) bool {
		f := found[other]
		if other == kind || f == nil {
			return false
		}
		c, _ := r.judged.best(asks(other))
		return (f.clear || f.exact || f.ruled && c >= levelHint || c >= levelPlain) && slices.ContainsFunc(f.spans, counts)
	})
}

// firmIn reports whether another kind is clear and was seen in the sentence of a word.
func (r *reading) firmIn(found findings, kind privacy.Kind, word int) bool {
	u := r.judged.unitAt(word)
	return r.asksBut(found, kind, func(s span) bool { return r.judged.unitAt(s.from) == u })
}

// denies reports whether a word stands in a sentence in which the writer says that he does not ask for a kind.
func (r *reading) denies(kind privacy.Kind, word int) bool {
	u := r.judged.unitAt(word)
	return slices.ContainsFunc(r.denied, func(d denial) bool { return d.kind == kind && d.unit == u })
}

// onlyDenies reports whether a sentence denies something and asks nothing else: not «Прошу сменить номер, удалять ничего не надо».
func (r *reading) onlyDenies(k int, found findings) bool {
	c := r.judged.chances[k]
	return slices.ContainsFunc(r.denied, func(d denial) bool { return d.unit == k }) && !slices.ContainsFunc(privacy.Kinds, func(kind privacy.Kind) bool {
		f := found[kind]
		worded := f != nil && f.ruled && f.within(r.judged.units[k]) // "I do not want your adverts and withdraw my consent"
		return (c[asks(kind)] >= levelHint || worded) && !slices.ContainsFunc(r.denied, func(d denial) bool { return d.unit == k && d.kind == kind })
	})
}

// tellsOfOthers reports whether a sentence tells only what somebody beside the writer has, that stays, or what he thinks, and
// another one asks clearly.
func (r *reading) tellsOfOthers(x *index, found findings, k int) bool {
	u, c := r.judged.units[k], r.judged.chances[k]
	kin, keeps, advises, self := -1, false, false, false
	for i := u.from; i < u.to; i++ {
		w := r.lower(i)
		if kin < 0 && x.others.has(w, "kin") {
			kin = i
		}
		keeps, advises, self = keeps || x.others.has(w, "keeps"), advises || x.others.has(w, "advises"), self || x.parts.has(w, "self") && !(i+1 < u.to && x.others.has(r.lower(i+1), "kin")) // «мой муж»
	}
	forbids := float32(levelVeto)
	if keeps && !self && kin <= u.from+1 { // «Жена своё согласие оставляет»
		forbids = levelQuiet
	}
	if u.title || kin < 0 || !keeps && !advises || c[senseForbids] >= forbids || r.holdsValue([]unit{u}) {
		return false
	}
	clear := func(kind privacy.Kind) bool { f := found[kind]; return f != nil && (f.clear || f.exact) }
	if slices.ContainsFunc(privacy.Kinds, func(kind privacy.Kind) bool { // «…, а мой удалите»
		return c[asks(kind)] >= levelRepeat || c[asks(kind)] >= levelHint && !clear(kind)
	}) {
		return false
	}
	return slices.ContainsFunc(privacy.Kinds, func(kind privacy.Kind) bool {
		ask, at := r.judged.best(asks(kind))
		return clear(kind) && ask >= levelAsk && !r.judged.units[at].title
	})
}

// besideThePoint reports whether a word that raises a topic against a kind stands in a sentence that is passed over, or is one of the words that
// deny another kind.
func (r *reading) besideThePoint(kind privacy.Kind, topic lexicon.Topic, word int) bool {
	if slices.Contains(barring, topic) {
		return false
	}
	return slices.Contains(r.quiet, r.judged.unitAt(word)) && !r.denies(kind, word) ||
		slices.Contains(light, topic) && slices.ContainsFunc(r.denied, func(d denial) bool { return d.kind != kind && d.from <= word && word <= d.to })
}
