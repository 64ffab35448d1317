package classifier

// trie finds, for the skeleton of a word, the stems it begins with and the words
// it is: one step a letter, and for most words only two or three steps.
type trie struct{ nodes []node }

type node struct {
	next    [36]uint16 // 0: none; a to z, 0 to 9
	stems   []uint16   // stems that end here: the word may go on
	entries []uint16   // words that end here
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

// add puts a skeleton in under an id.
func (t *trie) add(skeleton string, isStem bool, id uint16) {
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
		n.stems = append(n.stems, id)
	} else {
		n.entries = append(n.entries, id)
	}
}

// find appends the ids for a skeleton to dst.
func (t *trie) find(dst []uint16, skeleton []byte) []uint16 {
	at := 0
	for _, b := range skeleton {
		s := slot(b)
		if s < 0 {
			return dst
		}
		at = int(t.nodes[at].next[s])
		if at == 0 {
			return dst
		}
		if stems := t.nodes[at].stems; stems != nil {
			dst = append(dst, stems...)
		}
	}
	return append(dst, t.nodes[at].entries...)
}
