package classifier

import (
	"math"
	"slices"
	"strings"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// valueBits is how many bits of a hash count for what is known of a value.
const valueBits = 20

// Seeds part the sorts of what is known of a value from each other.
const (
	seedBefore  = 0x51ed270b
	seedAfter   = 0x3c6ef372
	seedSpot    = 0xa54ff53a
	seedBetween = 0x510e527f
	seedWhole   = 0x9b05688c
	seedClause  = 0x1f83d900
	seedLast    = 0x1f83d9ab
	seedRival   = 0x6a09e667
)

// spotFeatures is what is known of one of the offers of a letter: what the rules say of it,
// the words around it, what stands beside it, and what its sentence is about.
type spotFeatures struct {
	r      *reading
	x      *index
	m      *message.Message
	offers []offer
	k      int
	field  uint32
	list   []feature
}

// spotFeatures appends what is known of offer k to dst.
func (r *reading) spotFeatures(x *index, m *message.Message, offers []offer, k int, dst []feature) []feature {
	f := spotFeatures{r: r, x: x, m: m, offers: offers, k: k, list: dst}
	f.field = hashOf(seedSpot, string(offers[k].spot.field))
	f.rules()
	f.rivals()
	f.besideRivals()
	f.around()
	f.touching()
	f.bracketed()
	f.writer()
	f.sentence()
	return f.list
}

func (f *spotFeatures) add(h uint32) { f.list = append(f.list, cut(h, valueBits)) }

// both adds a feature for all fields and one for that of the offer.
func (f *spotFeatures) both(h uint32) {
	f.add(h)
	f.add(hashPair(seedSpot, f.field, h))
}

func (f *spotFeatures) mark(name string, yes bool) {
	if yes {
		f.both(hashOf(seedSpot, name))
	}
}

func (f *spotFeatures) level(name string, n int) {
	f.both(hashPair(seedSpot, hashOf(seedSpot, name), uint32(n)))
}

// rules adds what the rules say of the offer.
func (f *spotFeatures) rules() {
	o := &f.offers[f.k]
	f.mark("rule "+o.rule, true)
	f.mark("closed", o.spot.closed)
	f.mark("signed", o.spot.signed)
	f.mark("label", o.spot.label)
	f.mark("said", o.spot.said)
	f.mark("other", o.spot.other)
	f.mark("invalid", !o.value.Valid)
	f.mark("called stray", o.stray)
	f.mark("set against what is on record", o.counter)
	f.mark("may be stray", o.unclear)
	f.mark("stays", o.stays)
	f.mark("sender", o.spot.field == privacy.FieldEmail && isSender(o.value.Text, f.m))
	f.mark("title", f.r.lines[o.spot.line].number == 0)
	name := o.spot.field == privacy.FieldName
	about := name && f.r.aboutName(f.x)
	f.mark("about names", about)
	beside := slices.ContainsFunc(f.offers, func(other offer) bool {
		return other.spot.field != o.spot.field && other.spot.field != privacy.FieldName && other.value.Valid
	})
	f.mark("beside", beside)
	f.mark("beside, no word of names", beside && name && !about)
}

// writer marks a name that has a word of the name that signs the letter or stands in its From.
func (f *spotFeatures) writer() {
	o := &f.offers[f.k]
	if o.spot.field != privacy.FieldName {
		return
	}
	shares := func(name string) int {
		n := 0
		for _, w := range strings.Fields(name) {
			if len([]rune(w)) > 2 && slices.Contains(strings.Fields(o.value.Text), w) {
				n++
			}
		}
		return n
	}
	signed := 0
	for i := range f.offers {
		if other := &f.offers[i]; i != f.k && other.spot.field == privacy.FieldName && (other.spot.closed || other.spot.signed) {
			signed = max(signed, shares(other.value.Text))
		}
	}
	f.level("shares with the signature", signed)
	f.part()
	if len(f.m.From) > 0 {
		f.level("shares with the sender", shares(f.m.From[0].Name))
	}
}

// part marks a word that may be a part of a name by what part it is known as, and by whether a whole name of the letter has it.
func (f *spotFeatures) part() {
	raw := f.offers[f.k].value.Raw
	if f.offers[f.k].value.Valid || strings.ContainsRune(raw, ' ') {
		return
	}
	whole, has := false, false
	for _, o := range f.offers {
		if o.spot.field == privacy.FieldName && o.value.Valid && !o.spot.closed {
			whole, has = true, has || placeIn(strings.Fields(o.value.Text), raw) >= 0
		}
	}
	known := f.x.partOf(withoutCopula(raw))
	f.mark("part beside a whole name", whole)
	f.mark("part of a whole name", has)
	f.mark("known surname", known.surname)
	f.mark("known given name", known.given)
	f.mark("known patronymic", known.patronymic)
	f.mark("known word", known.word)
}

func nearness(n int) int {
	switch {
	case n <= 2:
		return n
	case n <= 4:
		return 3
	}
	return 4
}

// sentence adds what the sentence of the offer is about: the concepts of the lexicon on each
// side, what the model makes of the sentence, and words of the sentences beside it.
func (f *spotFeatures) sentence() {
	r, s := f.r, f.offers[f.k].spot
	f.sense(s)
	at := r.wordAt(s)
	if at < 0 {
		return
	}
	first, last := at, at
	for first > 0 && r.words[first-1].sentence == r.words[at].sentence {
		first--
	}
	for last+1 < len(r.words) && r.words[last+1].sentence == r.words[at].sentence {
		last++
	}
	for i := first; i <= last; i++ {
		w := &r.words[i]
		seed := uint32(seedBefore)
		switch {
		case int(w.line) == s.line && int(w.start) >= s.start && int(w.start) < s.end:
			continue
		case i > at:
			seed = seedAfter
		}
		f.concepts(seed, i)
	}
	for i := max(0, first-around); i < first; i++ {
		f.add(hashPair(seedAhead, 1, r.words[i].stem))
	}
	for i := last + 1; i < min(last+1+around, len(r.words)); i++ {
		f.add(hashPair(seedBehind, 1, r.words[i].stem))
	}
}

// wordAt returns the last word that begins before the end of a spot; -1: there is none.
func (r *reading) wordAt(s spot) int {
	after := slices.IndexFunc(r.words, func(w word) bool {
		return int(w.line) > s.line || int(w.line) == s.line && int(w.start) > s.start
	})
	if after < 0 {
		after = len(r.words)
	}
	return after - 1
}

// sense adds what the model makes of the sentence.
func (f *spotFeatures) sense(s spot) {
	j := &f.r.judged
	u := f.r.unitOf(s)
	if u < 0 {
		f.mark("no sentence", true)
		return
	}
	c := j.chances[u]
	ask, touch := asks(privacy.KindUpdate), touches(privacy.KindUpdate)
	f.level("asks", step(c[ask]))
	f.level("touches", step(c[ask]+c[touch]))
	f.level("harmless", step(c[senseHarmless]))
	_, loudest := j.best(ask)
	f.mark("loudest", loudest == u)
	f.level("behind the loudest", max(-3, min(3, u-loudest))+3)
}

// step is a chance in a few steps.
func step(chance float32) int { return int(math.Round(float64(odds(chance)) / 1.5)) }

// unitOf returns the sentence that the model judged where a spot stands; -1: there is none,
// as for a line of nothing but a number.
func (r *reading) unitOf(s spot) int {
	units := r.judged.units
	for k, u := range units {
		from, to := r.words[u.from], r.words[u.to-1]
		begins := int(from.line) < s.line || int(from.line) == s.line && int(from.start) <= s.end
		ends := int(to.line) > s.line || int(to.line) == s.line && int(to.end) >= s.start
		if int(to.line) == s.line && !ends { // it ends in the value
			next := k+1 < len(units) && int(r.words[units[k+1].from].line) == s.line && int(r.words[units[k+1].from].start) < s.end
			ends = !next
		}
		if begins && ends {
			return k
		}
	}
	return -1
}
