package classifier

import (
	"slices"
	"unicode/utf8"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// Whether a name in the text is the one that the letter came under: a name that only says who writes is the sender's. One that shares a part
// with it and differs in another may be his new one, and one that shares nothing is somebody else's.

// agreement is how a name goes with that of the sender.
type agreement int

const (
	unnamed agreement = iota // the head of the mail names no person
	agrees                   // one is the other, or a part of it
	renamed                  // they share a part, and differ in another
	another                  // they share nothing
)

// nameSenders keeps the parts of the names of persons in the head of the mail, as skeletons; patronymics come and go.
func (r *reading) nameSenders(x *index, m *message.Message) {
	for _, f := range m.From {
		words, known := wordsOf(f.Name), false
		for _, w := range words {
			p := x.partOf(w)
			known = known || !p.word && (p.given || p.surname)
		}
		if known {
			r.senders = append(r.senders, x.partsOfName(words)...)
		}
	}
}

// partsOfName returns the skeletons of the words of a name but for initials and patronymics.
func (x *index) partsOfName(words []string) (parts []string) {
	for _, w := range words {
		if utf8.RuneCountInString(w) >= shortName && !endings[w] && !x.isOfFather(titled(w)) {
			parts = append(parts, string(appendSkeleton(nil, w, scriptOf(w))))
		}
	}
	return parts
}

// goesWithSender says how a name goes with that of the sender, whatever the alphabet, the case and the order.
func (r *reading) goesWithSender(x *index, name string) agreement {
	parts := x.partsOfName(wordsOf(name))
	if len(parts) == 0 || len(r.senders) == 0 {
		return unnamed
	}
	left := func(of, in []string) bool {
		return slices.ContainsFunc(of, func(a string) bool { return !slices.ContainsFunc(in, func(b string) bool { return sameInCases(a, b) }) })
	}
	shares := slices.ContainsFunc(parts, func(a string) bool {
		return slices.ContainsFunc(r.senders, func(b string) bool { return sameInCases(a, b) })
	})
	switch {
	case !shares:
		return another
	case !left(parts, r.senders) || !left(r.senders, parts):
		return agrees
	case !r.sharesGiven(x, name): // «Ким Анна», from Сергей Ким
		return another
	}
	return renamed
}

// sharesGiven reports whether a given name of a name stands in the head of the mail too, or a name has none that is known.
func (r *reading) sharesGiven(x *index, name string) bool {
	given := false
	for _, w := range wordsOf(name) {
		if p := x.partOf(w); !p.given || p.patronymic {
			continue
		}
		given = true
		part := string(appendSkeleton(nil, w, scriptOf(w)))
		if slices.ContainsFunc(r.senders, func(b string) bool { return sameInCases(part, b) }) {
			return true
		}
	}
	return !given
}

const (
	mostOfCase  = 2 // letters of a skeleton that a case or the other sex may change
	leastShared = 2 // letters that stay: Anna, Anny
)

// sameInCases reports whether two skeletons differ in no more than the ending of a case: Kozlova, Kozlovoi.
func sameInCases(a, b string) bool {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n >= max(leastShared, max(len(a), len(b))-mostOfCase)
}

// selfReach is how many words before a name may say that it is the writer's.
const selfReach = 4

// namesOneself reports whether the writer says of himself that he is a name: «После суда я снова Омарова Алия», «Қазір мен Айгүл Омаровамын».
// A comma parts him from what only says who writes: «Я, Омарова Алия, прошу …».
func (r *reading) namesOneself(x *index, s spot) bool {
	words := wordsOf(clause(afterStop(tailOf(r.lines[s.line].text[:s.start], farBeside))))
	return x.stray.hasAny(words[max(0, len(words)-selfReach):], "oneself")
}

// newNameSaid finds a name that the writer says he has now, and that the letter came under another surname, where it was not taken: it would be
// lost beside a new number.
func (r *reading) newNameSaid(x *index, values []Value, offers []offer) (Evidence, bool) {
	if len(values) == 0 || slices.ContainsFunc(values, func(v Value) bool { return v.Field == privacy.FieldName }) {
		return Evidence{}, false
	}
	for _, o := range offers {
		if o.spot.field == privacy.FieldName && o.value.Valid && !o.former && !o.spot.closed && r.namesOneself(x, o.spot) && r.goesWithSender(x, o.value.Text) == renamed {
			i := max(0, r.wordAt(o.spot))
			return r.observe("guard:field:name", i, i), true
		}
	}
	return Evidence{}, false
}

// heldByAnother finds the name of somebody else in which a contract or a card is held: «Абонемент на имя Козлов Михаил, телефон поменялся».
func (r *reading) heldByAnother(x *index, offers []offer) (Evidence, bool) {
	for _, o := range offers {
		if o.spot.field == privacy.FieldName && o.value.Valid && r.isHeldIn(x, o.spot) && r.goesWithSender(x, o.value.Text) == another {
			i := max(0, r.wordAt(o.spot))
			return r.observe("guard:third-person:held", i, i), true
		}
	}
	return Evidence{}, false
}
