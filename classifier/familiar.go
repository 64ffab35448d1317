package classifier

// familiar are words with what looking them up has come to: letters of one batch have most
// of their words in common. A word has one place and drives out what was there.
type familiar struct {
	trie  *trie // that they were looked up in
	words [1 << knownBits]knownWord
}

const knownBits = 10

type knownWord struct {
	text     [32]byte
	skeleton [18]byte
	n, m     uint8 // octets of text and skeleton; n is 0 where no word is
	script   script
	stem     uint32
	hits     [4]hit
	found    uint8
}

// at returns the place of a word, and whether the word is there. It is nil for a word
// that is too long or too short to be kept.
func (k *familiar) at(text string, s script) (w *knownWord, there bool) {
	n := len(text)
	if n < 4 || n > len(w.text) {
		return nil, false
	}
	// The first and the last eight octets, which overlap in a short word.
	var h uint64
	if n < 8 {
		h = uint64(four(text))<<32 | uint64(four(text[n-4:]))
	} else {
		h = eight(text) ^ eight(text[n-8:])*0x9e3779b97f4a7c15
	}
	h = (h ^ h>>29 + uint64(n)) * 0xbf58476d1ce4e5b9
	w = &k.words[h>>(64-knownBits)]
	return w, int(w.n) == n && w.script == s && string(w.text[:n]) == text
}

// set keeps a word, unless more was found of it than there is room for.
func (w *knownWord) set(text string, s script, skeleton []byte, stem uint32, hits []hit) {
	if len(skeleton) > len(w.skeleton) || len(hits) > len(w.hits) {
		return
	}
	w.script, w.stem = s, stem
	w.n, w.m, w.found = uint8(copy(w.text[:], text)), uint8(copy(w.skeleton[:], skeleton)), uint8(copy(w.hits[:], hits))
}

func four(s string) uint32 {
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

func eight(s string) uint64 { return uint64(four(s)) | uint64(four(s[4:]))<<32 }
