package classifier

import "math/bits"

// trie finds, for the skeleton of a word, the stems it begins with and the words
// it is: one step a letter, and for most words only two or three steps.
type trie struct {
	nodes   []node
	entries []entry

	growing []growing // until settle
}

// node has its children side by side, in the order of their letters: small, so that
// all of the lexicon stays near the processor.
type node struct {
	letters uint64 // that go on: bit slot(letter)
	child   uint32 // the first of them
	entry   uint32 // the first of its entries: stems, for which the word may go on, then words
	stems   uint16
	words   uint16
}

// growing is a node while entries are added.
type growing struct {
	next         [slots]uint16 // 0: none
	stems, words []entry
}

// entry is an id with its alphabet: what is written in Latin letters in the lexicon
// is not found in a Cyrillic word. The other way round it is: transliteration.
type entry struct {
	id    uint16
	latin bool
}

// hit is an id found at a word; it may be n words long.
type hit struct {
	id uint16
	n  uint16
}

func newTrie() *trie { return &trie{nodes: make([]node, 1), growing: make([]growing, 1)} }

// expect makes room for so many nodes at once.
func (t *trie) expect(nodes int) { t.growing = append(make([]growing, 0, nodes), t.growing...) }

// slots are a to z and 0 to 9.
const slots = 36

func slot(b byte) int {
	switch {
	case b >= 'a' && b <= 'z':
		return int(b - 'a')
	case b >= '0' && b <= '9':
		return int(b-'0') + 26
	}
	return -1
}

// add puts a skeleton in. More than 65,535 nodes cannot be held; TestIndex watches.
func (t *trie) add(skeleton string, isStem bool, e entry) {
	at := 0
	for i := range len(skeleton) {
		s := slot(skeleton[i])
		if s < 0 {
			return
		}
		if t.growing[at].next[s] == 0 {
			t.growing = append(t.growing, growing{})
			t.growing[at].next[s] = uint16(len(t.growing) - 1)
		}
		at = int(t.growing[at].next[s])
	}
	n := &t.growing[at]
	if isStem {
		n.stems = append(n.stems, e)
	} else {
		n.words = append(n.words, e)
	}
}

// settle ends the adding: from now on the trie can be searched.
func (t *trie) settle() {
	t.nodes = make([]node, 0, len(t.growing))
	order := append(make([]uint16, 0, len(t.growing)), 0)
	for i := 0; i < len(order); i++ {
		g := &t.growing[order[i]]
		n := node{child: uint32(len(order)), entry: uint32(len(t.entries)), stems: uint16(len(g.stems)), words: uint16(len(g.words))}
		for letter, next := range g.next {
			if next != 0 {
				n.letters |= 1 << letter
				order = append(order, next)
			}
		}
		t.entries = append(append(t.entries, g.stems...), g.words...)
		t.nodes = append(t.nodes, n)
	}
	t.growing = nil
}

// find appends the ids for a skeleton to dst, each once.
func (t *trie) find(dst []hit, skeleton []byte, s script) []hit {
	at, from := &t.nodes[0], len(dst)
	for _, b := range skeleton {
		if at = t.next(at, b); at == nil {
			return dst
		}
		if at.stems > 0 {
			dst = addEntries(dst, from, t.entries[at.entry:][:at.stems], s)
		}
	}
	return addEntries(dst, from, t.entries[at.entry+uint32(at.stems):][:at.words], s)
}

// next is the node that a letter leads to, or nil.
func (t *trie) next(at *node, letter byte) *node {
	k := slot(letter)
	if k < 0 {
		return nil
	}
	bit := uint64(1) << k
	if at.letters&bit == 0 {
		return nil
	}
	return &t.nodes[int(at.child)+bits.OnesCount64(at.letters&(bit-1))]
}

func addEntries(dst []hit, from int, entries []entry, s script) []hit {
next:
	for _, e := range entries {
		if e.latin && s.cyrillic || !e.latin && s.english && !s.cyrillic {
			continue
		}
		for _, h := range dst[from:] {
			if h.id == e.id {
				continue next
			}
		}
		dst = append(dst, hit{e.id, 1})
	}
	return dst
}
