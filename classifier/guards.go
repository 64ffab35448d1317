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

// guard says what a guard of the lexicon does: the doubt it raises, for which
// kinds, how near it must stand, and whether it takes away findings that are not
// clear.
type guard struct {
	doubt Doubt
	kinds []privacy.Kind
	near  bool // only in the sentence that asks
	mutes bool // wordings that are not clear ask nothing
}

// changing are the kinds that change something when they are worked.
var changing = []privacy.Kind{
	privacy.KindWithdraw, privacy.KindErase, privacy.KindBlock, privacy.KindUnblock,
	privacy.KindUpdate, privacy.KindUnsubscribe,
}

// acting are the kinds that are worked without a person.
var acting = []privacy.Kind{privacy.KindWithdraw, privacy.KindUpdate, privacy.KindUnsubscribe}

// personal are the kinds that only the person concerned may ask.
var personal = append([]privacy.Kind{privacy.KindAccess}, changing...)

var guards = map[lexicon.Topic]guard{
	lexicon.Negation:    {doubt: DoubtNegation, kinds: changing},
	lexicon.Condition:   {doubt: DoubtCondition, kinds: changing},
	lexicon.Asking:      {doubt: DoubtAsking, kinds: acting, near: true},
	lexicon.Unsure:      {doubt: DoubtUnsure, kinds: changing},
	lexicon.ThirdPerson: {doubt: DoubtThirdPerson, kinds: personal},
	lexicon.Giving:      {doubt: DoubtGiving, kinds: changing},
	lexicon.Taken:       {doubt: DoubtAttachment, kinds: changing},
	lexicon.News:        {doubt: DoubtNews, kinds: personal, mutes: true},
	lexicon.Everybody:   {doubt: DoubtNews, kinds: []privacy.Kind{privacy.KindUpdate}},
	lexicon.Offer:       {doubt: DoubtOffer, kinds: personal, mutes: true},
	lexicon.Instruct:    {doubt: DoubtInstruct, kinds: personal},
	lexicon.Relay:       {doubt: DoubtForwarded, kinds: personal},
	lexicon.Business:    {mutes: true},
	lexicon.Points:      {}, // read by classifyOthers
	lexicon.Wish:        {}, // read by classify
}

// guardDoubt returns the doubt that a guard raises.
func guardDoubt(topic string) Doubt { return guards[lexicon.Topic(topic)].doubt }

// caution is a guard found in a letter.
type caution struct {
	*guard
	topic    lexicon.Topic
	sentence int32
	inText   bool
	rule     string
	from, to int // its words, both included
}

func (r *reading) caution(p *pattern, h wordingHit) caution {
	w := r.words[h.from]
	return caution{p.guard, p.Topic, w.sentence, r.lines[w.line].number > 0, p.guardRule, h.from, h.to}
}

// mute takes away what is not clear where the letter is of another sort: news, an
// offer, business.
func (found findings) mute(cautions []caution) {
	if !slices.ContainsFunc(cautions, func(c caution) bool { return c.mutes }) {
		return
	}
	for kind, f := range found {
		if !f.clear && !f.exact && !(f.near && !slices.ContainsFunc(cautions, func(c caution) bool {
			return c.topic == lexicon.News || c.topic == lexicon.Offer
		})) {
			delete(found, kind)
		}
	}
}

// guardDoubts returns the doubts that the cautions of a letter raise about one
// kind, each with the first caution as evidence.
func (r *reading) guardDoubts(kind privacy.Kind, f *finding, cautions []caution) (doubts []Doubt, evidence []Evidence) {
	add := func(d Doubt, e Evidence) {
		if !slices.Contains(doubts, d) {
			doubts, evidence = append(doubts, d), append(evidence, e)
		}
	}
	for _, c := range cautions {
		switch {
		case kind == privacy.KindUpdate && r.saysOfTheRecord(c):
		case c.topic == lexicon.Business:
			if f.onlyTitle && c.inText && slices.Contains(changing, kind) {
				e := r.observe("guard:business", c.from, c.to)
				add(DoubtOtherMatter, e)
			}
		case r.besideThePoint(kind, c.topic, c.from), (c.topic == lexicon.Giving || c.topic == lexicon.Condition) && r.inFormField(lexiconIndex(), c.from):
		case !slices.Contains(c.kinds, kind), c.near && !slices.Contains(f.sentences, c.sentence):
		default:
			r.guardSigns(&r.speaking, "guard", string(c.topic), kind, c.from)
			add(c.doubt, r.observe(c.rule, c.from, c.to))
		}
	}
	if kind == privacy.KindUnsubscribe && r.inMenu(f) {
		r.barred = true
		add(DoubtOffer, f.evidence[0].as(lexicon.Offer))
	}
	if r.prefixes.forward && f.onlyTitle {
		add(DoubtForwarded, f.evidence[0].as(lexicon.Relay))
	}
	if slices.Contains(acting, kind) && slices.ContainsFunc(f.sentences, r.asked) {
		add(DoubtAsking, f.evidence[r.askedOf(f)].as(lexicon.Asking))
	}
	return doubts, evidence
}

// inMenu reports whether all words of a finding stand in a row of links, as at the foot of a newsletter:
// «Unsubscribe | Manage my subscriptions | FAQ». Nobody asks so.
func (r *reading) inMenu(f *finding) bool {
	return len(f.spans) > 0 && !slices.ContainsFunc(f.spans, func(s span) bool {
		l := r.lines[r.words[s.from].line]
		return l.number == 0 || !strings.Contains(l.text, "|")
	})
}

// as is the observation as one of a guard.
func (e Evidence) as(topic lexicon.Topic) Evidence {
	e.Rule = "guard:" + string(topic)
	return e
}

// askedOf returns the observation that stands in a question, else the first.
func (r *reading) askedOf(f *finding) int {
	for i, s := range f.spans[:min(len(f.spans), len(f.evidence))] {
		if r.asked(r.words[s.from].sentence) {
			return i
		}
	}
	return 0
}

// letterDoubts returns the doubts that hold whatever is asked.
func (r *reading) letterDoubts(m *message.Message) (doubts []Doubt) {
	add := func(d Doubt, yes bool) {
		if yes {
			doubts = append(doubts, d)
		}
	}
	add(DoubtDamaged, r.damaged(m))
	add(DoubtNoOwnText, !r.own && r.others)
	return doubts
}

// damaged reports whether what the writer wrote may be missing in part. A missing
// boundary, odd header lines and a broken winmail.dat beside it leave the text whole.
func (r *reading) damaged(m *message.Message) bool {
	return r.cut || slices.ContainsFunc(m.Damage, func(d message.Damage) bool {
		return d != message.DamageMultipart && d != message.DamageHeader && d != message.DamageWinmail && (d != message.DamageHidden || hidesMuch(m))
	}) || r.lostLetters() || slices.ContainsFunc(r.lines, func(l line) bool { return strings.ContainsRune(l.text, unicode.ReplacementChar) })
}

// hidesMuch reports whether more words are hidden than a template holds, or not all of them were kept: then what is seen may not
// be what the writer saw. Else what is seen is all that was said, whatever is hidden: the writer saw no more.
func hidesMuch(m *message.Message) bool {
	const most = 500 // octets: about as many as are kept of a mail's
	kept := 0
	for _, l := range m.LeftOut {
		if l.Why == string(message.DamageHidden) {
			kept += len(l.Text)
		}
	}
	return kept == 0 || kept > most
}

// lostLetters reports whether a program on the way put question marks for letters it
// did not know: at least three stand inside words.
func (r *reading) lostLetters() bool {
	n := 0
	for _, l := range r.lines {
		before := ' '
		for i, c := range l.text {
			if c == '?' {
				next, _ := utf8.DecodeRuneInString(l.text[i+1:])
				if unicode.IsLower(next) && next > unicode.MaxASCII || before == '?' && next == '?' {
					n++
				}
			}
			before = c
		}
	}
	return n >= 3
}
