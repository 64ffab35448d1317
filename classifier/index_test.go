package classifier

import "testing"

// The lexicon folds without error, and its trie stays within what it can number.
func TestIndex(t *testing.T) {
	x, err := newIndex()
	if err != nil {
		t.Fatal(err)
	}
	if n := len(x.trie.nodes); n > 60000 {
		t.Errorf("%d nodes", n)
	}
	if n := len(x.anchors); n > 60000 {
		t.Errorf("%d ids", n)
	}
	t.Logf("%d patterns, %d ids, %d nodes", len(x.patterns), len(x.anchors), len(x.trie.nodes))
}
