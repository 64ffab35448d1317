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

// againUnsaid reports whether a value taken stands in the letter before beside another of its field, and nobody calls it right where it is named again:
// "you have A and B. B was correct until May".
func (r *reading) againUnsaid(x *index, values []Value, offers []offer) bool {
	again, right := false, false
	for k, o := range offers {
		if slices.ContainsFunc(values, func(v Value) bool { return v.Field == o.spot.field && v.Text == o.value.Text }) && r.namedOnceMore(offers, k) {
			again, right = true, right || x.calledRight(r.placeOf(offers, k)) || o.rule == "new"
		}
	}
	return again && !right
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

// calledRight reports whether nothing but words beside a value says that it is right: «правильный второй, B», "only the last one, B, is correct", and not
// "B was correct until May" or "B is right for texts".
func (x *index) calledRight(p surroundings) bool {
	fills := func(words []string) bool {
		return !slices.ContainsFunc(words, func(w string) bool { return !x.former.hasAny([]string{w}, "right", "right-fill") })
	}
	for i, w := range p.all {
		if x.former.has(w, "right") && len(p.all)-i <= rightNear && fills(p.all[i:]) && !(i > 0 && x.former.hasAny(p.all[i-1:i], "negates")) {
			return true
		}
	}
	behind := p.after
	if len(behind) == 0 {
		behind = p.aside
	}
	return len(behind) > 0 && len(behind) <= rightNear && x.former.hasAny(behind, "right") && fills(behind)
}

// before reports whether a spot stands before another.
func before(a, b spot) bool { return a.line < b.line || a.line == b.line && a.start < b.start }
