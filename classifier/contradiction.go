package classifier

import (
	"slices"
	"strings"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// What in a letter may speak against the values taken from it, each under its name. How much each weighs is learned (act.go).

// contradiction is something in a letter that may speak against the values taken.
type contradiction struct {
	name         string
	holds        bool
	unlessMarked bool // it raises no doubt beside a mark
	mild         bool // what else is said mostly explains it
	grave        bool // nothing that is said tells which is meant
}

// idleName reports whether a name that was not taken is that of whoever writes, or stands in a letter that speaks of none: it is hardly the new one,
// or amid a sentence that asks nothing («Today is my last day with Altyn Mining …»).
func (r *reading) idleName(x *index, offers []offer, o offer) bool {
	if o.spot.field != privacy.FieldName || o.chance >= chosenAt {
		return false
	}
	how, oneself, u := r.goesWithSender(x, o.value.Text), r.namesOneself(x, o.spot), r.unitOf(o.spot)
	amid := u >= 0 && r.amid(u, o.value.Raw)
	switch {
	case amid && how == agrees && o.rule != "new" && !r.aboutWedding(x) && !slices.ContainsFunc(offers, func(b offer) bool { // «мен киім алып тұрамын, аты-жөнім …»
		return b.spot.field == privacy.FieldName && (b.former || b.rule == "old" || b.rule == "new")
	}):
		return true
	case r.aboutName(x), oneself && how == renamed:
		return false
	case o.chance < rivalAt:
		return true
	}
	return amid && !oneself && how != renamed && !r.aboutWedding(x) && r.judged.chances[u][asks(privacy.KindUpdate)] < levelSaid
}

// amid reports whether a sentence has more words than a name and its label.
func (r *reading) amid(u int, name string) bool {
	return r.judged.units[u].to-r.judged.units[u].from > len(wordsOf(name))+labelWords
}

func (r *reading) contradictions(x *index, m *message.Message, values []Value, offers []offer) []contradiction {
	any := func(of func(offer) bool) bool { return slices.ContainsFunc(offers, of) }
	return []contradiction{
		{name: "what is there for another reason may be the new one", holds: any(func(o offer) bool { return o.barred() && o.chance >= barredAt && o.againstOne(values, offers) })},
		{name: "what is set against the former one was not taken", holds: any(func(o offer) bool {
			return o.stray && o.chance >= chosenAt && leftOut(o, values, offers)
		})},
		{name: "one stands in place of another by mistake", holds: r.turned(x, offers)},
		{name: "no word says which of two is new", mild: true, holds: untold(values, offers)},
		{name: "the subject line gives another", holds: r.titleAgainst(values, offers)},
		{name: "another differs in a digit or a letter", mild: true, holds: slips(values, offers)},
		{name: "it is spelt in two ways", holds: r.speltOtherwise(values, offers)},
		{name: "two are said to be new", holds: r.twoNew(x, values, offers)},
		{name: "the new value is the old one", holds: r.sameAsOld(offers)},
		{name: "one or the other", holds: r.either(x, offers) || r.orElse(x, values, offers)},
		{name: "one on record is named again, and not called right", holds: r.againUnsaid(x, values, offers)},
		{name: "the sentence that asks gives another", holds: r.askedOtherwise(values, offers)},
		{name: "the signature spells the name otherwise", holds: signedSpelt(values, offers)},
		{name: "two stand side by side", grave: true, holds: r.inOneRow(values, offers)},
		{name: "the signature gives another", mild: true, holds: r.signatureAgainst(x, m, values, offers)},
		{name: "another name with a part of it is said to be new", mild: true, holds: any(func(o offer) bool {
			return o.rule == "new" && slices.ContainsFunc(values, func(v Value) bool {
				return v.Field == privacy.FieldName && v.Valid && slices.ContainsFunc(strings.Fields(v.Text), func(part string) bool { return isAnother(o, v, part) })
			})
		})},
		{name: "one may be there for another reason", mild: true, holds: any(func(o offer) bool { return o.unclear && o.chance >= chosenAt && !repeated(o, offers) })},
		{name: "a word with a capital goes on where the name ends", holds: slices.ContainsFunc(values, func(v Value) bool { return x.capitalBehind(m, v) })},
		{name: "a name that shares a part with another is said to be new", holds: renamedBeside(values, offers)},
		{name: "a few digits more follow", holds: any(func(o offer) bool { return r.shortened(o.spot) && o.chance >= chosenAt })},
		{name: "one might as well be judged otherwise", holds: any(func(o offer) bool {
			return o.unsure(offers, values) && !r.idleName(x, offers, o) && !r.besideIIN(x, o) && !r.introduces(x, o) && !(o.rule == "sender" && r.behindLabel(x, o)) && !(r.marked && r.labelledAlone(x, o, offers))
		})},
		{name: "a name where nothing speaks of names", mild: true, holds: any(func(o offer) bool { return r.strayName(x, o, values) })},
		{name: "one is much less sure than another", mild: true, holds: r.weak(values, offers), unlessMarked: true},
		{name: "it is said to be where the letter came from, and is not", holds: r.notFromThere(x, m, values, offers)},
		{name: "the sender's own address stands beside a new value", holds: r.senderLeft(x, values, offers)},
	}
}
