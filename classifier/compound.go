package classifier

// maxSpan is how many words one concept may cover.
const maxSpan = 12

// compound finds the concepts of several words, the last first, so that one may be
// made of others: «хочу отозвать» is taking back.
func (r *reading) compound(x *index) {
	for i := len(r.words) - 1; i >= 0; i-- {
		w := &r.words[i]
		for k := int32(0); w.hits+k < w.hitEnd; k++ { // addHit may move them
			h := r.hits[w.hits+k]
			if !x.leads.has(h.id) {
				continue
			}
			for _, c := range x.compounds[h.id] {
				if n := r.follow(c.rest, i+int(h.n), i); n > 0 && n <= maxSpan {
					r.addHit(i, hit{c.concept, uint16(n)})
				}
			}
		}
	}
}

// follow reports over how many words from word i a term reaches that goes on at
// word at; 0 if it does not.
func (r *reading) follow(rest term, at, i int) int {
	for _, id := range rest {
		if at >= len(r.words) || r.words[at].sentence != r.words[i].sentence {
			return 0
		}
		n := r.length(at, id)
		if n == 0 {
			return 0
		}
		at += n
	}
	return at - i
}

// length returns over how many words id reaches at word i, 0 if it is not there.
func (r *reading) length(i int, id uint16) int {
	w := &r.words[i]
	for _, h := range r.hits[w.hits:w.hitEnd] {
		if h.id == id {
			return int(h.n)
		}
	}
	return 0
}

// addHit gives word i one more hit, one for each id: the longest. The hits of a word lie together, so they move
// to the end unless they are there.
func (r *reading) addHit(i int, h hit) {
	w := &r.words[i]
	for k := w.hits; k < w.hitEnd; k++ {
		if r.hits[k].id == h.id {
			r.hits[k].n = max(r.hits[k].n, h.n)
			return
		}
	}
	if int(w.hitEnd) != len(r.hits) {
		from := int32(len(r.hits))
		r.hits = append(r.hits, r.hits[w.hits:w.hitEnd]...)
		w.hits, w.hitEnd = from, int32(len(r.hits))
	}
	r.hits = append(r.hits, h)
	w.hitEnd++
}
