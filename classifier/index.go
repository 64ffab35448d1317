package classifier

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"medico-intech.kz/otinish/classifier/lexicon"
)

// index is the lexicon folded for the search. It is constant data, made at first
// use and never changed.
type index struct {
	trie      *trie
	patterns  []pattern
	anchors   [][]anchor   // by id: the patterns that begin with it
	compounds [][]compound // by id: the concepts of several words that begin with it
	polite    uint16       // the concept of courtesies
	naming    naming

	marks    []mark
	markKeys map[string]int // exact key to mark
	markBits []uint32       // by id: the marks that have a word like it

	features []uint32 // by id: what the model calls it; 0: nothing

	opens bitset // ids with anchors
	leads bitset // ids with compounds

	frame map[string]string // folded prefix, tag or closing to its class

	vocabularies
	persons persons
}

// A term is the ids of words that follow each other. An id stands for a word, a
// stem, or a concept; a concept may be several words long.
type term []uint16

// anchor is an alternative of a pattern's first element.
type anchor struct {
	pattern int
	term    term
}

// compound is a concept's entry of several words: rest follows the word it is
// kept under.
type compound struct {
	rest    term
	concept uint16
}

// pattern is a folded wording.
type pattern struct {
	lexicon.Wording
	elements []element
	void     []element
	feature  uint32 // what the model calls it

	guard     *guard // of its topic, if it is one
	guardRule string // what evidence calls it then
}

// element is a set of alternatives, and the ids that one of them begins with.
type element struct {
	terms []term
	first bitset
}

// bitset is a set of ids.
type bitset []uint64

func (b bitset) has(id uint16) bool { return int(id>>6) < len(b) && b[id>>6]&(1<<(id&63)) != 0 }

func (b *bitset) add(id uint16) {
	for int(id>>6) >= len(*b) {
		*b = append(*b, 0)
	}
	(*b)[id>>6] |= 1 << (id & 63)
}

// lexiconIndex returns the index. The files are embedded and tested, so an error
// cannot happen outside development; then nothing is recognised.
var lexiconIndex = sync.OnceValue(func() *index {
	x, err := newIndex()
	if err != nil {
		return &index{trie: newTrie(), vocabularies: newVocabularies(func(string) vocabulary { return vocabulary{trie: newTrie()} })}
	}
	return x
})

// Load begins to make what the first reading else waits for, beside the caller.
func Load() {
	go lexiconIndex()
	go senseModel()
}

// lexiconNodes is about as many as the lexicon needs.
const lexiconNodes = 26 << 10

func newIndex() (*index, error) {
	x := &builder{index: &index{
		trie:     newTrie(),
		frame:    map[string]string{},
		markKeys: map[string]int{},
	}, ids: map[string]uint16{}}
	x.trie.expect(lexiconNodes)
	var err error
	if x.concepts, err = lexicon.Concepts(); err != nil {
		return nil, err
	}
	wordings, err := lexicon.Wordings()
	if err != nil {
		return nil, err
	}
	marks, err := lexicon.Marks()
	if err != nil {
		return nil, err
	}
	for _, w := range wordings {
		x.addWording(w)
	}
	for _, m := range marks {
		x.addMark(m)
	}
	x.polite = x.id("<polite>")
	senses, err := lexicon.Senses()
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(senses)) {
		x.concepts["sense "+name] = senses[name]
		x.id("<sense " + name + ">")
	}
	x.naming = x.newNaming()
	x.features = make([]uint32, len(x.anchors))
	for text, id := range x.ids {
		if text[0] != '<' {
			continue
		}
		x.features[id] = hashOf(seedConcept, text)
	}
	if err := x.addFrame(); err != nil {
		return nil, err
	}
	x.settle()
	x.vocabularies = newVocabularies(newVocabulary)
	if x.persons, err = newPersons(); err != nil {
		return nil, err
	}
	return x.index, nil
}

// settle ends the making of what is looked up word by word.
func (x *builder) settle() {
	for id := range x.anchors {
		if len(x.anchors[id]) > 0 {
			x.opens.add(uint16(id))
		}
		if len(x.compounds[id]) > 0 {
			x.leads.add(uint16(id))
		}
	}
	x.trie.settle()
}

type builder struct {
	*index
	ids      map[string]uint16
	concepts map[string][]lexicon.Term
}

// id returns the id of a word, a stem or a concept, adding it on first sight.
func (x *builder) id(text string) uint16 {
	if id, ok := x.ids[text]; ok {
		return id
	}
	id := x.newID(text)
	if name, ok := strings.CutPrefix(text, "<"); ok {
		x.addConcept(strings.TrimSuffix(name, ">"), id)
		return id
	}
	x.spell(text, id)
	return id
}

func (x *builder) newID(text string) uint16 {
	id := uint16(len(x.anchors))
	x.ids[text] = id
	x.anchors = append(x.anchors, nil)
	x.compounds = append(x.compounds, nil)
	x.markBits = append(x.markBits, 0)
	return id
}

// spell puts a word or stem into the trie under an id.
func (x *builder) spell(text string, id uint16) {
	bare, isStem := strings.CutSuffix(text, "*")
	s := scriptOf(bare)
	x.trie.add(string(appendSkeleton(nil, bare, s)), isStem, entry{id, !s.cyrillic})
}

func (x *builder) addConcept(name string, id uint16) {
	for _, t := range x.concepts[name] {
		if len(t) == 1 && t[0][0] != '<' {
			x.spell(t[0], id)
			continue
		}
		ids := x.term(t)
		x.compounds[ids[0]] = append(x.compounds[ids[0]], compound{ids[1:], id})
	}
}

func (x *builder) term(t lexicon.Term) term {
	ids := make(term, len(t))
	for i, w := range t {
		ids[i] = x.id(w)
	}
	return ids
}

func (x *builder) element(e lexicon.Element) (folded element) {
	for _, t := range e {
		ids := x.term(t)
		folded.terms = append(folded.terms, ids)
		folded.first.add(ids[0])
	}
	return folded
}

func (x *builder) addWording(w lexicon.Wording) {
	p := pattern{
		Wording: w, feature: hashOf(seedWording, fmt.Sprintf("%s %t", w.Topic, w.Clear)),
		guardRule: fmt.Sprintf("guard:%s:%s:%d", w.Topic, w.Language, w.Line),
	}
	if g, ok := guards[w.Topic]; ok {
		p.guard = &g
	}
	for _, e := range w.Elements {
		p.elements = append(p.elements, x.element(e))
	}
	for _, e := range w.Void {
		p.void = append(p.void, x.element(e))
	}
	p.Elements, p.Void = nil, nil // folded
	x.patterns = append(x.patterns, p)
	for _, t := range p.elements[0].terms {
		x.anchors[t[0]] = append(x.anchors[t[0]], anchor{len(x.patterns) - 1, t})
	}
}

func (x *builder) addFrame() error {
	lists, err := lexicon.Words("letters.txt")
	for class, byLanguage := range lists {
		for _, words := range byLanguage {
			for _, w := range words {
				x.frame[frameKey(w)] = class
			}
		}
	}
	return err
}
