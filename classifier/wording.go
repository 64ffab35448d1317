package classifier

import "medico-intech.kz/otinish/classifier/lexicon"

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

// findWordings returns the wordings of the topics that want names, each once.
// skip says which words a mark has taken already.
func (r *reading) findWordings(x *index, want func(lexicon.Topic) bool, skip func(int) bool) []wordingHit {
	var found []wordingHit
	seen := map[int]bool{}
	for i := range r.words {
		w := &r.words[i]
		for _, id := range r.hits[w.hits:w.hitEnd] {
			if len(x.anchors[id]) == 0 || x.latin[id] && w.script.cyrillic {
				continue
			}
			for _, a := range x.anchors[id] {
				p := &x.patterns[a.pattern]
				if !want(p.Topic) || skip(i) || seen[a.pattern] {
					continue
				}
				if hit, ok := r.matches(x, p, a, i); ok {
					hit.pattern = a.pattern
					seen[a.pattern] = true
					found = append(found, hit)
				}
			}
		}
	}
	return found
}

// matches tries pattern p with its first element at word i.
func (r *reading) matches(x *index, p *pattern, a anchor, i int) (wordingHit, bool) {
	start := i - a.offset
	low, high := r.bounds(p, i)
	if start < low || !r.termAt(x, a.term, start, high) {
		return wordingHit{}, false
	}
	hit := wordingHit{from: start, to: start + len(a.term) - 1}
	taken := len(a.term)
	for _, element := range p.elements[1:] {
		from, n := r.search(x, element, max(low, start-p.Reach), min(high, hit.to+p.Reach+1), hit)
		if n == 0 {
			return wordingHit{}, false
		}
		hit.from, hit.to = min(hit.from, from), max(hit.to, from+n-1)
		taken += n
	}
	for _, element := range p.void {
		if _, n := r.search(x, element, low, high, wordingHit{from: -1, to: -2}); n > 0 {
			return wordingHit{}, false
		}
	}
	if p.Scope != lexicon.Anywhere && !r.fills(x, p, low, high, taken) {
		return wordingHit{}, false
	}
	return hit, true
}

// bounds returns the words among which a pattern is looked for around word i: its
// sentence, or its line.
func (r *reading) bounds(p *pattern, i int) (low, high int) {
	if p.Scope != lexicon.Anywhere {
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

// search finds the first alternative of an element that begins in [low, high), and
// returns its place and length. One-word elements may not reuse the words of hit
// when these are a single word.
func (r *reading) search(x *index, element [][]uint16, low, high int, hit wordingHit) (at, n int) {
	for i := low; i < high; i++ {
		w := &r.words[i]
		if w.hits == w.hitEnd || i >= hit.from && i <= hit.to && hit.from == hit.to {
			continue
		}
		for _, term := range element {
			if r.termAt(x, term, i, high) {
				return i, len(term)
			}
		}
	}
	return 0, 0
}

// termAt reports whether the words of a term stand at word i and after it.
func (r *reading) termAt(x *index, term []uint16, i, high int) bool {
	if i+len(term) > high {
		return false
	}
	for k, id := range term {
		if !r.knows(i+k, id) || x.latin[id] && r.words[i+k].script.cyrillic {
			return false
		}
	}
	return true
}

// fills reports whether a wording of taken words is as much of its line as its
// scope asks, in a place where a line may stand for a letter.
func (r *reading) fills(x *index, p *pattern, low, high, taken int) bool {
	others := -taken
	for i := low; i < high; i++ {
		if !r.polite(x, i) {
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

func (r *reading) polite(x *index, i int) bool {
	w := &r.words[i]
	for _, id := range r.hits[w.hits:w.hitEnd] {
		if x.polite[id] {
			return true
		}
	}
	return false
}

// filledBefore counts the own lines with words before line index.
func (r *reading) filledBefore(index int) (n int) {
	for _, l := range r.lines[1:index] {
		if l.end > l.first {
			n++
		}
	}
	return n
}
