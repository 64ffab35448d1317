package classifier

import (
	"medico-intech.kz/otinish/store/privacy"
)

// Whether another value beside the one taken speaks against acting hangs on how the two stand to each other: «…, а у вас
// …72 по ошибке» explains a number that differs in two digits, and without a word it is a slip of the pen.

// rivalSigns says of each value that was taken how the rival stands to it that speaks most against it.
func (r *reading) rivalSigns(x *index, values []Value, offers []offer) {
	for _, v := range values {
		if !v.Valid {
			continue
		}
		taken, rival := -1, -1
		for i := range offers {
			o := &offers[i]
			if o.spot.field != v.Field || !o.value.Valid {
				continue
			}
			switch {
			case o.value.Text == v.Text:
				if taken < 0 || o.chance > offers[taken].chance {
					taken = i
				}
			case rival < 0 || worse(v, *o, offers[rival]):
				rival = i
			}
		}
		if taken >= 0 && rival >= 0 {
			r.rivalSign(x, offers, taken, rival)
		}
	}
}

// worse reports whether an offer speaks more against a value than another does.
func worse(v Value, o, than offer) bool {
	if a, b := alike(v.Text, o.value.Text), alike(v.Text, than.value.Text); a != b {
		return a
	}
	return o.chance > than.chance
}

func (r *reading) rivalSign(x *index, offers []offer, taken, rival int) {
	a, b := &offers[taken], &offers[rival]
	kind := "another value"
	if a.spot.field == privacy.FieldName {
		kind = "another name"
	}
	if alike(a.value.Text, b.value.Text) {
		kind = "a value like it"
	}
	s := &r.speaking
	how := "open"
	switch {
	case b.former:
		how = "called former"
	case b.stray:
		how = "there for another reason"
	case b.stays:
		how = "said to stay"
	case b.rule != "":
		how = b.rule
	}
	where, wrong := r.standing(a.spot, b.spot), r.wrongBeside(x, a.spot, b.spot)
	s.yes(kind, how)
	s.yes(kind, where)
	s.yes(kind, wrong)
	s.yes(kind, "chance", inWords(b.chance, .01, .05, .15))
	s.yes(kind, "chance of the one taken", inWords(a.chance, sureAt, firmAt, .99))
	if u := r.unitOf(b.spot); u >= 0 {
		c := r.judged.chances[u]
		asks := inWords(float64(c[asks(privacy.KindUpdate)]), .1, .5, .9)
		s.yes(kind, "its sentence asks", asks)
		s.yes(kind, "its sentence is harmless", inWords(float64(c[senseHarmless]), .1, .5, .9))
	}
	s.yes(kind, "times of the one taken", times(offers, *a), times(offers, *b))
}

// inWords says between which of three limits a chance lies.
func inWords(chance, low, mid, high float64) string {
	switch {
	case chance >= high:
		return "surely"
	case chance >= mid:
		return "likely"
	case chance >= low:
		return "perhaps"
	}
	return "hardly"
}

// standing says in words where a rival stands.
func (r *reading) standing(a, b spot) string {
	ua, ub := r.unitOf(a), r.unitOf(b)
	switch {
	case r.lines[b.line].number == 0:
		return "in the subject line"
	case b.signed || b.closed:
		return "in the signature"
	case ua == ub && ua >= 0 && b.start < a.start:
		return "before it in its sentence"
	case ua == ub && ua >= 0:
		return "behind it in its sentence"
	case b.line < a.line || b.line == a.line && b.start < a.start:
		return "before it"
	}
	return "behind it"
}

// wrongBeside says in words where a letter speaks of something wrong: in the sentence of a rival, in that of the value, elsewhere.
func (r *reading) wrongBeside(x *index, a, b spot) string {
	ua, ub := r.unitOf(a), r.unitOf(b)
	found := "nothing is called wrong"
	for i := range r.words {
		if w := r.lower(i); !x.former.has(w, "wrong") && !x.roles.has(w, "instead") && !x.former.has(w, "negates") {
			continue
		}
		switch u := r.judged.unitAt(i); {
		case u >= 0 && u == ub:
			return "its sentence speaks of something wrong"
		case u >= 0 && u == ua:
			found = "the sentence of the one taken speaks of something wrong"
		case found == "nothing is called wrong":
			found = "the letter speaks of something wrong"
		}
	}
	return found
}

// times says in words how often a value stands in the letter.
func times(offers []offer, o offer) string {
	n := 0
	for i := range offers {
		if offers[i].spot.field == o.spot.field && offers[i].value.Text == o.value.Text {
			n++
		}
	}
	return [...]string{"never", "once", "twice", "more often"}[min(n, 3)]
}
