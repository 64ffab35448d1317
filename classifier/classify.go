package classifier

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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
	if verdicts == nil {
		return r.fromNames(x, m)
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
		{message.Quoted, DoubtNoOwnText, !r.own || r.onlyGreets(x) || r.points(x) || x.remindsOf(m)},
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

// onlyGreets reports whether the writer's own words are a greeting and how he signs, and no more, over what is quoted.
func (r *reading) onlyGreets(x *index) bool {
	greeted := false
	for _, l := range r.lines {
		switch {
		case l.number == 0 || l.first == l.end && strings.TrimSpace(l.text) == "":
		case x.isClosing(l.text): // what follows is who signs
			return greeted
		case l.first < l.end && r.hasAny(l.first, x.naming.greeting) && r.onlyNames(x, l.first+1, l.end):
			greeted = true
		default:
			return false
		}
	}
	return greeted
}

// onlyNames reports whether the words [from, to) are of a greeting, or have a capital as names do.
func (r *reading) onlyNames(x *index, from, to int) bool {
	for i := from; i < to; i++ {
		first, _ := utf8.DecodeRuneInString(r.text(i))
		if !unicode.IsUpper(first) && !r.hasAny(i, x.naming.greeting) {
			return false
		}
	}
	return true
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
func (r *reading) classify(x *index, m *message.Message, because *Doubt) (verdicts []Verdict) {
	h := r.hear(x, m, because)
	for _, kind := range privacy.Kinds {
		if f, ok := h.found[kind]; ok {
			verdicts = append(verdicts, h.verdict(kind, f))
		}
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

// dropIdleUpdate takes away an update that only the model sees, and not surely, beside what is clear, where nothing stands that might be
// recorded: «Отзываю согласие. Прошу так и отметить». It is told all the same.
func (r *reading) dropIdleUpdate(x *index, m *message.Message, found, hinted findings) {
	f := found[privacy.KindUpdate]
	if f == nil || f.exact || f.near || f.rule || f.clear || m.Attached() || !found.firmBesides(privacy.KindUpdate) {
		return
	}
	if !slices.ContainsFunc(r.offers(x, m), func(o offer) bool {
		if o.spot.field == privacy.FieldName {
			return o.value.Valid && o.rule == "new"
		}
		return o.rule != "closed" && !o.barred() && (o.value.Valid || o.spot.said || o.spot.label)
	}) {
		hinted[privacy.KindUpdate] = f
		delete(found, privacy.KindUpdate)
	}
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
