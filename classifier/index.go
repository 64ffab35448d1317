package classifier

import (
	"strings"
	"sync"

	"medico-intech.kz/otinish/classifier/lexicon"
	"medico-intech.kz/otinish/store/privacy"
)

// index is the lexicon folded for the search. It is constant data, made at first
// use and never changed.
type index struct {
	trie     *trie
	patterns []pattern
	anchors  [][]anchor // by stem: where its patterns begin
	latin    []bool     // by stem: written in Latin letters, so not for Cyrillic words
	polite   []bool     // by stem: a courtesy

	marks    []mark
	markKeys map[string]int // exact key to mark
	markBits []uint32       // by stem: the marks that have a word like it

	frame  map[string]string // folded prefix, tag or closing to its class
	labels vocabulary
	common vocabulary
}

// anchor is an alternative of a pattern's first element.
type anchor struct {
	pattern int
	term    []uint16
	offset  int // which word of the term the anchor is
}

// pattern is a folded wording.
type pattern struct {
	lexicon.Wording
	elements [][][]uint16
	void     [][][]uint16
}

// lexiconIndex returns the index. The files are embedded and tested, so an error
// cannot happen outside development; then nothing is recognised.
var lexiconIndex = sync.OnceValue(func() *index {
	x := &builder{index: &index{
		trie:     newTrie(),
		frame:    map[string]string{},
		markKeys: map[string]int{},
	}, stems: map[string]uint16{}}
	wordings, err := lexicon.Wordings()
	if err != nil {
		return x.index
	}
	for _, w := range wordings {
		x.addWording(w)
	}
	if marks, err := lexicon.Marks(); err == nil {
		for _, m := range marks {
			x.addMark(m)
		}
	}
	x.addPolite()
	x.addFrame()
	x.labels, x.common = newVocabulary("labels.txt"), newVocabulary("languages.txt")
	return x.index
})

type builder struct {
	*index
	stems map[string]uint16
}

// stem returns the id of a word or stem of the lexicon, adding it to the trie.
func (x *builder) stem(text string) uint16 {
	bare, isStem := strings.CutSuffix(text, "*")
	s := scriptOf(bare)
	key := string(appendSkeleton(nil, bare, s))
	onlyLatin := !s.cyrillic
	name := key
	if isStem {
		name += "*"
	}
	if onlyLatin {
		name += " latin"
	}
	if id, ok := x.stems[name]; ok {
		return id
	}
	id := x.newStem(name, onlyLatin)
	x.trie.add(key, isStem, id)
	return id
}

func (x *builder) newStem(name string, onlyLatin bool) uint16 {
	id := uint16(len(x.latin))
	x.stems[name] = id
	x.latin = append(x.latin, onlyLatin)
	x.polite = append(x.polite, false)
	x.markBits = append(x.markBits, 0)
	x.anchors = append(x.anchors, nil)
	return id
}

func (x *builder) terms(e lexicon.Element) [][]uint16 {
	var terms [][]uint16
	for _, t := range e {
		ids := make([]uint16, len(t))
		for i, w := range t {
			ids[i] = x.stem(w)
		}
		terms = append(terms, ids)
	}
	return terms
}

func (x *builder) addWording(w lexicon.Wording) {
	p := pattern{Wording: w}
	for _, e := range w.Elements {
		p.elements = append(p.elements, x.terms(e))
	}
	for _, e := range w.Void {
		p.void = append(p.void, x.terms(e))
	}
	x.patterns = append(x.patterns, p)
	for i, term := range p.elements[0] {
		at := rarest(w.Elements[0][i])
		id := term[at]
		x.anchors[id] = append(x.anchors[id], anchor{len(x.patterns) - 1, term, at})
	}
}

// rarest guesses which word of a term is the rarest: the longest.
func rarest(t lexicon.Term) int {
	at := 0
	for i, w := range t {
		if len(w) > len(t[at]) {
			at = i
		}
	}
	return at
}

func (x *builder) addPolite() {
	lists, err := lexicon.Words("words.txt")
	if err != nil {
		return
	}
	for _, words := range lists["polite"] {
		for _, w := range words {
			x.polite[x.stem(w)] = true
		}
	}
}

func (x *builder) addFrame() {
	lists, err := lexicon.Words("letters.txt")
	if err != nil {
		return
	}
	for class, byLanguage := range lists {
		for _, words := range byLanguage {
			for _, w := range words {
				x.frame[frameKey(w)] = class
			}
		}
	}
}

// vocabulary finds the classes of a word in a file of plain words.
type vocabulary struct {
	trie    *trie
	classes []wordClass
}

type wordClass struct {
	name     string
	language privacy.Language
	latin    bool
}

func newVocabulary(file string) vocabulary {
	v := vocabulary{trie: newTrie()}
	lists, err := lexicon.Words(file)
	if err != nil {
		return v
	}
	for class, byLanguage := range lists {
		for language, words := range byLanguage {
			for _, w := range words {
				bare, isStem := strings.CutSuffix(w, "*")
				s := scriptOf(bare)
				v.trie.add(string(appendSkeleton(nil, bare, s)), isStem, uint16(len(v.classes)))
				v.classes = append(v.classes, wordClass{class, language, !s.cyrillic})
			}
		}
	}
	return v
}

// lookUp returns the classes of a word.
func (v vocabulary) lookUp(text string) []wordClass {
	s := scriptOf(text)
	var found []wordClass
	for _, id := range v.trie.find(nil, appendSkeleton(nil, text, s)) {
		if c := v.classes[id]; !c.latin || !s.cyrillic || s.latin {
			found = append(found, c)
		}
	}
	return found
}
