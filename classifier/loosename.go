package classifier

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// A given name in small letters with a word beside it that no list knows is a name all the
// same: «was zarina akhmetova, now zarina holt». It cannot be taken, so what the letter
// gives besides must not be taken for all that it asks.

// looseName returns the word of a name in small letters that stands outside every name
// which was found, where that leaves open what the new name is.
func (r *reading) looseName(x *index, values []Value, offers []offer) (word int, found bool) {
	named := slices.IndexFunc(values, func(v Value) bool { return v.Field == privacy.FieldName })
	switch {
	case named >= 0 && !small(values[named].Raw):
		return 0, false
	case named < 0 && (!r.aboutName(x) || !slices.ContainsFunc(values, func(v Value) bool { return v.Valid })):
		return 0, false
	}
	for i := range r.words[:max(len(r.words)-1, 0)] { // the last one signs
		w := &r.words[i]
		text := r.lines[w.line].text
		if p := x.partOf(r.text(i)); !p.given || p.word || !small(r.text(i)) || within(offers, w) {
			continue
		}
		if named >= 0 && slices.Contains(strings.Fields(strings.ToLower(values[named].Text)), r.lower(i)) {
			continue // «лейла» over «я лейла мамедова»
		}
		if named >= 0 || slices.ContainsFunc(wordsOf(text[:w.start]), func(before string) bool { return !x.stray.has(before, "introduce") }) {
			return i, true
		}
	}
	return 0, false
}

// capitalBehind reports whether a word with a capital stands right behind a name: what is known for another word is cut
// off, and in «Камила Маратовна Юнь» or "Anna May" it is the surname.
func (x *index) capitalBehind(m *message.Message, v Value) bool {
	text := m.Text
	if v.Part == PartSubjectLine {
		text = m.SubjectLine
	}
	if v.Field != privacy.FieldName || !v.Valid || v.End > len(text) {
		return false
	}
	after, blank := strings.CutPrefix(text[v.End:], " ")
	first, _ := utf8.DecodeRuneInString(after)
	if !blank || !unicode.IsUpper(first) {
		return false
	}
	word := wordsOf(headOf(after, 60))[0]
	return strings.ToUpper(word) != word || !x.labels.knows(word) && !x.roles.knows(word) && !x.former.knows(word) // «… ДАНА БОЛДЫ»
}

// small reports whether a name begins with a small letter.
func small(name string) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(name, " «\"“"))
	return unicode.IsLower(first)
}

// within reports whether a word is of a name that was found.
func within(offers []offer, w *word) bool {
	return slices.ContainsFunc(offers, func(o offer) bool {
		return o.spot.field == privacy.FieldName && o.spot.line == int(w.line) && o.spot.start <= int(w.start) && int(w.end) <= o.spot.end
	})
}
