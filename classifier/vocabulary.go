package classifier

import (
	"iter"
	"strings"
	"unicode/utf8"

	"medico-intech.kz/otinish/classifier/lexicon"
	"medico-intech.kz/otinish/store/privacy"
)

// vocabularies are the files of plain words.
type vocabularies struct {
	labels, common, roles, former, names, stray, repeat, local, thanks, extent, parts, others vocabulary
}

func newVocabularies(read func(file string) vocabulary) vocabularies {
	return vocabularies{
		labels: read("labels.txt"), common: read("languages.txt"), roles: read("roles.txt"), former: read("former.txt"),
		names: read("names.txt"), stray: read("stray.txt"), repeat: read("repeats.txt"), local: read("local.txt"),
		thanks: read("thanks.txt"), extent: read("extent.txt"), parts: read("parts.txt"), others: read("others.txt"),
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
	short    int // letters of a word of which the skeleton says little; 0: it says enough
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
				skeleton := appendSkeleton(nil, bare, s)
				v.trie.add(string(skeleton), isStem, entry{uint16(len(v.classes)), !s.cyrillic})
				short := 0
				if len(skeleton) < 3 && !isStem {
					short = utf8.RuneCountInString(bare)
				}
				v.classes = append(v.classes, wordClass{class, language, !s.cyrillic, short})
			}
		}
	}
	v.trie.settle()
	return v
}

// lookUp goes over the classes of a word.
func (v vocabulary) lookUp(text string) iter.Seq[wordClass] {
	return func(yield func(wordClass) bool) {
		var skeleton [48]byte
		var hits [8]hit
		s := scriptOf(text)
		for _, h := range v.trie.find(hits[:0], appendSkeleton(skeleton[:0], text, s), s) {
			c := v.classes[h.id]
			if c.short > 0 && (!c.latin && !s.cyrillic || c.short != utf8.RuneCountInString(text)) {
				continue // "in" is no «иин», "on" no «он», «неё» no «не»
			}
			if !yield(c) {
				return
			}
		}
	}
}

// knows reports whether a word has a class.
func (v vocabulary) knows(text string) bool {
	for range v.lookUp(text) {
		return true
	}
	return false
}
