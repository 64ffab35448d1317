package classifier

import (
	"maps"
	"slices"

	"medico-intech.kz/otinish/store/privacy"
)

// judgement is what the model makes of a letter, sentence by sentence.
type judgement struct {
	units     []unit
	chances   []chances
	heed      float32   // the chance that anything is asked
	level     float32   // and the level that it has to reach
	strange   []float32 // by unit: the share of words that the model does not know
	senses    []int     // by unit: how many words the lexicon has a sense for
	gist      gist      // of the letter as a whole
	instructs bool      // it tells us to change something of ours
}

// Levels are the chances at which something counts. They were set with make eval on
// letters that the model had not learned from.
const (
	levelAct     = .8   // acting is what the writer wants
	levelClearly = .75  // the same where the lexicon has a wording and nothing speaks against it
	levelPlainly = .65  // the same where a short letter says so in plain words, by word lists and model
	levelTold    = .6   // the same of an update, whose new value is there
	levelRevoked = .7   // the same of a withdrawal
	levelPolite  = .65  // the same where a question below a mark may be a polite request
	levelMissed  = .985 // the same where a value may be missed
	levelDespite = .98  // the same where it is not clear what the new values are
	levelMild    = .88  // the same where what speaks against the values mostly has a reason
	levelAsOld   = .86  // the same where a word calls the value the old one
	levelBeside  = .78  // the same where something else speaks against it, or a sentence does not go with a mark
	levelUndone  = .87  // the same of a withdrawal
	levelOthers  = .6   // the same where a person works it in any case
	levelPlain   = .9   // a sentence asks in plain words
	levelRepeat  = .5   // the same where a sentence of nothing but the wish stands beside it
	levelOwn     = .95  // a sentence asks for a right of the writer's own, where the lexicon sees an authority
	levelTwice   = .08  // the subject line and a sentence surely ask for the same
	levelNear    = .1   // what is close to a mark is heard, unless all else says that nothing is asked
	levelApart   = .9   // a sentence is of other business, or harmless
	levelSilent  = .98  // a few words are a greeting, or of a signature
	levelVeto    = .3   // a sentence is likely to forbid it
	levelAgain   = .5   // a sentence below a mark asks for the same
	levelQuiet   = .69  // a sentence beside a mark is harmless or asks the same
	levelForbid  = .2   // a sentence beside a mark forbids acting
	levelRefuse  = .45  // the same of a value with its label
	levelSwap    = .6   // the same of a sentence that puts one value in the place of another
	levelHeed    = .48  // something is asked
	levelAloud   = .4   // the same where a sentence surely asks in clear words
	levelPage    = .58  // the same in a letter of more than eight sentences, of which one sounds like it sooner
	levelBrief   = .31  // the same in a letter of two sentences at most, with a clear wording of the lexicon
	levelWorded  = .33  // the same in a short letter with words for taking a consent back
	levelTalk    = .93  // the same in talk with others
	levelClaim   = .1   // the same where the lexicon sees an authority: nobody else's letter costs more when lost
	levelHeard   = .7   // something is asked, sure enough to act
	levelSaid    = .35  // a sentence asks for it or touches upon it
	levelUnsaid  = .85  // the chance that acting is right from which no sentence need say so clearly
	levelSurely  = .8   // the same, sure enough to act
	levelAsk     = .65  // a sentence asks
	levelAgree   = .6   // the same where a wording of the lexicon is clear
	levelHint    = .35  // a sentence asks or touches upon: a person looks
	levelStrange = .7   // of a sentence's words are unknown: it is not understood
	levelSupport = .2   // the same where the lexicon has a wording
	levelClear   = .02  // the same where it is a clear one
	levelSecond  = .25  // another kind beside a clear one
	levelTitle   = .95  // the same where only the subject line is like it
)

// judge lets the model say what each sentence does, and keeps it for the values.
func (r *reading) judge(x *index, m *model, hits []wordingHit) judgement {
	j := r.room.judged
	j = judgement{units: r.units(), chances: j.chances[:0], strange: j.strange[:0], senses: j.senses[:0]}
	letter := m.letter(r.letterFeatures(x))
	features := r.room.features
	all := sized(r.room.numbers, len(j.units)*senses)
	var said gistSums
	for _, u := range j.units {
		var stems int
		features, stems = r.appendFeatures(features[:0], x, u, hits)
		unknown := m.unknown(features[:stems])
		features = append(features, newness(stems, unknown))
		j.strange = append(j.strange, float32(unknown)/float32(max(stems, 1)))
		j.senses = append(j.senses, r.sensed(u))
		at := len(all)
		c, g := m.weigh(features, letter, all[at:at])
		said.add(g, len(features))
		all = append(all, c...)
		j.chances = append(j.chances, all[at:])
	}
	j.gist = said.gist(m)
	r.room.features, r.room.numbers, r.room.judged, r.judged = features, all, j, j
	return j
}

// sensed counts the words of a unit that the lexicon has a sense for.
func (r *reading) sensed(u unit) (n int) {
	for _, w := range r.words[u.from:u.to] {
		if w.hits < w.hitEnd {
			n++
		}
	}
	return n
}

// unitAt returns the unit that a word stands in; -1: in none.
func (j *judgement) unitAt(word int) int {
	return slices.IndexFunc(j.units, func(u unit) bool { return u.from <= word && word < u.to })
}

// best returns the unit with the highest sum of chances of some senses.
func (j judgement) best(senses ...sense) (chance float32, at int) {
	at = -1
	for i, c := range j.chances {
		sum := float32(0)
		for _, s := range senses {
			sum += c[s]
		}
		if sum > chance {
			chance, at = sum, i
		}
	}
	return chance, at
}

// add puts what the model sees into the findings, and takes away what it does not
// see at all. What it took away beside others is returned.
func (j judgement) add(r *reading, found findings) (dropped findings) {
	if j.heed < j.level || len(found) == 0 && !j.speaks() {
		business, _ := j.best(senseBusiness)
		for kind, f := range found {
			claimed := kind == privacy.KindAuthority && j.heed >= levelClaim
			if !f.exact && !(f.near && (j.heed >= levelNear || business < levelApart || j.instructs)) && !claimed && !j.beyond(f) {
				delete(found, kind)
			}
		}
		return nil
	}
	var likely privacy.Kind
	var likelihood float32
	dropped = findings{}
	for _, kind := range privacy.Kinds {
		ask, at := j.best(asks(kind))
		touch, near := j.best(asks(kind), touches(kind))
		f := found[kind]
		rule := f != nil
		clear := rule && f.clear
		if touch > likelihood {
			likely, likelihood = kind, touch
		}
		switch {
		case (ask >= levelAsk || clear && ask >= levelAgree) && j.strange[at] < levelStrange:
			f = found.get(kind)
			f.clear = true
			r.note(f, j.units[at].from, j.units[at].to-1, "sense:"+string(kind))
		case rule && kind == privacy.KindWithdraw && !f.exact && !f.near && touch < levelHint && j.asksSurely(privacy.KindUnblock): // «деректерімді өңдеуді тоқтатып едіңіздер» tells of the blocking
			dropped[kind] = f
			delete(found, kind)
		case rule && kind == privacy.KindAccess && !f.exact && !f.near && touch < levelSupport && found[privacy.KindErase] != nil && j.allAsk(f, privacy.KindErase): // "no reason for you to keep what you know about me"
			dropped[kind] = f
			delete(found, kind)
		case touch >= levelHint, clear && touch >= levelClear, rule && touch >= levelSupport:
			f = found.get(kind)
			f.clear = false
			if touch >= levelHint || !rule || slices.ContainsFunc(f.spans, func(s span) bool { return j.unitAt(s.from) == near }) { // else the words of the rule say where
				r.note(f, j.units[near].from, j.units[near].to-1, "sense:"+string(kind)+maybe)
			}
		case rule && f.ruled && kind == privacy.KindAuthority && !j.ofOwn():
		case clear && kind == privacy.KindErase && j.besideWithdrawal(found[privacy.KindWithdraw], f): // «… қайтарып аламын және барлық деректерімді өшіруіңізді сұраймын»
			f.clear = false
		case rule && !f.exact && !f.near:
			dropped[kind] = f
			delete(found, kind)
		}
	}
	switch {
	case len(found) > 0:
	case len(dropped) > 0: // something is asked, and the lexicon knows what
		maps.Copy(found, dropped)
		dropped = nil
	case likely != "":
		u := j.units[j.loudest()]
		r.note(found.get(likely), u.from, u.to-1, "sense:"+string(likely)+maybe)
	}
	for kind, f := range found { // what is hardly there, beside what is clear
		touch, at := j.best(asks(kind), touches(kind))
		second := float32(levelSecond)
		if at >= 0 && j.units[at].title { // «Мои данные»
			second = levelTitle
		}
		if !f.exact && !f.near && !f.clear && !f.ruled && (touch < second && found.firmBesides(kind) || found.onlyInMark(kind)) {
			delete(found, kind)
		}
	}
	return dropped
}

// besideWithdrawal reports whether all words of a finding stand in sentences that withdraw a consent, and beside the words that do.
func (j judgement) besideWithdrawal(withdrawal, f *finding) bool {
	return withdrawal != nil && withdrawal.ruled && !slices.ContainsFunc(f.spans, func(s span) bool {
		u := j.unitAt(s.from)
		shared := slices.ContainsFunc(withdrawal.spans, func(w span) bool { return w.from < s.to && s.from < w.to })
		return u < 0 || shared || j.chances[u][asks(privacy.KindWithdraw)] < levelAsk
	})
}

// allAsk reports whether all words of a finding stand in sentences that, as far as the model sees, ask for another kind, or may where
// another sentence surely does.
func (j judgement) allAsk(f *finding, kind privacy.Kind) bool {
	level := float32(levelAsk)
	if c, _ := j.best(asks(kind)); c >= levelPlain {
		level = levelHint
	}
	return !slices.ContainsFunc(f.spans, func(s span) bool {
		u := j.unitAt(s.from)
		return u < 0 || j.chances[u][asks(kind)] < level
	})
}

// asksSurely reports whether a sentence asks for a kind.
func (j judgement) asksSurely(kind privacy.Kind) bool {
	c, _ := j.best(asks(kind))
	return c >= levelAsk
}

// ofOwn reports whether a sentence of the text surely asks for a right of the writer's own, and none is like what an authority
// writes: «Сұрау салу» is the title of many a letter, and "the matter is before the court" a reason to block.
func (j judgement) ofOwn() bool {
	if claim, _ := j.best(asks(privacy.KindAuthority), touches(privacy.KindAuthority)); claim >= levelNear {
		return false
	}
	return slices.ContainsFunc(privacy.Kinds, func(kind privacy.Kind) bool {
		if kind == privacy.KindAuthority {
			return false
		}
		ask, at := j.best(asks(kind))
		return ask >= levelOwn && !j.units[at].title
	})
}

// dropGrounds takes away what is only the ground of another request: that the data are wrong
// where they shall be blocked ("Wrong entries in my file"), or the title of a
// request that the text makes one of the writer's own («Сұрау салу»). What a clear wording of the lexicon says is told all the same.
func (j judgement) dropGrounds(found, dropped findings) {
	for kind, f := range found {
		if kind != privacy.KindUpdate && !(kind == privacy.KindAuthority && f.onlyTitle && !f.ruled) && !(kind == privacy.KindQuestion && !f.surelyInText()) || f.exact || f.near {
			continue
		}
		ask, at := j.best(asks(kind))
		if at >= 0 && (!j.units[at].title || kind == privacy.KindQuestion) && ask >= levelHint {
			continue
		}
		for other := range found {
			if c, at := j.best(asks(other)); other != kind && c >= levelPlain && !j.units[at].title {
				if f.ruled && (!f.onlyTitle || kind == privacy.KindQuestion) { // "… and update my phone while you are at it"
					dropped[kind] = f
				}
				delete(found, kind)
				break
			}
		}
	}
}

// speaks reports whether the letter has a word that the lexicon has a sense for.
func (j judgement) speaks() bool {
	return slices.ContainsFunc(j.senses, func(n int) bool { return n > 0 })
}

// loudest returns the sentence that is least of all harmless or business.
func (j judgement) loudest() int {
	at, _ := j.least(senseHarmless, senseBusiness)
	return at
}

// least returns the unit with the lowest sum of chances of some senses.
func (j judgement) least(senses ...sense) (at int, chance float32) {
	chance = 2
	for i, c := range j.chances {
		sum := float32(0)
		for _, s := range senses {
			sum += c[s]
		}
		if sum < chance {
			chance, at = sum, i
		}
	}
	return at, chance
}
