package classifier

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"flag"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

var train = flag.Bool("train", false, "learn the model from testdata/labelled anew")

// labelled is a letter with the sense of each of its lines.
type labelled struct {
	sample
	lines []labelledLine
	alone bool // a sentence without its letter
}

type labelledLine struct {
	allowed uint32 // the senses it may have, as bits
	text    string
	title   bool
	at      int // octet of the letter's text where it stands
}

func bit(s sense) uint32 { return 1 << s }

// readLabelled reads a file of labelled letters; docs/reading.md has the format.
func readLabelled(t testing.TB, file string) (list []labelled) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	alone := strings.HasPrefix(filepath.Base(file), "sentences-")
	var l *labelled
	s := bufio.NewScanner(f)
	for n := 1; s.Scan(); n++ {
		line := strings.TrimSpace(s.Text())
		bad := func(what string) { t.Errorf("%s:%d: %s: %q", file, n, what, line) }
		switch {
		case line == "":
		case strings.HasPrefix(line, "# "):
			w := strings.Fields(line[2:])
			if len(w) != 3 {
				bad("not: # OUTCOME KINDS LANGUAGE")
				continue
			}
			list = append(list, labelled{sample: sample{
				name: fmt.Sprintf("%s:%d", filepath.Base(file), n), expect: expectation(w[0]), language: privacy.Language(w[2]),
				fields: map[privacy.Field]string{},
			}})
			l = &list[len(list)-1]
			for k := range strings.SplitSeq(w[1], ",") {
				if kind := privacy.Kind(k); kind.Valid() {
					l.kinds = append(l.kinds, kind)
				}
			}
		case alone:
			language, rest, _ := strings.Cut(line, " ")
			label, text, ok := strings.Cut(rest, "|")
			sense, known := senseNames()[strings.TrimSpace(label)]
			if !ok || !known {
				bad("not: LANGUAGE LABEL | sentence")
				continue
			}
			list = append(list, labelled{
				sample: sample{name: fmt.Sprintf("%s:%d", filepath.Base(file), n), language: privacy.Language(language)},
				lines:  []labelledLine{{allowed: bit(sense), text: strings.TrimSpace(text)}}, alone: true,
			})
		case l == nil:
			bad("before the first letter")
		case strings.HasPrefix(line, "f ") && strings.Contains(line, "=") && !strings.Contains(line, "|"):
			field, value, _ := strings.Cut(line[2:], "=")
			l.fields[privacy.Field(strings.TrimSpace(field))] = strings.TrimSpace(value)
		default:
			label, text, ok := strings.Cut(line, "|")
			label = strings.TrimSpace(label)
			text = strings.TrimSpace(text)
			rest, title := strings.CutPrefix(label, "S ")
			s, known := senseNames()[strings.TrimSpace(rest)]
			if !ok || !known {
				bad("unknown label")
				continue
			}
			l.lines = append(l.lines, labelledLine{allowed: bit(s), text: text, title: title})
		}
	}
	for i := range list {
		list[i].compose(func(string) string { return "\n" })
	}
	return list
}

// compose makes the message of the lines. between says what stands behind a line that others follow.
func (l *labelled) compose(between func(line string) string) {
	var title []string
	var text strings.Builder
	before := ""
	for i := range l.lines {
		line := &l.lines[i]
		if line.title {
			title = append(title, line.text)
			continue
		}
		text.WriteString(before)
		line.at = text.Len()
		text.WriteString(line.text)
		before = between(line.text)
	}
	l.message = letter(strings.Join(title, " "), text.String())
}

// allowedAt returns the senses of the line that has octet at of the text, or of the subject line.
func (l labelled) allowedAt(title bool, at int) (allowed uint32) {
	for _, line := range l.lines {
		if line.title == title && line.at <= at {
			allowed = line.allowed
		}
	}
	return allowed
}

func senseNames() map[string]sense {
	names := map[string]sense{"ok": senseHarmless, "biz": senseBusiness, "no": senseForbids}
	for _, k := range privacy.Kinds {
		names[string(k)], names[string(k)+"?"] = asks(k), touches(k)
	}
	return names
}

func readAllLabelled(t testing.TB) (list []labelled) {
	files, _ := filepath.Glob("testdata/labelled/*.txt")
	for _, f := range files {
		list = append(list, readLabelled(t, f)...)
	}
	return list
}

// example is a sentence to learn from.
type example struct {
	features []feature
	allowed  uint32
	stems    int       // how many of the features are stems
	letter   []feature // of its letter
	value    float32   // of each of them
}

func (e example) weigh(m *model, dst chances) chances {
	f := append(slices.Clip(e.features), newness(e.stems, m.unknown(e.features[:e.stems])))
	dst, _ = m.weigh(f, m.letter(e.letter, e.value), dst)
	return dst
}

// examples turns a letter into examples, one for each unit.
func (l labelled) examples(x *index) (list []example) {
	r := read(l.message, x, message.Own)
	hits := r.findWordings(x, func(int) bool { return false })
	letter, value := r.letterFeatures(x)
	slices.Sort(letter) // what is learned must not hang on the order in which they stand
	for _, u := range r.units() {
		first := r.words[u.from]
		in := r.lines[first.line]
		allowed := l.allowedAt(in.number == 0, in.offset+int(first.start))
		if allowed == 0 {
			continue
		}
		features, stems := r.appendFeatures(nil, x, u, hits)
		list = append(list, example{features, allowed, stems, letter, value})
	}
	return list
}

// A whole is a letter of which only the outcome is known: its sentences, and what
// each may be. One of them must be of a sense in must.
type whole struct {
	examples []example
	must     uint32
}

// whole gives a letter's sentences the senses that its outcome allows.
func (s sample) whole(x *index) (w whole) {
	all := bit(senseHarmless)
	for _, k := range s.kinds {
		all |= bit(asks(k))
	}
	switch s.expect {
	case wantNone:
		all |= bit(senseBusiness)
	case wantCertain:
		w.must = bit(asks(s.kinds[0]))
	case wantReview:
		w.must = bit(senseForbids)
		for _, k := range s.kinds {
			all |= bit(touches(k))
			w.must |= bit(touches(k))
		}
		if s.wording {
			w.must = all &^ bit(senseHarmless)
		} else {
			all |= bit(senseForbids) | bit(senseBusiness)
		}
		if len(s.kinds) != 1 {
			w.must = 0
		}
	default:
		return w
	}
	r := read(s.message, x, message.Own)
	hits := r.findWordings(x, func(int) bool { return false })
	letter, value := r.letterFeatures(x)
	slices.Sort(letter)  // what is learned must not hang on the order in which they stand
	if s.labels != nil { // a person said what each sentence does
		w.must = 0
	}
	for _, u := range r.units() {
		allowed := all
		if told := s.labels[r.spoken(u)]; told != 0 {
			allowed = told
		}
		features, stems := r.appendFeatures(nil, x, u, hits)
		w.examples = append(w.examples, example{features, allowed, stems, letter, value})
	}
	return w
}

// settle lets a model choose which sentence of each letter is the one that must be.
func settle(wholes []whole, m *model) (list []example) {
	var c chances
	for _, w := range wholes {
		best, chosen := float32(-1), -1
		for i, e := range w.examples {
			c = e.weigh(m, c)
			sum := float32(0)
			for k := range c {
				if w.must&(1<<k) != 0 {
					sum += c[k]
				}
			}
			if sum > best {
				best, chosen = sum, i
			}
		}
		for i, e := range w.examples {
			if i == chosen && w.must != 0 {
				e.allowed = w.must
			}
			list = append(list, e)
		}
	}
	return list
}

// learnAll learns from sentences, then lets what was learned read the whole letters
// and learns from both.
func learnAll(examples []example, wholes []whole) *trained {
	l := learn(examples, 7)
	l = learn(slices.Concat(examples, settle(wholes, l.senses())), 7)
	all := slices.Concat(examples, settle(wholes, l.senses()))
	return learnAverage(all)
}

// learnAverage learns several times, in another order each, and takes the mean: what
// only the order taught cancels out. Two runs go side by side; they are added in their order, so the sum is the same on every machine.
func learnAverage(examples []example) *trained {
	const runs, abreast = 4, 2
	var l *trained
	for k := 0; k < runs; k += abreast {
		var done [abreast]*trained
		var g sync.WaitGroup
		for i := range done {
			g.Go(func() { done[i] = learn(examples, 7+uint64(k+i)) })
		}
		g.Wait()
		for _, run := range done {
			if l == nil {
				l = run
				continue
			}
			for i, w := range run.w {
				l.w[i] += w
			}
		}
	}
	for i := range l.w {
		l.w[i] /= runs
	}
	return l
}

// atOnce lets as few runs of learning go at once as keep all cores busy: each takes 700 MB.
var atOnce = make(chan struct{}, runtime.GOMAXPROCS(0)+1)

// counts say how often each feature stands in what is learned from, as far as that matters.
type counts []uint8

// fewest is how often a feature must stand there to be learned: what stands there less often
// teaches the letter it stands in, and nothing of others.
const fewest = 4

func counted(lists iter.Seq[[]feature]) counts {
	c := make(counts, 1<<featureBits)
	for list := range lists {
		for _, f := range list {
			c[f] = min(c[f]+1, fewest)
		}
	}
	return c
}

// frequent returns a copy of the features that stand there often enough.
func (c counts) frequent(list []feature) (kept []feature) {
	for _, f := range list {
		if c[f] >= fewest {
			kept = append(kept, f)
		}
	}
	return kept
}

// learn fits the weights: AdaGrad on the logarithm of the chance of what is allowed.
func learn(examples []example, seed uint64) *trained {
	atOnce <- struct{}{}
	defer func() { <-atOnce }()
	const (
		epochs = 2
		rate   = 0.17
		decay  = 2e-6
	)
	// A stem that stands in one sentence only is as good as new.
	count := counted(func(yield func([]feature) bool) {
		for _, e := range examples {
			if !yield(e.features) {
				return
			}
		}
	})
	seen := make(bitset, 1<<featureBits/64)
	examples = slices.Clone(examples)
	for i, e := range examples {
		unknown := 0
		for _, f := range e.features[:e.stems] {
			seen[f>>6] |= 1 << (f & 63)
			if count[f] < 2 {
				unknown++
			}
		}
		examples[i].features = append(count.frequent(e.features), newness(e.stems, unknown))
	}
	w := make([]float32, senses<<featureBits)
	g := make([]float32, senses<<featureBits)
	for i := range g {
		g[i] = 1e-2
	}
	rng := rand.New(rand.NewPCG(seed, 1))
	order := rng.Perm(len(examples))
	p := make([]float64, senses)
	var off [maxSenses]int // the senses that are off, and by how much
	var wrong [maxSenses]float32
	for range epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			e := examples[i]
			softmax(w, e, p)
			in := 0.0
			for k := range p {
				if e.allowed&(1<<k) != 0 {
					in += p[k]
				}
			}
			n := 0
			for k := range p {
				target := 0.0
				if e.allowed&(1<<k) != 0 {
					target = p[k] / max(in, 1e-9)
				}
				if d := float32(p[k] - target); d <= -1e-4 || d >= 1e-4 {
					off[n], wrong[n] = k, d
					n++
				}
			}
			step := func(f feature, value float32) {
				row, grown := w[int(f)*senses:][:senses], g[int(f)*senses:][:senses]
				for i, k := range off[:n] {
					grad := wrong[i]*value + decay*row[k]
					grown[k] += grad * grad
					row[k] -= rate * grad / float32(math.Sqrt(float64(grown[k]))) / 4
				}
			}
			for _, f := range e.features {
				step(f, 1)
			}
			for _, f := range e.letter {
				step(f, e.value)
			}
		}
	}
	return &trained{w: w, seen: seen}
}

type trained struct {
	w, values []float32
	gists     [gistSize][]float32
	seen      bitset
}

func softmax(w []float32, e example, p []float64) {
	for k := range p {
		p[k] = 0
	}
	for _, f := range e.letter {
		row := w[int(f)*senses:][:senses]
		for k, v := range row {
			p[k] += float64(v * e.value)
		}
	}
	for _, f := range e.features {
		row := w[int(f)*senses:][:senses]
		for k, v := range row {
			p[k] += float64(v)
		}
	}
	high := slices.Max(p)
	sum := 0.0
	for k := range p {
		p[k] = math.Exp(p[k] - high)
		sum += p[k]
	}
	for k := range p {
		p[k] /= sum
	}
}

// valueChoice is a field of an update and what may be its new value: at most one text is.
type valueChoice []valueExample

type valueExample struct {
	field    privacy.Field
	features []feature
	isNew    bool
}

// valueChoices turns the values of a clear update into choices to learn from. What a model
// makes of the sentences counts too: one that has not learned from them.
func (s sample) valueChoices(x *index, m *model) (list []valueChoice) {
	if s.expect != wantCertain || !slices.Contains(s.kinds, privacy.KindUpdate) {
		return nil
	}
	r := read(s.message, x, message.Own)
	_, _, hits := r.findKinds(x)
	r.judge(x, m, hits)
	offers := r.offers(x, s.message)
	for _, field := range privacy.Fields {
		want := s.fields[field]
		whole := slices.ContainsFunc(offers, func(o offer) bool { return o.spot.field == field && o.value.Valid && sameValue(want, o.value.Text) })
		var c valueChoice
		for k, o := range offers {
			if o.spot.field == field {
				isNew := want != "" && (o.value.Valid && sameValue(want, o.value.Text) || !o.value.Valid && field == privacy.FieldName && (inOtherCase(want, o.value.Raw) || !whole && isPartOnlyOf(x, want, o, offers)))
				c = append(c, valueExample{field, r.spotFeatures(x, s.message, offers, k, nil), isNew})
			}
		}
		if len(c) > 0 {
			list = append(list, c)
		}
	}
	return list
}

// isPartOnlyOf reports whether an offer is a part of the new name that no whole name of the letter has: the one that changes.
func isPartOnlyOf(x *index, want string, o offer, offers []offer) bool {
	at := placeIn(strings.Fields(want), withoutCopula(o.value.Raw))
	return at >= 0 && !slices.ContainsFunc(offers, func(other offer) bool {
		return other.spot.field == privacy.FieldName && other.value.Valid && placeIn(strings.Fields(other.value.Text), strings.Fields(want)[at]) >= 0
	})
}

// inOtherCase reports whether a text is a name in another case: «Омарову Асель» is Омарова Асель.
func inOtherCase(name, text string) bool {
	a, b := strings.Fields(name), strings.Fields(text)
	if len(a) != len(b) || len(a) < 2 {
		return false
	}
	for i := range a {
		x, y := []rune(a[i]), []rune(b[i])
		n := min(len(x), len(y))
		if n < 3 || len(x)-n > 2 || len(y)-n > 2 || !strings.EqualFold(string(x[:n-1]), string(y[:n-1])) {
			return false
		}
	}
	return true
}

// valueChoices adds letters that ask for a change in clear words and still need a
// person: it must be the value, so none of those there is the new one.
func (l lesson) valueChoices(x *index, m *model) []valueChoice {
	if len(l.examples) == 0 && len(l.fields) == 0 { // of a whole letter not all values are told
		return nil
	}
	if l.expect != wantReview || len(l.examples) == 0 || !slices.Equal(l.kinds, []privacy.Kind{privacy.KindUpdate}) {
		return l.sample.valueChoices(x, m)
	}
	update := bit(asks(privacy.KindUpdate))
	if l.senses&^(update|bit(senseHarmless)) != 0 {
		return nil
	}
	s := l.sample
	s.expect, s.fields = wantCertain, nil
	return slices.DeleteFunc(s.valueChoices(x, m), func(c valueChoice) bool { return c[0].field != privacy.FieldName })
}

// learnValues fits the weights by which the values of a field compete with each
// other, and with that none is new: the mean of several runs.
func (l *trained) learnValues(choices []valueChoice) {
	const runs = 4
	l.values = make([]float32, 1<<valueBits)
	for k := range uint64(runs) {
		for i, w := range learnChoices(choices, 3+k) {
			l.values[i] += w / runs
		}
	}
}

func learnChoices(choices []valueChoice, seed uint64) []float32 {
	const (
		epochs = 12
		rate   = 0.03
		decay  = 5e-5
	)
	w := make([]float32, 1<<valueBits)
	g := make([]float32, 1<<valueBits)
	for i := range g {
		g[i] = 1e-2
	}
	rng := rand.New(rand.NewPCG(seed, 1))
	for range epochs {
		for _, i := range rng.Perm(len(choices)) {
			c := choices[i]
			scores := make([]float64, len(c))
			for k, e := range c {
				for _, f := range e.features {
					scores[k] += float64(w[f])
				}
			}
			p := compete(scores)
			right := 0.0
			for k, e := range c {
				if e.isNew {
					right += p[k]
				}
			}
			for k, e := range c {
				d := float32(p[k])
				if e.isNew {
					d -= float32(p[k] / max(right, 1e-9))
				}
				for _, f := range e.features {
					grad := d + decay*w[f]
					g[f] += grad * grad
					w[f] -= rate * grad / float32(math.Sqrt(float64(g[f])))
				}
			}
		}
	}
	return w
}

// senses is a model of what sentences say, and of the gist as far as it was learned.
func (l *trained) senses() *model {
	dense, said := make([]int8, len(l.w)), make([]int8, gistSize<<featureBits)
	m := emptyModel()
	m.scale, m.seen = quantise(l.w, dense), l.seen
	m.gistScale = quantise(slices.Concat(l.gists[:]...), said)
	rows := make([]int8, 0, columns<<featureBits)
	for f := range 1 << featureBits {
		rows = append(rows, dense[f*senses:][:senses]...)
		for k := range gistSize {
			rows = append(rows, said[k<<featureBits+f])
		}
	}
	m.weights = gather(rows)
	return m
}

// gather returns the weights of dense, which has a row for every feature, also those of
// nothing but 0.
func gather(dense []int8) weights {
	has := make(bitset, 1<<featureBits/64)
	var rows []byte
	for f := range 1 << featureBits {
		row := dense[f*columns:][:columns]
		if !slices.ContainsFunc(row, func(v int8) bool { return v != 0 }) {
			continue
		}
		has[f>>6] |= 1 << (f & 63)
		for _, v := range row {
			rows = append(rows, uint8(v)+weightZero)
		}
	}
	w, _ := newWeights(has, rows)
	return w
}

// model quantises what was learned.
func (l *trained) model() *model {
	m := l.senses()
	m.valueScale = quantise(l.values, m.values)
	return m
}

func quantise(from []float32, to []int8) (scale float64) {
	high := float32(0)
	for _, v := range from {
		high = max(high, v, -v)
	}
	if scale = float64(high) / 127; scale == 0 {
		return 1
	}
	for i, v := range from {
		to[i] = int8(math.Round(float64(v) / scale))
	}
	return scale
}

func writeModel(m *model, source [modelSource]byte) []byte {
	var b bytes.Buffer
	b.WriteString(modelMagic)
	b.Write(source[:])
	for _, part := range m.parts() {
		binary.Write(&b, binary.BigEndian, part) // a buffer never refuses
	}
	b.Write(m.weights.rows)
	return b.Bytes()
}

// heedExample is a letter, with whether it asks anything; actExample is a verdict, with whether it is right
// to act upon it.
type (
	heedExample struct {
		figures []float32
		asks    bool
	}
	actExample struct {
		signs signs
		right bool
	}
)

// decisions lets a model that has not learned from a letter read it.
func (s sample) decisions(x *index, m *model) (acts []actExample, heeds []heedExample) {
	r := read(s.message, x, message.Own)
	r.model = m
	r.tap = func(v Verdict, list signs) { acts = append(acts, actExample{list, s.wants(v)}) }
	r.heard = func(figures []float32) { heeds = append(heeds, heedExample{figures, s.expect != wantNone}) }
	r.classify(x, s.message, nil)
	return acts, heeds
}

// weighSigns fits what each sign weighs. The mean of the later rounds is taken: the last one
// hangs on which letter came last.
func weighSigns(examples []actExample) []float32 {
	const (
		rounds = 12
		rate   = .2
		decay  = 1e-4
	)
	w, g, mean := make([]float32, 1<<actBits), make([]float32, 1<<actBits), make([]float32, 1<<actBits)
	for i := range g {
		g[i] = 1
	}
	m := emptyModel()
	m.act = w
	rng := rand.New(rand.NewPCG(5, 1))
	for round := range rounds {
		for _, i := range rng.Perm(len(examples)) {
			e := examples[i]
			d := m.mayAct(e.signs)
			if e.right {
				d--
			}
			for _, s := range e.signs {
				at := s.at()
				grad := d*s.value + decay*w[at]
				g[at] += grad * grad
				w[at] -= rate * grad / float32(math.Sqrt(float64(g[at])))
				if s.against {
					w[at] = min(w[at], 0)
				}
			}
		}
		if round >= rounds/2 {
			for k, v := range w {
				mean[k] += v / (rounds - rounds/2)
			}
		}
	}
	return mean
}

// weighHeeds fits the few weights by which a letter is heeded. The mean of the later rounds is taken, as above.
func weighHeeds(examples []heedExample) []float32 {
	const (
		rounds = 60
		vain   = 1.1 // a letter in vain costs a little more: most mail asks nothing
	)
	w, g, mean := make([]float32, heedSize), make([]float32, heedSize), make([]float32, heedSize)
	for i := range g {
		g[i] = 1
	}
	rng := rand.New(rand.NewPCG(5, 1))
	for round := range rounds {
		for _, i := range rng.Perm(len(examples)) {
			e := examples[i]
			d, weight := logistic(w, e.figures), float32(vain)
			if e.asks {
				d, weight = d-1, 1
			}
			for k, v := range e.figures {
				grad := weight*d*v + 1e-4*w[k]
				g[k] += grad * grad
				w[k] -= .2 * grad / float32(math.Sqrt(float64(g[k])))
			}
			if round >= rounds/2 {
				for k, v := range w {
					mean[k] += v / float32((rounds-rounds/2)*len(examples))
				}
			}
		}
	}
	return mean
}

// sourceOf is a digest of all that a model depends on.
func sourceOf(list []lesson) (d [modelSource]byte) {
	h := sha256.New()
	fmt.Fprint(h, modelMagic, privacy.Kinds)
	for _, l := range list {
		fmt.Fprint(h, l.expect, l.kinds, l.whole.must)
		for _, e := range slices.Concat(l.examples, l.whole.examples) {
			fmt.Fprint(h, e.allowed, e.features, e.letter, e.value)
		}
		fmt.Fprint(h, l.fields)
	}
	copy(d[:], h.Sum(nil))
	return d
}
