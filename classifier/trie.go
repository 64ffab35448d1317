package classifier

// trie finds, for the skeleton of a word, the stems it begins with and the words
// it is: one step a letter, and for most words only two or three steps.
type trie struct{ nodes []node }

type node struct {
	next    [36]uint16 // 0: none; a to z, 0 to 9
	stems   []entry    // stems that end here: the word may go on
	entries []entry    // words that end here
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

func newTrie() *trie { return &trie{nodes: make([]node, 1)} }

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
		if t.nodes[at].next[s] == 0 {
			t.nodes = append(t.nodes, node{})
			t.nodes[at].next[s] = uint16(len(t.nodes) - 1)
		}
		at = int(t.nodes[at].next[s])
	}
	n := &t.nodes[at]
	if isStem {
		n.stems = append(n.stems, e)
	} else {
		n.entries = append(n.entries, e)
	}
}

// find appends the ids for a skeleton to dst, each once.
func (t *trie) find(dst []hit, skeleton []byte, s script) []hit {
	at, from := 0, len(dst)
	for _, b := range skeleton {
		k := slot(b)
		if k < 0 {
			return dst
		}
		at = int(t.nodes[at].next[k])
		if at == 0 {
			return dst
		}
		dst = addEntries(dst, from, t.nodes[at].stems, s)
	}
	return addEntries(dst, from, t.nodes[at].entries, s)
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
