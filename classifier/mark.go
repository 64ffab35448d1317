package classifier

import (
	"bytes"
	"math/bits"
	"strings"

	"medico-intech.kz/otinish/classifier/lexicon"
	"medico-intech.kz/otinish/store/privacy"
)

// mark is a mark of the policy, folded.
type mark struct {
	lexicon.Mark
	skeleton []byte // words joined by a blank
	words    int
	need     int    // how many of its longer words must have a likeness nearby
	key      []byte // how the word begins without which a sentence only speaks of data and consent
}

// minMarkWord is the shortest skeleton of a word that speaks for a mark.
const minMarkWord = 4

func (x *builder) addMark(m lexicon.Mark) {
	folded := mark{Mark: m}
	long := 0
	for i, w := range strings.Fields(m.Text) {
		skeleton := appendSkeleton(nil, w, scriptOf(w))
		if i > 0 {
			folded.skeleton = append(folded.skeleton, ' ')
		}
		folded.skeleton = append(folded.skeleton, skeleton...)
		folded.words++
		if len(skeleton) >= minMarkWord {
			long++
			x.markBits[x.markStem(string(skeleton[:3]))] |= 1 << len(x.marks)
		}
	}
	folded.need = (long + 1) / 2
	words := bytes.Fields(folded.skeleton)
	key := words[0]
	if m.Language == privacy.Kazakh { // the verb stands at the end, «алу» behind it
		for _, w := range words {
			if len(w) > minMarkWord {
				key = w
			}
		}
	}
	folded.key = key[:3]
	x.markKeys[exactKey(m.Text)] = len(x.marks)
	x.marks = append(x.marks, folded)
}

// markStem returns the id of the first letters of a mark's word.
func (x *builder) markStem(letters string) uint16 {
	name := letters + "* mark"
	id, ok := x.ids[name]
	if !ok {
		id = x.newID(name)
		x.trie.add(letters, true, entry{id: id})
		x.trie.add(letters, true, entry{id, true})
	}
	return id
}

// markHit is a mark found at the words from to to, both included.
type markHit struct {
	mark     int
	exact    bool
	whole    bool // fills its lines
	distance int
	from, to int
}

// findMarks returns the exact marks and what is near to one. A word that begins
// like a word of a mark opens the window; only where half the words do is the
// distance measured.
func (r *reading) findMarks(x *index) []markHit {
	var found []markHit
	for i := range r.words {
		opened := r.markBits(x, i)
		for opened != 0 {
			k := bits.TrailingZeros32(opened)
			opened &^= 1 << k
			if hit, ok := r.nearMark(x, k, i); ok {
				found = addMarkHit(found, hit)
			}
		}
	}
	return found
}

func (r *reading) markBits(x *index, i int) (b uint32) {
	w := &r.words[i]
	for _, h := range r.hits[w.hits:w.hitEnd] {
		b |= x.markBits[h.id]
	}
	return b
}

// nearMark measures mark k against the windows that begin at word i or one word
// before it, a word shorter or longer than the mark included.
func (r *reading) nearMark(x *index, k, i int) (best markHit, ok bool) {
	m := &x.marks[k]
	last := i
	likenesses := 0
	for last < len(r.words) && last < i+m.words+1 && r.words[last].sentence == r.words[i].sentence {
		if r.markBits(x, last)&(1<<k) != 0 {
			likenesses++
		}
		last++
	}
	if likenesses < m.need {
		return best, false
	}
	limit := max(2, len(m.skeleton)/11)
	best.distance = limit + 1
	for _, from := range []int{i, i - 1} {
		if from < 0 || r.words[from].sentence != r.words[i].sentence {
			continue
		}
		for n := max(1, m.words-1); n <= m.words+1 && from+n <= last; n++ {
			d := distance(r.window(from, from+n), m.skeleton, limit)
			if d < best.distance {
				best = markHit{mark: k, distance: d, from: from, to: from + n - 1}
			}
		}
	}
	if best.distance > limit {
		return best, false
	}
	text, whole := r.wholeLines(best.from, best.to)
	if !whole && !r.holdsKey(best, m.key) {
		return best, false
	}
	if whole {
		best.whole = true
		if exact, ok := x.markKeys[exactKey(text)]; ok {
			best.mark, best.exact, best.distance = exact, true, 0
		}
	}
	return best, true
}

// holdsKey reports whether the word that makes the mark one stands in a hit: «подписанные ими
// согласия на обработку персональных данных» is nearly a mark but for it.
func (r *reading) holdsKey(h markHit, key []byte) bool {
	for i := h.from; i <= h.to; i++ {
		if bytes.HasPrefix(r.skeleton(i), key) {
			return true
		}
	}
	return h.distance == 0
}

// addMarkHit keeps the best hit for each place.
func addMarkHit(found []markHit, hit markHit) []markHit {
	for i, f := range found {
		if f.from <= hit.to && hit.from <= f.to {
			if hit.exact && !f.exact || hit.exact == f.exact && hit.distance < f.distance {
				found[i] = hit
			}
			return found
		}
	}
	return append(found, hit)
}

// window joins the skeletons of words [from, to).
func (r *reading) window(from, to int) []byte {
	var joined []byte
	for i := from; i < to; i++ {
		if i > from {
			joined = append(joined, ' ')
		}
		joined = append(joined, r.skeleton(i)...)
	}
	return joined
}

// maxMarkLines is over how many lines a mark may be broken.
const maxMarkLines = 3

// wholeLines reports whether the words from to to are all the words of their
// lines, and returns these lines as one text.
func (r *reading) wholeLines(from, to int) (string, bool) {
	a, b := int(r.words[from].line), int(r.words[to].line)
	if r.lines[a].first != from || r.lines[b].end != to+1 || b-a >= maxMarkLines {
		return "", false
	}
	text := r.lines[a].text
	for i := a + 1; i <= b; i++ {
		text += " " + r.lines[i].text
	}
	return text, true
}
