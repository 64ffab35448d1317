package classifier

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// Who asks to change somebody else's data mostly names him in the sentence that asks («у водителя Жумабекова поставьте …»);
// his own name stands below, or in the head of the mail. Others are named in many a letter, so what it means is weighed (act.go).

// otherNames says whether a person is named who is not the writer, where a number or an address was taken: beside it,
// or in another sentence that asks.
func (r *reading) otherNames(x *index, m *message.Message, values []Value, offers []offer) {
	at := r.unitsOfValues(values, offers)
	if len(at) == 0 {
		return
	}
	own := r.ownNames(x, m, values)
	beside, asking := 0, 0
	for k, u := range r.judged.units {
		here := slices.Contains(at, k)
		if u.title || !here && r.judged.chances[k][asks(privacy.KindUpdate)] < levelSaid {
			continue
		}
		for i := u.from; i < u.to; i++ {
			name := x.personIn(r.text(i), i > u.from)
			switch {
			case name == "" || slices.ContainsFunc(own, func(o string) bool { return strings.HasPrefix(o, name) || strings.HasPrefix(name, o) }):
			case here:
				beside++
			default:
				asking++
			}
		}
	}
	s := &r.speaking
	s.is("another person's name beside the value", beside > 0)
	s.is("several such names beside the value", beside > 2)
	s.is("another person's name in a sentence that asks", asking > 0)
}

// unitsOfValues returns the sentences in which the numbers and addresses stand that were taken.
func (r *reading) unitsOfValues(values []Value, offers []offer) (units []int) {
	for _, o := range offers {
		if o.spot.field == privacy.FieldName || !slices.ContainsFunc(values, func(v Value) bool { return v.Valid && v.Place == o.value.Place }) {
			continue
		}
		if u := r.unitOf(o.spot); u >= 0 {
			units = append(units, u)
		}
	}
	return units
}

// ownNames returns the words of the names of the writer, as plainName writes them: in the head of the mail, below the closing words, and what
// is recorded as his name.
func (r *reading) ownNames(x *index, m *message.Message, values []Value) (own []string) {
	add := func(text string) {
		for _, w := range wordsOf(text) {
			if utf8.RuneCountInString(w) >= shortName {
				own = append(own, plainName(w))
			}
		}
	}
	for _, f := range m.From {
		add(f.Name)
	}
	for _, v := range values {
		if v.Field == privacy.FieldName {
			add(v.Text)
		}
	}
	closed, signed := false, r.signedFrom(x)
	for i, l := range r.lines {
		if closed = x.closes(closed, l); closed || i >= signed {
			add(l.text)
		}
	}
	return own
}

const (
	shortName = 3 // letters of a name at least
	mostCase  = 3 // letters that a case adds to it: «Досановқа», «Кәусардың»
)

// personIn returns the known name that a word with a capital is, or that it is a case of; "" if it is none. At the head of a sentence any word
// has a capital, so there it must be a name as it stands.
func (x *index) personIn(word string, within bool) string {
	first, _ := utf8.DecodeRuneInString(word)
	if !unicode.IsUpper(first) || x.labels.knows(word) || x.roles.knows(word) || x.common.knows(word) {
		return ""
	}
	runes := []rune(word)
	for cut := 0; cut <= mostCase && len(runes)-cut >= shortName; cut++ {
		if w := x.partOf(string(runes[:len(runes)-cut])); !w.word && (w.given || w.surname || w.patronymic) && (cut == 0 || len(runes)-cut > shortName) {
			return plainName(string(runes[:len(runes)-cut]))
		}
		if !within {
			break
		}
	}
	return ""
}
