package classifier

import (
	"slices"

	"medico-intech.kz/otinish/store/privacy"
)

// What may be acted upon is decided here: some things forbid it, a mark that stands alone needs no weighing, and all else is
// weighed (act.go).

// decide weighs whether a verdict may be acted upon, and says what speaks against it.
func (h *hearing) decide(v *Verdict, f *finding, weighed []Doubt) {
	if h.tap != nil {
		h.tap(*v, h.signsOf(v, f, weighed))
	}
	act := h.mayAct(*v, f, weighed)
	if h.decided != nil {
		h.decided(decided{h.reading, v.Kind, h.signsOf(v, f, weighed), slices.Concat(v.Doubts, weighed), act})
	}
	if act.Yes {
		v.Doubts, v.Rivals, v.Certainty = nil, nil, privacy.Certain // a rival would be recorded too
		return
	}
	v.Doubts = append(v.Doubts, weighed...)
	if at := h.disturbing(h.judged, v.Kind, f); len(v.Doubts) > 0 {
	} else if at < 0 { // no sentence speaks against it, and yet they do not say enough
		v.Doubts = append(v.Doubts, DoubtNoMark)
	} else {
		v.Doubts = append(v.Doubts, DoubtSense)
		v.Evidence = append(v.Evidence, h.observe(senseRule, h.judged.units[at].from, h.judged.units[at].to-1))
	}
	v.Doubts = dedupe(v.Doubts)
}

// never are the doubts that forbid acting, however sure all else is.
var never = []Doubt{
	DoubtSeveralKinds, DoubtNoValue, DoubtInvalidValue, DoubtForwarded, DoubtNoOwnText, DoubtDamaged, DoubtExtension, DoubtReply, DoubtAttachment,
}

// mostActed is how many sentences a letter has at most that is acted upon: a newsletter has more.
const mostActed = 60

// shortUnits is how many sentences a short letter has at most.
const shortUnits = 6

// mayAct decides whether a verdict may be acted upon.
func (h *hearing) mayAct(v Verdict, f *finding, weighed []Doubt) Step {
	if h.barred || givesTwo(v.Fields) || slices.ContainsFunc(v.Doubts, func(d Doubt) bool { return slices.Contains(never, d) }) {
		return Step{By: byNever}
	}
	chance := h.model.mayAct(h.signsOf(&v, f, weighed))
	surely := v.Kind == privacy.KindUpdate && chance >= levelUnsaid // the value is weighed, too, and says more than the words
	says := []sense{asks(v.Kind)}
	if v.Kind != privacy.KindWithdraw || f.ruled { // "I've signed the consent and left it at the desk" only touches upon it
		says = append(says, touches(v.Kind))
	}
	if said, _ := h.judged.best(says...); said < levelSaid && !surely && !f.exact && !f.near {
		return weighedStep(bySaid, said, levelSaid)
	}
	if !f.whole && !f.exact && !f.near && h.m.Listed { // «… once I told them to stop mailing me …»
		return Step{By: byList}
	}
	if n := len(h.judged.units); n > mostActed {
		return Step{By: byLength}
	}
	marked := f.exact || f.whole
	undisturbed := h.undisturbed(h.judged, v.Kind, f)
	if marked && undisturbed && len(v.Doubts) == 0 && len(weighed) == 0 {
		return Step{By: byMark, Yes: true}
	}
	if v.Kind == privacy.KindUpdate && h.titles && len(v.Doubts) == 0 && onlyWishless(weighed) {
		return Step{By: byTitle, Yes: true}
	}
	if !f.exact && !f.near && slices.Contains(acting, v.Kind) && h.judged.heed < levelHeard {
		return weighedStep(byHeard, h.judged.heed, levelHeard)
	}
	switch {
	case !slices.Contains(acting, v.Kind): // a person works it anyway
		return weighedStep(byOthers, chance, levelOthers)
	case len(v.Doubts) > 0 || marked && !undisturbed:
		return weighedStep(byDespite, chance, h.levelAgainst(v))
	case marked && len(weighed) == 1 && weighed[0] == DoubtAsking && h.judged.asksIn(v.Kind): // «Could you change my number?»
		return weighedStep(byPolite, chance, levelPolite)
	case len(h.judged.units) <= shortUnits && h.judged.heed >= levelSurely && h.inPlainWords(h.judged, v.Kind, f, weighed):
		switch v.Kind {
		case privacy.KindUpdate:
			return weighedStep(byPlain, chance, levelTold)
		case privacy.KindWithdraw: // whatever else is asked is less of the same
			return weighedStep(byPlain, chance, levelRevoked)
		}
		return weighedStep(byPlain, chance, levelPlainly)
	}
	if f.rule && len(weighed) == 0 && undisturbed {
		return weighedStep(byAct, chance, levelClearly)
	}
	return weighedStep(byAct, chance, levelAct)
}

// onlyWishless reports whether nothing speaks against an update but that no word asks for it.
func onlyWishless(weighed []Doubt) bool {
	return !slices.ContainsFunc(weighed, func(d Doubt) bool { return d != DoubtNoWish && d != DoubtNoMark })
}

// levelAgainst is the chance that acting needs despite some doubts of the values or the letter, or a sentence that does not go with a mark.
func (h *hearing) levelAgainst(v Verdict) float32 {
	has := func(d Doubt) bool { return slices.Contains(v.Doubts, d) }
	switch {
	case has(DoubtContradictory) && h.mild && len(v.Doubts) == 1: // two values, of which what else is said mostly picks one
		if h.asOld {
			return levelAsOld
		}
		return levelMild
	case has(DoubtOtherField), has(DoubtContradictory) && h.grave: // a value may be missed
		return levelMissed
	case has(DoubtContradictory), has(DoubtFurther) && h.unsaid: // another one might be meant
		return levelDespite
	case v.Kind == privacy.KindWithdraw: // "Please cancel" below a mark
		return levelUndone
	}
	return levelBeside
}

// givesTwo reports whether two values were taken for one field.
func givesTwo(values []Value) bool {
	for k := 1; k < len(values); k++ {
		if values[k].Field == values[k-1].Field && values[k].Text != values[k-1].Text {
			return true
		}
	}
	return false
}

// inPlainWords reports whether the word lists and model say the same and nothing speaks against it.
func (r *reading) inPlainWords(j judgement, kind privacy.Kind, f *finding, doubts []Doubt) bool {
	if !f.ruled || len(doubts) > 0 || !r.undisturbed(j, kind, f) {
		return false
	}
	ask, level := r.plainly(j, kind)
	return ask >= level
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
