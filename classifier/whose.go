package classifier

import (
	"slices"
	"strings"
	"unicode"

	"medico-intech.kz/otinish/store/privacy"
)

// «Телефон соседки …», «Факс: …»: a word that no list knows, in the few words of which a
// value is labelled, may say that it is not the writer's. No list can name all of
// those, so beside a mark, which is acted upon without a question, a person looks.

const (
	fewBefore = 4 // words in front of a value that are a label rather than a sentence
	fewBehind = 3 // words behind it, up to a comma
)

// unknownBeside finds such a word beside a value that was taken. In a sentence that asks for the change it means less than where
// nothing else is said of the value.
func (r *reading) unknownBeside(x *index, values []Value, offers []offer) (Evidence, bool) {
	for k, o := range offers {
		if !o.value.Valid || o.former || o.stray || !slices.ContainsFunc(values, func(v Value) bool { return v.Valid && v.Place == o.value.Place }) {
			continue
		}
		p := r.placeOf(offers, k)
		if o.spot.field == privacy.FieldName && !(p.colon && x.labels.hasAny(p.words, "name", "surname")) {
			continue
		}
		before, behind := len(p.words), len(p.after)
		if before > fewBefore || before > len(wordsOf(p.between)) || x.onlyNames(p.words) { // a sentence, words of the line before, «Кузьмин Денис: …»
			before = 0
		}
		if behind > fewBehind || p.next >= 0 || x.onlyNames(p.after) {
			behind = 0
		}
		if i, found := r.unknownLabel(x, o.spot); found {
			r.unsaid = true
			return r.observe("guard:further:label", i, i), true
		}
		from, to := r.wordsBeside(o.spot, before, behind)
		for i := from; i < to; i++ {
			if w := &r.words[i]; (int(w.end) <= o.spot.start || int(w.start) >= o.spot.end) && !r.plainWord(x, i) {
				u := r.unitOf(o.spot)
				r.unsaid = u < 0 || r.judged.chances[u][asks(privacy.KindUpdate)] < levelAsk
				return r.observe("guard:further:label", i, i), true
			}
		}
	}
	return Evidence{}, false
}

// unknownLabel looks for such a word in the label at the head of the line, where other
// words stand between it and the value: «Контактное лицо: Ахметов Серик, 8 701 …».
func (r *reading) unknownLabel(x *index, s spot) (word int, found bool) {
	const longest = 3 // words
	l := r.lines[s.line]
	colon := strings.IndexByte(l.text, ':')
	if colon < 0 || colon >= s.start {
		return 0, false
	}
	label := wordsOf(l.text[:colon])
	if len(label) > longest || x.onlyNames(label) {
		return 0, false
	}
	for i := l.first; i < l.end && int(r.words[i].end) <= colon; i++ {
		if !r.plainWord(x, i) {
			return i, true
		}
	}
	return 0, false
}

// wordsBeside returns the words [from, to) that reach from so many before a spot to so
// many behind it.
func (r *reading) wordsBeside(s spot, before, behind int) (from, to int) {
	l := r.lines[s.line]
	at, end := l.first, l.first
	for i := l.first; i < l.end; i++ {
		if int(r.words[i].end) <= s.start {
			at = i + 1
		}
		if int(r.words[i].start) < s.end {
			end = i + 1
		}
	}
	return max(at-before, l.first), min(max(at, end)+behind, l.end)
}

func (x *index) onlyNames(words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !x.isNameWord(w) })
}

// plainWord reports whether a word is one that a value may be given with.
func (r *reading) plainWord(x *index, i int) bool {
	text := r.text(i)
	if len([]rune(text)) <= 2 || strings.ContainsFunc(text, unicode.IsDigit) || r.hasAny(i, x.naming.changed) || isMine(text) {
		return true
	}
	if x.stray.hasAny([]string{text}, "theirs", "of-them") {
		return false
	}
	for c := range x.repeat.lookUp(text) {
		if c.name != restAnswer {
			return true
		}
	}
	for _, v := range []*vocabulary{&x.labels, &x.roles, &x.former, &x.common, &x.local, &x.stray} {
		if v.knows(text) {
			return true
		}
	}
	return slices.ContainsFunc(x.naming.fields, func(f fieldWord) bool { return r.hasAny(i, f.ids) })
}

// mine are the endings by which a Kazakh word says where the value stands: «тіркеуімдегі».
var mine = strings.Fields("ымдағы імдегі ымыздағы іміздегі ңыздағы ңіздегі")

func isMine(word string) bool {
	word = strings.ToLower(word)
	return slices.ContainsFunc(mine, func(ending string) bool { return strings.HasSuffix(word, ending) && len(word) > len(ending)+4 })
}
