package classifier

import (
	"slices"
	"strings"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// heedLevel is the chance at which a letter is taken to ask something: a higher one in
// talk with others. What is said there in few words – «use this address instead» – means
// what stands in the letter that it answers, and of such letters there are thousands.
func (r *reading) heedLevel(x *index, m *message.Message, found findings, heed float32) float32 {
	level := float32(levelHeed)
	switch plainly := r.judged.saysPlainly(found); {
	case plainly:
		level = levelAloud
	case r.judged.speaking() > pageUnits:
		level = levelPage
	}
	if r.judged.saysTwice(found) {
		level = min(level, levelTwice)
	}
	if len(r.judged.units) <= briefUnits && found.ruled() {
		level = levelBrief
	}
	if r.judged.speaking() <= shortUnits && found[privacy.KindWithdraw] != nil { // a word for it is seldom there for nothing
		level = min(level, levelWorded)
	}
	if r.ownWords <= fewOver && r.passed(m) || r.thanksBut(x) {
		level = min(level, levelBrief)
	}
	if forbids, at := r.judged.best(senseForbids); r.ownWords <= wordsOfOne && forbids >= levelRepeat && !r.judged.units[at].title { // what forbids acting speaks of a request
		level = min(level, levelBrief)
	}
	if r.origin != message.Own && len(r.findMarks(x)) > 0 { // nothing but a quoted mark
		level = min(level, levelBrief)
	}
	if heed < level || heed >= levelTalk || len(found) > 0 {
		return level // the other level would change nothing
	}
	if off, _ := r.judged.best(asks(privacy.KindUnsubscribe)); off > levelHint {
		return level // «Уберите меня из этой рассылки», in answer to one
	}
	if m.Listed || r.answersOthers(x, m) || r.hardlyAnswers(m) {
		return levelTalk
	}
	return level
}

// saysTwice reports whether the subject line and a sentence surely ask for the same, and the lexicon has a wording: however long the rest is.
func (j judgement) saysTwice(found findings) bool {
	for kind, f := range found {
		title, text := float32(0), float32(0)
		for i, u := range j.units {
			if u.title {
				title = max(title, j.chances[i][asks(kind)])
			} else {
				text = max(text, j.chances[i][asks(kind)]+j.chances[i][touches(kind)])
			}
		}
		if f.ruled && title >= levelSurely && text >= levelAgain {
			return true
		}
	}
	return false
}

// fewOver is how many words somebody has at most who passes a letter on: "Hi, who does this now? I have no rights for it."
const fewOver = 30

// wordsOfOne is how many words a letter has at most that is hardly more than a sentence.
const wordsOfOne = 12

// passed reports whether a letter of somebody else's is passed on below the writer's own words.
func (r *reading) passed(m *message.Message) bool {
	return r.own && slices.ContainsFunc(m.Ranges, func(g message.Range) bool { return g.Origin == message.Forwarded })
}

// thanksBut reports whether thanks go on with a «but»: "Thanks for updating the phone, but the e-mail is wrong now".
func (r *reading) thanksBut(x *index) bool {
	return len(r.judged.units) <= briefUnits && slices.ContainsFunc(r.judged.units, func(u unit) bool {
		said := r.thankfully(x, u)
		return said["thanks"] && said["but"]
	})
}

// speaking is how many sentences say anything: a greeting and the lines of a signature make no page.
func (j judgement) speaking() (n int) {
	for i, u := range j.units {
		if u.to-u.from > shortLine || j.chances[i][senseHarmless] < levelSilent {
			n++
		}
	}
	return n
}

// shortLine is how many words a line of a greeting or of a signature has at most.
const shortLine = 4

// briefUnits is how many sentences a letter has that is hardly more than its wording.
const briefUnits = 2

// ruled reports whether the lexicon sees something asked in clear words.
func (f findings) ruled() bool {
	for _, one := range f {
		if one.ruled {
			return true
		}
	}
	return false
}

// saysPlainly reports whether a sentence asks for something that the word lists see asked in clear words: then it does
// not matter how much else stands in the letter.
func (j judgement) saysPlainly(found findings) bool {
	for kind, f := range found {
		if ask, _ := j.best(asks(kind)); f.ruled && ask >= levelPlain {
			return true
		}
	}
	return false
}

// beyond reports whether clear words stand behind the last sentence that was judged: in a letter without
// end the word lists alone have seen them.
func (j judgement) beyond(f *finding) bool {
	return f.ruled && len(j.units) == maxUnits && slices.ContainsFunc(f.spans, func(s span) bool { return s.from >= j.units[maxUnits-1].to })
}

// pageUnits is how many sentences a letter has that is no page yet.
const pageUnits = 8

// hardlyAnswers reports whether a letter is an answer of a word or two, without the words
// that it answers: «Иә» alone asks nothing.
func (r *reading) hardlyAnswers(m *message.Message) bool {
	return r.prefixes.reply && len(strings.Fields(m.Text)) <= 2
}

// answersOthers reports whether a letter answers somebody else's, on another matter: the
// quote names no address that this letter went to, and holds no wording of the lexicon.
func (r *reading) answersOthers(x *index, m *message.Message) bool {
	if r.origin != message.Own || !slices.ContainsFunc(m.Ranges, func(rg message.Range) bool { return rg.Origin == message.Quoted }) {
		return false
	}
	if quotes(m, m.To) || quotes(m, m.Cc) || quotesHouse(m) || repliesToHouse(m) {
		return false
	}
	o := read(m, x, message.Quoted)
	found, _, _ := o.findKinds(x)
	return len(found) == 0
}

// quotesHouse reports whether the quoted text names an address of the domain that the letter went to,
// as that of a newsletter, unless the sender's is of the same.
func quotesHouse(m *message.Message) bool {
	return ofHouse(m, func(house string) bool {
		return slices.ContainsFunc(m.Ranges, func(rg message.Range) bool {
			return rg.Origin == message.Quoted && strings.Contains(strings.ToLower(m.Text[rg.Start:rg.End]), "@"+house)
		})
	})
}

// repliesToHouse reports whether the letter answers one whose Message-ID was made at the domain that it went to (RFC 5322 §3.6.4): a letter of ours,
// also where its quote names nobody but the firm.
func repliesToHouse(m *message.Message) bool {
	return ofHouse(m, func(house string) bool {
		return slices.ContainsFunc(m.InReplyTo, func(id string) bool {
			_, host, ok := strings.Cut(strings.ToLower(strings.Trim(id, "<> ")), "@")
			return ok && (host == house || strings.HasSuffix(host, "."+house))
		})
	})
}

// ofHouse reports whether something holds of a domain that the letter went to and did not come from.
func ofHouse(m *message.Message, holds func(house string) bool) bool {
	domain := func(address string) string { return strings.ToLower(address[strings.LastIndex(address, "@")+1:]) }
	return slices.ContainsFunc(m.To, func(box message.Mailbox) bool {
		house := domain(box.Address)
		return house != "" && !slices.ContainsFunc(m.From, func(from message.Mailbox) bool { return domain(from.Address) == house }) && holds(house)
	})
}

// quotes reports whether the quoted text names one of these addresses.
func quotes(m *message.Message, boxes []message.Mailbox) bool {
	for _, box := range boxes {
		a, err := privacy.ParseAddress(box.Address)
		if err != nil {
			continue
		}
		for _, rg := range m.Ranges {
			if rg.Origin == message.Quoted && strings.Contains(strings.ToLower(m.Text[rg.Start:rg.End]), a.Reveal()) {
				return true
			}
		}
	}
	return false
}
