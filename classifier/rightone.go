package classifier

import "slices"

// «У вас два моих номера, A и B. Правильный второй, B»: of the values that stand in the letter already, the one that is named once more
// and called right is the new one, and the others are former ones.

// rightNear is how many words from a value one stands that calls it right.
const rightNear = 4

// markRight marks the value of a row that is said to be the right one, where it is said of one only.
func (r *reading) markRight(x *index, offers []offer, recorded []bool) {
	right := -1
	for k := range offers {
		if !r.namedOnceMore(offers, k) || !x.calledRight(r.placeOf(offers, k)) {
			continue
		}
		if right >= 0 {
			return
		}
		right = k
	}
	if right < 0 {
		return
	}
	for k := range offers {
		if o := &offers[k]; o.spot.field == offers[right].spot.field && o.value.Valid && o.value.Text != offers[right].value.Text && before(o.spot, offers[right].spot) {
			o.former, recorded[k] = true, true
		}
	}
}

// namedOnceMore reports whether a value stands in the letter before, beside another one of its field, and not alone with it now.
func (r *reading) namedOnceMore(offers []offer, k int) bool {
	o := offers[k]
	if !o.value.Valid || o.former || o.spot.closed || o.spot.signed || o.value.Problem != "" || r.unitOf(o.spot) >= 0 && r.judged.units[r.unitOf(o.spot)].asked {
		return false
	}
	same := slices.IndexFunc(offers, func(b offer) bool {
		return b.spot.field == o.spot.field && b.value.Text == o.value.Text && before(b.spot, o.spot)
	})
	return same >= 0 && slices.ContainsFunc(offers, func(b offer) bool {
		return b.spot.field == o.spot.field && b.value.Valid && b.value.Text != o.value.Text && b.spot.line == offers[same].spot.line && before(b.spot, o.spot)
	})
}

// calledRight reports whether a word beside a value says that it is right: «правильный второй, B», "only the last one, B, is correct".
func (x *index) calledRight(p surroundings) bool {
	words := slices.Concat(p.all[max(0, len(p.all)-rightNear):], p.after[:min(len(p.after), rightNear)], p.aside[:min(len(p.aside), 2)])
	for i, w := range words {
		if x.former.has(w, "right") && !(i > 0 && x.former.hasAny(words[i-1:i], "negates")) && !(i+1 < len(words) && x.former.has(words[i+1], "negates-before")) {
			return true
		}
	}
	return false
}

// before reports whether a spot stands before another.
func before(a, b spot) bool { return a.line < b.line || a.line == b.line && a.start < b.start }
