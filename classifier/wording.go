package classifier

import (
	"slices"

	"medico-intech.kz/otinish/classifier/lexicon"
)

// wordingHit is a wording found at the words from to to, both included.
type wordingHit struct {
	pattern  int
	from, to int
}

// shortText is up to how many own words a letter counts as short: there any line
// may be a wording on its own, in a longer one only its first lines. A footer of a
// newsletter («Отписаться от рассылки») asks nothing.
const (
	shortText  = 40
	firstLines = 2
)

// findWordings returns the wordings that stand in the letter, each at most once
// in a sentence and maxSeen times in all. skip says which words a mark has taken.
func (r *reading) findWordings(x *index, skip func(int) bool) []wordingHit {
	found := r.room.found[:0]
	present := r.present(x)
	seen := zeros(r.room.seen, len(x.patterns)) // the sentence it was last seen in, plus 2; see possible
	for i := range r.words {
		if r.work > maxWork {
			r.cut = true
			break
		}
		w := &r.words[i]
		for k := w.hits; k < w.hitEnd; k++ {
			h := r.hits[k]
			if !x.opens.has(h.id) {
				continue
			}
			for _, a := range x.anchors[h.id] {
				p := &x.patterns[a.pattern]
				s := &seen[a.pattern]
				if *s == 0 {
					*s = p.possible(present)
				}
				if *s == impossible || *s == w.sentence+2 || skip(i) {
					continue
				}
				if hit, ok := r.matches(x, p, a.term, i); ok {
					hit.pattern = a.pattern
					*s = w.sentence + 2
					found = append(found, hit)
				}
			}
		}
	}
	r.room.found, r.room.seen = found, seen
	return found
}

// present returns the ids that stand in the letter.
func (r *reading) present(x *index) bitset {
	present := zeros(r.room.present, len(x.anchors)/64+1)
	r.room.present = present
	for i := range r.words {
		for _, h := range r.hits[r.words[i].hits:r.words[i].hitEnd] {
			present[h.id>>6] |= 1 << (h.id & 63)
		}
	}
	return present
}

const (
	impossible = -1
	unseen     = 1
)

// possible returns impossible where an element begins with nothing that is present.
func (p *pattern) possible(present bitset) int32 {
	for k := range p.elements {
		if !slices.ContainsFunc(p.elements[k].terms, func(t term) bool { return present.has(t[0]) }) {
			return impossible
		}
	}
	return unseen
}

// matches tries pattern p with a term of its first element at word i.
func (r *reading) matches(x *index, p *pattern, first term, i int) (wordingHit, bool) {
	low, high := r.bounds(p, i)
	n := r.termAt(first, i, high)
	if n == 0 {
		return wordingHit{}, false
	}
	s := &r.room.search
	*s = search{r: r, p: p, low: max(low, i-p.Reach), high: high, limit: i + n + p.Reach, steps: maxSteps}
	s.taken = append(s.room[:0], span{i, i + n})
	if !s.rest(1) {
		return wordingHit{}, false
	}
	for k := range p.void {
		if r.anyAt(&p.void[k], low, high) {
			return wordingHit{}, false
		}
	}
	hit := wordingHit{from: i, to: i + n - 1}
	if p.Scope == lexicon.Letter {
		return hit, true
	}
	words := 0
	for _, t := range s.taken {
		hit.from, hit.to = min(hit.from, t.from), max(hit.to, t.to-1)
		words += t.to - t.from
	}
	if (p.Scope == lexicon.Line || p.Scope == lexicon.Whole) && !r.fills(x, p, low, high, words) {
		return wordingHit{}, false
	}
	return hit, true
}

// maxWork caps the places looked at in a letter: a hundred times what four
// kilobytes of ordinary text need. What is left unread gets DoubtDamaged.
const maxWork = 2_000_000

// maxSteps caps the places that one search tries, so that a letter made of nothing
// but words of the lexicon costs no more than another.
const maxSteps = 1000

// span is the words [from, to).
type span struct{ from, to int }

// search looks for the elements of a pattern beside the first one. No word may
// stand for two elements.
type search struct {
	r         *reading
	p         *pattern
	low, high int
	limit     int // an element begins before it
	steps     int // what is left of maxSteps
	taken     []span
	room      [8]span
}

// rest finds the elements from k on, trying other places where a choice turns out
// wrong.
func (s *search) rest(k int) bool {
	if k == len(s.p.elements) {
		return true
	}
	from := s.low
	if s.p.After[k] {
		from = s.taken[0].to
	}
	for i := from; i < min(s.high, s.limit); i++ {
		if w := &s.r.words[i]; w.hits == w.hitEnd {
			continue
		}
		if s.steps--; s.steps < 0 {
			return false
		}
		n := s.r.elementAt(&s.p.elements[k], i, s.high)
		if n == 0 || s.overlaps(i, i+n) {
			continue
		}
		s.taken = append(s.taken, span{i, i + n})
		if s.rest(k + 1) {
			return true
		}
		s.taken = s.taken[:len(s.taken)-1]
	}
	return false
}

func (s *search) overlaps(from, to int) bool {
	for _, t := range s.taken {
		if from < t.to && t.from < to {
			return true
		}
	}
	return false
}

// bounds returns the words among which a pattern is looked for around word i: its
// sentence, its line, or what is near in the letter.
func (r *reading) bounds(p *pattern, i int) (low, high int) {
	switch p.Scope {
	case lexicon.Letter:
		return max(0, i-p.Reach), min(len(r.words), i+p.Reach)
	case lexicon.Line, lexicon.Whole:
		l := &r.lines[r.words[i].line]
		return l.first, l.end
	}
	const far = 40 // words: a sentence without end is cut
	low, high = i, i+1
	for low > 0 && i-low < far && r.words[low-1].sentence == r.words[i].sentence {
		low--
	}
	for high < len(r.words) && high-i < far && r.words[high].sentence == r.words[i].sentence {
		high++
	}
	return low, high
}

// anyAt reports whether an element stands in [low, high).
func (r *reading) anyAt(e *element, low, high int) bool {
	for i := low; i < high; i++ {
		if r.elementAt(e, i, high) > 0 {
			return true
		}
	}
	return false
}

// elementAt returns over how many words an element reaches at word i; 0 if none of
// its alternatives stands there.
func (r *reading) elementAt(e *element, i, high int) int {
	r.work++
	w := &r.words[i]
	for k := w.hits; k < w.hitEnd; k++ {
		if !e.first.has(r.hits[k].id) {
			continue
		}
		for _, t := range e.terms {
			if t[0] == r.hits[k].id {
				if n := r.termAt(t, i, high); n > 0 {
					return n
				}
			}
		}
	}
	return 0
}

// termAt returns over how many words a term reaches at word i; 0 if it is not there.
func (r *reading) termAt(t term, i, high int) int {
	at := i
	for _, id := range t {
		if at >= high {
			return 0
		}
		n := r.length(at, id)
		if n == 0 {
			return 0
		}
		at += n
	}
	if at > high {
		return 0
	}
	return at - i
}

// fills reports whether a wording of so many words is as much of its line as its
// scope asks, in a place where a line may stand for a letter.
func (r *reading) fills(x *index, p *pattern, low, high, words int) bool {
	others := -words
	for i := low; i < high; i++ {
		if !r.knows(i, x.polite) {
			others++
		}
	}
	allowed := 0
	if p.Scope == lexicon.Line {
		allowed = 2
	}
	if others > allowed {
		return false
	}
	index := int(r.words[low].line)
	return r.lines[index].number == 0 || r.ownWords <= shortText || r.filledBefore(index) < firstLines
}

// filledBefore counts the own lines with words before line index, up to firstLines.
func (r *reading) filledBefore(index int) (n int) {
	for _, l := range r.lines[1:index] {
		if l.end > l.first {
			if n++; n == firstLines {
				break
			}
		}
	}
	return n
}
