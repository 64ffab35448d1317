package classifier

import (
	"math"
	"slices"
	"strings"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// valueBits is how many bits of a hash count for what is known of a value.
const valueBits = 18

// Seeds part the sorts of what is known of a value from each other.
const (
	seedBefore  = 0x51ed270b
	seedAfter   = 0x3c6ef372
	seedSpot    = 0xa54ff53a
	seedBetween = 0x510e527f
	seedWhole   = 0x9b05688c
	seedClause  = 0x1f83d900
	seedLast    = 0x1f83d9ab
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

// rivals adds what is known of the other values of the field.
func (f *spotFeatures) rivals() {
	o := &f.offers[f.k]
	first, last, only := true, true, true
	var seen []string
	for i := range f.offers {
		other := &f.offers[i]
		if i == f.k || other.spot.field != o.spot.field || other.value.Text == o.value.Text {
			continue
		}
		only = false
		f.mark("beside "+other.rule, true)
		if gone := other.former || other.rule == "old"; gone {
			f.mark("beside a former one, before it", i > f.k)
			f.mark("beside a former one, behind it", i < f.k)
			f.mark("next to a former one", i == f.k-1)
			f.mark("a former name has a part of it", o.spot.field == privacy.FieldName && sharesPart(o.value.Text, other.value.Text))
		}
		f.mark("another name has a part of it", o.spot.field == privacy.FieldName && other.value.Valid && sharesPart(o.value.Text, other.value.Text))
		if other.value.Valid && !slices.Contains(seen, other.value.Text) {
			seen = append(seen, other.value.Text)
		}
		f.mark("beside a labelled "+other.rule, other.spot.label)
		first, last = first && i > f.k, last && i < f.k
		f.mark("a slip of the first", i < f.k && alike(o.value.Text, other.value.Text))
		f.mark("a slip of the last", i > f.k && alike(o.value.Text, other.value.Text))
		if other.spot.line == o.spot.line {
			f.between(i)
		}
	}
	f.level("valid rivals", min(len(seen), mostRivals))
	f.mark("only", only)
	f.mark("first", first && !only)
	f.mark("last", last && !only)
}

// mostRivals is how many other values of a field are counted.
const mostRivals = 4

// sharesPart reports whether two names have a part of three letters or more in common.
func sharesPart(a, b string) bool {
	parts := strings.Fields(b)
	return slices.ContainsFunc(strings.Fields(a), func(w string) bool { return len([]rune(w)) > 2 && slices.Contains(parts, w) })
}

// alike reports whether two values differ in one or two letters or digits, or have two pairs of
// them turned round: one is a slip of the pen in the other.
func alike(a, b string) bool {
	if len(a) != len(b) {
		return doubled(a, b) || doubled(b, a)
	}
	n, first, last := 0, -1, 0
	for i := range len(a) {
		if a[i] != b[i] {
			if n++; first < 0 {
				first = i
			}
			last = i
		}
	}
	return n <= 2 || n <= 4 && last == first+3 && a[first:first+2] == b[first+2:last+1] && a[first+2:last+1] == b[first:first+2]
}

// doubled reports whether long is short with one of its letters written twice: «reilly», «reily».
func doubled(long, short string) bool {
	if len(long) != len(short)+1 {
		return false
	}
	at := 0
	for at < len(short) && long[at] == short[at] {
		at++
	}
	return at > 0 && long[at] == long[at-1] && long[at+1:] == short[at:]
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
	if len(f.m.From) > 0 {
		f.level("shares with the sender", shares(f.m.From[0].Name))
	}
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
		for _, h := range r.hits[w.hits:w.hitEnd] {
			if concept := f.x.features[h.id]; concept != 0 {
				f.both(hashPair(seed, seedConcept, concept))
			}
		}
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
