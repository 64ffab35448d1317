package classifier

import (
	"slices"
	"strings"
	"unicode/utf8"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// A signature that gives another value than the text, or the new name in another spelling: one of the two is a slip of the pen.

// signatureAgainst reports whether the signature says of another value that it is the new one,
// or of the new name another spelling.
func (r *reading) signatureAgainst(x *index, m *message.Message, values []Value, offers []offer) bool {
	if slices.ContainsFunc(values, func(v Value) bool { return v.Valid && v.Field == privacy.FieldName && signedOtherwise(v.Text, offers) }) {
		return true
	}
	if r.origin != message.Own || !slices.ContainsFunc(m.Ranges, func(g message.Range) bool { return g.Origin == message.Signature }) {
		return false
	}
	below := read(m, x, message.Signature)
	former := func(v Value) bool { // how the letter is signed as yet
		return slices.ContainsFunc(offers, func(o offer) bool { return o.former && o.spot.field == v.Field && o.value.Text == v.Text })
	}
	return slices.ContainsFunc(below.offers(x, m), func(o offer) bool {
		if o.value.Valid && o.spot.field != privacy.FieldName && former(o.value) {
			return false
		}
		if o.spot.field == privacy.FieldName {
			return o.value.Valid && slices.ContainsFunc(values, func(v Value) bool { return v.Valid && v.Field == o.spot.field && r.signsLike(v.Text, o.value.Text) })
		}
		return o.value.Valid && slices.ContainsFunc(values, func(v Value) bool {
			return v.Valid && v.Field == o.spot.field && v.Text != o.value.Text && (o.rule == "new" || o.rule == "open" && alike(v.Text, o.value.Text))
		})
	})
}

// signsLike reports whether a signature has the new name but for one word, which begins like a word of it or differs in a letter, and stands nowhere in
// the letter: «Мирошник» signed as «Мирошниченко». One of them is a slip.
func (r *reading) signsLike(name, signed string) bool {
	fresh := strings.Fields(name)
	var others []string
	for _, w := range strings.Fields(signed) {
		if !slices.Contains(fresh, w) {
			others = append(others, w)
		}
	}
	if len(others) != 1 || len(strings.Fields(signed)) < 2 || strings.HasSuffix(others[0], ".") {
		return false
	}
	return slices.ContainsFunc(fresh, func(w string) bool {
		return utf8.RuneCountInString(w) >= minSurname-1 && (strings.HasPrefix(strings.ToLower(others[0]), strings.ToLower(firstRunes(w, minSurname-1))) || speltLike(others[0], []string{w}) >= 0)
	}) &&
		!slices.ContainsFunc(r.lines, func(l line) bool { return strings.Contains(l.text, others[0]) })
}

// firstRunes returns the first n runes of a word that has as many.
func firstRunes(word string, n int) string {
	for i := range word {
		if n--; n < 0 {
			return word[:i]
		}
	}
	return word
}

// signedOtherwise reports whether a letter is signed with the new surname and another given
// name or patronymic, or with its parts the other way round: one of them is a slip.
func signedOtherwise(name string, offers []offer) bool {
	parts := func(name string) []string {
		return strings.FieldsFunc(name, func(c rune) bool { return c == ' ' || c == '-' })
	}
	fresh, old := parts(name), []string{}
	for _, o := range offers {
		if o.spot.field == privacy.FieldName && !o.spot.closed && o.value.Valid && o.value.Text != name {
			old = append(old, parts(o.value.Text)...)
		}
		if o.spot.field == privacy.FieldName && (o.former || o.rule == "old") { // «Было Байжанов»
			old = append(old, parts(strings.TrimRight(o.value.Raw, "."))...)
		}
	}
	return slices.ContainsFunc(offers, func(o offer) bool {
		if o.spot.field != privacy.FieldName || !o.spot.closed || !o.value.Valid {
			return false
		}
		signed := parts(o.value.Text)
		if len(signed) == len(fresh) && sameValue(strings.Join(signed, " "), strings.Join(fresh, " ")) {
			return !sameValue(o.value.Text, name) // «Kim-Tsoi», «Tsoi-Kim»
		}
		shares := slices.ContainsFunc(signed, func(p string) bool { return slices.Contains(fresh, p) && !slices.Contains(old, p) })
		other := slices.ContainsFunc(signed, func(p string) bool {
			return len([]rune(p)) > 2 && !strings.HasSuffix(p, ".") && !slices.Contains(fresh, p) && !slices.Contains(old, p)
		})
		return shares && other && len(signed) > 1
	})
}
