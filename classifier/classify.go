package classifier

import (
	"maps"
	"slices"
	"strings"

	"medico-intech.kz/otinish/classifier/lexicon"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// Classify says what a letter asks, the most pressing kind first; nil when nothing
// is asked. A verdict is certain where a mark of the policy stands alone in the
// subject line or on a line of the writer's own, or where the writer's own words
// are clear, and nothing speaks against acting; of an update all values must be
// valid too. Everything softer is doubtful: a person decides.
//
// Whether a machine wrote the letter is not asked here: see message.Automatic.
func Classify(m *message.Message) []Verdict {
	return new(Reader).Classify(m)
}

func classify(m *message.Message, x *index, senses *model, room *room) []Verdict {
	r := room.read(m, x, message.Own)
	defer r.leave()
	r.model = senses
	verdicts := r.classify(x, m, nil)
	if verdicts == nil || r.passesOn(verdicts) {
		if others := r.classifyOthers(x, m); others != nil {
			return others
		}
	}
	return verdicts
}

// passesOn reports whether a letter has but a few words over what it passes on, and no
// rule finds anything asked in them: «Для сведения».
func (r *reading) passesOn(verdicts []Verdict) bool {
	return r.others && r.ownWords <= shortAnswer && !slices.ContainsFunc(verdicts, func(v Verdict) bool {
		return slices.ContainsFunc(v.Evidence, func(e Evidence) bool {
			return !e.Against() && !(strings.HasPrefix(e.Rule, "sense:") && strings.HasSuffix(e.Rule, maybe))
		})
	})
}

// classifyOthers reads the words of others where the writer asks nothing: somebody
// passes a request on, or answers with nothing but a quoted letter. All of it is
// doubtful.
func (r *reading) classifyOthers(x *index, m *message.Message) []Verdict {
	for _, other := range []struct {
		origin message.Origin
		doubt  Doubt
		read   bool
	}{
		{message.Forwarded, DoubtForwarded, true},
		{message.Quoted, DoubtNoOwnText, !r.own || r.points(x)},
	} {
		has := slices.ContainsFunc(m.Ranges, func(rg message.Range) bool { return rg.Origin == other.origin })
		if !other.read || !has {
			continue
		}
		o := read(m, x, other.origin)
		o.model, o.decided, o.bare = r.model, r.decided, !r.own
		o.lines[0].first, o.lines[0].end = 0, 0
		if verdicts := o.classify(x, m, &other.doubt); verdicts != nil {
			if r.ownWords > 0 { // the answer goes to whoever passed it on
				for i := range verdicts {
					verdicts[i].Language = findings{}.language(r, x)
				}
			}
			return verdicts
		}
	}
	return nil
}

// shortAnswer is how many words a letter has at most that only points at what it
// answers.
const shortAnswer = 8

// points reports whether the writer means what is quoted: «осыны істеңіздерші».
func (r *reading) points(x *index) bool {
	if r.ownWords > shortAnswer {
		return false
	}
	_, cautions, _ := r.findKinds(x)
	return slices.ContainsFunc(cautions, func(c caution) bool { return c.topic == lexicon.Points && c.inText })
}

// classify draws the verdicts from a reading. because is the doubt that holds for
// all of it: then only marks and clear wordings count.
func (r *reading) classify(x *index, m *message.Message, because *Doubt) []Verdict {
	found, cautions, hits := r.findKinds(x)
	found.mute(cautions)
	j := r.judge(x, r.model, hits)
	signs := j.signs(found, cautions)
	if r.heard != nil {
		r.heard(signs)
	}
	j.heed = r.model.heeds(signs)
	j.level = r.heedLevel(x, m, found, j.heed)
	dropped := j.add(r, found, cautions)
	if because != nil && !r.bare {
		for kind, f := range found {
			if !f.exact && !f.clear && !f.near {
				delete(found, kind)
			}
		}
	}
	hinted := found.settle()
	if slices.Contains(m.Damage, message.DamageSealed) { // what PGP writes around a text is no request
		maps.DeleteFunc(found, func(_ privacy.Kind, f *finding) bool { return !f.exact && !f.near && !f.rule })
	}
	if len(found) == 0 {
		return nil
	}
	r.addStated(x, m, j, found)
	also := r.besides(j, found, dropped, hinted)
	language := found.language(r, x)
	common := r.letterDoubts(m)
	if because != nil && !slices.Contains(common, *because) {
		common = append(common, *because)
	}
	if len(found) > 1 {
		common = append([]Doubt{DoubtSeveralKinds}, common...)
	}
	var verdicts []Verdict
	for _, kind := range privacy.Kinds {
		f, ok := found[kind]
		if !ok {
			continue
		}
		v := Verdict{Kind: kind, Certainty: privacy.Doubtful, Language: language, Evidence: f.evidence}
		weighed, evidence := r.guardDoubts(kind, f, cautions)
		beside, seen := r.asideDoubts(j, kind, f)
		evidence = append(evidence, seen...)
		if d, soft := f.doubt(); soft {
			weighed = append([]Doubt{d}, weighed...)
		}
		firm := append(slices.Clone(common), beside...)
		answered := r.prefixes.reply && r.own && (len(m.InReplyTo) > 0 || r.others) && f.exact && f.onlyTitle && !j.asksIn(kind)
		if kind == privacy.KindUpdate {
			fields, doubts, told := r.findValues(x, m, f.exact || f.near)
			answered = answered && !told
			if told && len(doubts) == 0 { // with the new value before us, any wording is clear
				weighed = slices.DeleteFunc(weighed, func(d Doubt) bool { return d == DoubtNoMark || d == DoubtNearMark })
			}
			if !f.exact && !f.near && !f.clear && !wished(cautions) {
				weighed = append(weighed, DoubtNoWish)
			}
			v.Fields, v.Rivals = fields, r.rivals
			evidence = append(evidence, r.remarks...)
			firm = append(firm, doubts...)
			if m.Attached() && len(fields) == 0 {
				firm = append(firm, DoubtAttachment)
			}
		}
		if answered { // «Re: <mark>» over «спасибо»
			firm = append(firm, DoubtReply)
		}
		v.Evidence = append(v.Evidence, evidence...)
		v.Doubts = firm
		if r.tap != nil && len(firm) == 0 && !f.exact && !f.whole && !r.inPlainWords(j, kind, f, weighed).Yes {
			r.tap(kind, j.figures(r, kind, f, weighed))
		}
		act := r.mayAct(j, kind, f, weighed)
		if r.decided != nil {
			r.decided(decided{r, kind, f, weighed, act, j})
		}
		if !act.Yes {
			v.Doubts = append(v.Doubts, weighed...)
			if at := r.disturbing(j, kind, f); len(v.Doubts) > 0 {
			} else if at < 0 { // no sentence speaks against it, and yet they do not say enough
				v.Doubts = append(v.Doubts, DoubtNoMark)
			} else {
				v.Doubts = append(v.Doubts, DoubtSense)
				v.Evidence = append(v.Evidence, r.observe(senseRule, j.units[at].from, j.units[at].to-1))
			}
		}
		v.Doubts = dedupe(v.Doubts)
		if len(v.Doubts) == 0 {
			v.Certainty = privacy.Certain
		}
		v.Evidence = append(v.Evidence, also...) // a person should hear of what may be asked beside
		verdicts = append(verdicts, v)
	}
	return verdicts
}

// addStated adds an update to what else a letter asks where it says what the new
// value is: «Мой новый номер … Отзываю согласие».
func (r *reading) addStated(x *index, m *message.Message, j judgement, found findings) {
	if found[privacy.KindUpdate] != nil || found[privacy.KindAuthority] != nil || found[privacy.KindQuestion] != nil {
		return
	}
	offers := r.offers(x, m)
	r.weighOffers(x, m, offers)
	for _, o := range offers {
		if o.rule != "new" || o.chance < sureAt || !o.value.Valid || o.spot.field == privacy.FieldName {
			continue
		}
		for _, u := range j.units {
			if first, last := r.words[u.from].line, r.words[u.to-1].line; int(first) <= o.spot.line && o.spot.line <= int(last) {
				r.note(found.get(privacy.KindUpdate), u.from, u.to-1, "sense:"+string(privacy.KindUpdate)+maybe)
				return
			}
		}
	}
}

// grave are the doubts that are seldom raised beside a clear request.
var grave = []Doubt{DoubtThirdPerson, DoubtNegation, DoubtGiving}

// mayAct reports whether a finding may be acted upon, as far as words go. A mark
// needs no wording, only that nothing speaks against it.
func (r *reading) mayAct(j judgement, kind privacy.Kind, f *finding, doubts []Doubt) Step {
	if f.exact || f.whole {
		switch {
		case len(doubts) > 0:
			return Step{By: byMark}
		case !r.undisturbed(j, kind, f):
			return Step{By: byDisturbed}
		}
		return Step{By: byMark, Yes: true}
	}
	if j.heed < levelSurely {
		return weighed(bySurely, j.heed, levelSurely)
	}
	if plain := r.inPlainWords(j, kind, f, doubts); plain.Yes {
		return plain
	}
	chance := r.model.mayAct(j.figures(r, kind, f, doubts))
	if forbids, _ := j.best(senseForbids); forbids >= levelVeto {
		return weighed(byDespite, chance, levelAgainst)
	}
	if slices.ContainsFunc(doubts, func(d Doubt) bool { return slices.Contains(grave, d) }) {
		return weighed(byDespite, chance, levelGrave)
	}
	if slices.ContainsFunc(doubts, func(d Doubt) bool { return d != DoubtNoMark && d != DoubtNearMark && d != DoubtNoWish }) {
		return weighed(byDespite, chance, levelDespite)
	}
	if f.ruled && kind == privacy.KindUnsubscribe { // a mistake costs a newsletter
		return weighed(byLight, chance, levelLight)
	}
	if !slices.Contains(acting, kind) { // a person works it anyway
		return weighed(byOthers, chance, levelOthers)
	}
	if f.ruled {
		return weighed(byBoth, chance, levelBoth)
	}
	return weighed(byAct, chance, levelAct)
}

// inPlainWords decides where lexicon and model say the same and nothing speaks against it.
func (r *reading) inPlainWords(j judgement, kind privacy.Kind, f *finding, doubts []Doubt) Step {
	if !f.ruled || len(doubts) > 0 || !r.undisturbed(j, kind, f) {
		return Step{By: byPlain}
	}
	ask, level := r.plainly(j, kind)
	return weighed(byPlain, ask, level)
}

// plainly returns the chance that a sentence asks for a kind, and the level for it.
// «У меня поменялся телефон» only touches upon an update, but with «Прошу обновить»
// beside it, it is one.
func (r *reading) plainly(j judgement, kind privacy.Kind) (chance, level float32) {
	chance, _ = j.best(asks(kind))
	if kind == privacy.KindUpdate && slices.ContainsFunc(j.units, func(u unit) bool { return !u.title && r.repeats(u, kind) }) {
		touch, _ := j.best(asks(kind), touches(kind))
		return touch, levelRepeat
	}
	return chance, levelPlain
}

// wished reports whether the letter asks for a change. «My new number is …» alone
// is what people tell everybody they write to.
func wished(cautions []caution) bool {
	return slices.ContainsFunc(cautions, func(c caution) bool { return c.topic == lexicon.Wish })
}

func dedupe(doubts []Doubt) (kept []Doubt) {
	for _, d := range doubts {
		if !slices.Contains(kept, d) {
			kept = append(kept, d)
		}
	}
	return kept
}
