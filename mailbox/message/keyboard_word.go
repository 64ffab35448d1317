package message

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// typed is what came of reading a text as typed in a wrong layout, and how well it reads
// so.
type typed struct {
	out     []byte
	layout  *keyboard
	marked  bool // it has marks of the layout: those of the Latin one are letters
	words   int  // exchanged, of three letters and more
	kazakh  int  // of them, with a digit for a letter
	letters int  // of all words, exchanged or left
	changed int  // of the words exchanged
	keyed   int  // what those cost in the layout
	sound   int  // what they cost as they sound
}

const (
	unlikely     = 10 * unit // that a word among mistyped ones is meant as it stands
	longestTyped = 40        // letters of a word; base64 is longer
	mostMarks    = 3         // keys of marks at either end of a word that may be letters or not
)

// run reads a run of keys that give letters in the layout. What stands at its ends may be
// a mark after all. It reports whether that is a word, and whether one to be left: one that
// reads better in Latin letters, as a name or "OK".
func (t *typed) run(run string) (word, leave bool) {
	first, last := strings.IndexFunc(run, isLatinRune), strings.LastIndexFunc(run, isLatinRune)
	if first < 0 {
		t.out = append(t.out, run...)
		return false, false
	}
	start, end := t.ends(run, first, last+1)
	keys := run[start:end]
	cost, sound := t.layout.cost(keys), soundCost(run[first:last+1])
	if len(keys) > longestTyped || cost > sound+unlikely && cost > plausible*len(keys) {
		return false, true
	}
	if len(keys) > 2 {
		t.words++
		if strings.ContainsAny(keys, "2345890") {
			t.kazakh++
		}
	}
	t.letters += len(keys)
	t.changed += len(keys)
	t.keyed += cost
	t.sound += sound
	t.out = append(t.out, run[:start]...)
	t.out = t.layout.write(t.out, keys)
	t.out = append(t.out, run[end:]...)
	return true, false
}

// ends tells the letters from the marks at the ends of a run: as is likeliest.
func (t *typed) ends(run string, first, last int) (start, end int) {
	cost, before := -1, 0 // of the best so far; of the marks before the word
	for i := 0; i <= first && i <= mostMarks; i++ {
		marks := before
		for j := len(run); j >= last && len(run)-j <= mostMarks; j-- {
			if c := t.layout.cost(run[i:j]) + marks; cost < 0 || c < cost {
				start, end, cost = i, j, c
			}
			if strings.IndexByte(`,.;:"'])>`, run[j-1]) < 0 {
				break
			}
			marks += t.markCost(run[j-1])
		}
		if strings.IndexByte(`"'[(`, run[i]) < 0 {
			break
		}
		before += t.markCost(run[i])
	}
	return start, end
}

// markCost is what it costs that a key which gives a letter stands for the mark on it.
func (t *typed) markCost(key byte) int {
	cost := 6 * unit
	switch key {
	case ',': // б, with which few words end
		cost = 3 * unit
	case ';', '>':
		cost = 10 * unit
	}
	if t.marked {
		cost += 6 * unit
	}
	return cost
}

// cost is what a word costs in this layout, as charset_score.go weighs it.
func (b *keyboard) cost(word string) int {
	costs := follows()
	sum, before, small := 0, 0, false
	for i := range len(word) {
		c := word[i]
		class := int(b.class[c])
		sum += int(costs[before*classes+class])
		before = class
		switch {
		case !isLatin(c):
		case c >= 'a':
			small = true
		case small:
			sum += turnCost
			small = false
		}
	}
	return sum + int(costs[before*classes])
}

// soundCost is what Latin letters cost as they sound, with what stands between them.
func soundCost(word string) int {
	costs, class := follows(), sounds()
	sum, before := 0, 0
	for i := range len(word) {
		if !isLatin(word[i]) {
			sum += int(costs[before*classes]) + markCost
			if strings.IndexByte(".:'-", word[i]) < 0 {
				sum += unlikely
			}
			before = 0
			continue
		}
		next := int(class[(word[i]|0x20)-'a'])
		sum += int(costs[before*classes+next])
		before = next
	}
	return sum + int(costs[before*classes])
}

// write writes a word as the layout gives it. Under the lock for capitals the keys of
// marks stay as they are.
func (b *keyboard) write(to []byte, word string) []byte {
	capitals := 0
	for i := range len(word) {
		switch c := word[i]; {
		case !isLatin(c):
		case c >= 'a':
			capitals = -len(word)
		default:
			capitals++
		}
	}
	for i := range len(word) {
		r := b.letters[word[i]]
		if capitals > 1 {
			r = unicode.ToUpper(r)
		}
		to = utf8.AppendRune(to, r)
	}
	return to
}

func isLatinRune(r rune) bool { return r < 0x80 && isLatin(byte(r)) }
