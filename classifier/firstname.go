package classifier

import (
	"slices"
	"strings"
	"unicode/utf8"

	"medico-intech.kz/otinish/store/privacy"
)

// «Фамилия у меня теперь Омарова», signed «Дана»: the letter gives the writer's new surname by itself, and the first name, which stays, where
// it says who writes. They are put together where just one first name stands there, and nothing else is said of other parts; else a person asks.
// Below a mark, where nobody asks the writer again, a person does so always.

// withFirstName returns the whole name that a new surname makes with the writer's first name, in the place of the surname; others are the new
// values of other fields.
func (r *reading) withFirstName(x *index, offers []offer, surname Value, others []Value) (whole offer, ok bool) {
	at := slices.IndexFunc(offers, func(o offer) bool { return o.spot.field == privacy.FieldName && o.value.Place == surname.Place })
	if at < 0 || surname.Problem != problemPartName || holdsWhole(offers) || r.partsBeside(x) || !r.isOwnSurname(x, offers[at], others) {
		return whole, false
	}
	whole = offers[at]
	first, one := r.firstName(x, offers, whole)
	s := whole.spot
	word, straight := nominative(x, nameToken{surname.Raw, s.line, s.start, s.end}, r.lines[s.line].text, []string{surname.Raw, first})
	if !one || !straight || x.isWomans(first) && hasEnding(word, ofMan) {
		return whole, false
	}
	name := word + " " + first
	if scriptOf(word).latin {
		name = first + " " + word
	}
	whole.value = r.lines[s.line].place(fullName(name), s.start, s.end)
	whole.value.Raw, whole.rule = surname.Raw, "new"
	return whole, whole.value.Valid && x.agrees(nil, strings.Fields(whole.value.Text))
}

// ofMan are the endings of surnames that a woman's has otherwise.
var ofMan = []string{"ов", "ев", "ёв", "ский", "цкий"}

// holdsWhole reports whether a whole name stands in the letter: the new one comes of it (composed.go), or it is somebody's.
func holdsWhole(offers []offer) bool {
	return slices.ContainsFunc(offers, func(o offer) bool { return o.spot.field == privacy.FieldName && o.value.Valid })
}

// partsBeside reports whether the letter speaks of other parts of the name than the surname, and does not say that they are the same.
func (r *reading) partsBeside(x *index) bool {
	for k := range r.judged.units {
		named, same := false, false
		for i := r.judged.units[k].from; i < r.judged.units[k].to; i++ {
			part := r.partNamed(x, i)
			named = named || part != "" && part != "surname"
			same = same || x.parts.has(r.lower(i), "same") || x.parts.has(r.lower(i), "stays")
		}
		if named && !same {
			return true
		}
	}
	return false
}

// nearSurname is how many words before a part of a name say what it is.
const nearSurname = 5

// isOwnSurname reports whether a part of a name is the surname of the writer: its sentence speaks of the writer and of nobody else, and the letter of
// surnames or a wedding, or the word is one by its ending. Beside another new value any capital may be but a place ("I moved to London"): there the word
// for a surname must stand before it, as before what is known as a first name.
func (r *reading) isOwnSurname(x *index, o offer, others []Value) bool {
	at := r.unitOf(o.spot)
	if at < 0 || strings.ContainsAny(o.value.Raw, " .") || utf8.RuneCountInString(o.value.Raw) < shortName || !r.ofSelfAlone(x, r.judged.units[at]) {
		return false
	}
	w := x.partOf(withoutCopula(o.value.Raw))
	switch {
	case w.patronymic:
		return false
	case !w.surname && w.given, len(others) > 0:
		i := r.wordAt(o.spot)
		for k := max(0, i-nearSurname); k < i; k++ {
			if r.partNamed(x, k) == "surname" {
				return true
			}
		}
		return false
	}
	return w.surname || r.aboutParts(x)
}

// ofSelfAlone reports whether a sentence has a word for the writer, or a part of a name in the first person of Kazakh, and none for anybody else.
func (r *reading) ofSelfAlone(x *index, u unit) bool {
	self := false
	for i := u.from; i < u.to; i++ {
		w := r.lower(i)
		if x.others.has(w, "kin") {
			return false
		}
		self = self || x.parts.has(w, "self") || r.partNamed(x, i) != "" && hasEnding(w, ofFirstPerson) || withoutCopula(w) != w
	}
	return self
}

// ofFirstPerson are the endings of what is mine in Kazakh, in the cases that a name is changed in.
var ofFirstPerson = []string{"ім", "ым", "ям", "імді", "ымды", "ямды", "іме", "ыма", "яма"}

// firstName returns the first name by which the writer signs or introduces himself, with a patronymic where he does so with both; one is whether
// there is just one.
func (r *reading) firstName(x *index, offers []offer, surname offer) (first string, one bool) {
	for _, o := range offers {
		if o.spot.field != privacy.FieldName || o.value.Valid || o.spot == surname.spot || !x.mayFirst(o.value.Raw) || !r.tellsWho(x, o.spot, surname.spot) {
			continue
		}
		if name := o.value.Raw; first == "" || beginsWith(name, first) {
			first = name
		} else if !beginsWith(first, name) {
			return "", false
		}
	}
	return first, first != "" && scriptOf(first).latin == scriptOf(surname.value.Raw).latin
}

// mayFirst reports whether a name is a first one such as documents have, or that with a patronymic behind it.
func (x *index) mayFirst(name string) bool {
	words := strings.Fields(name)
	if len(words) > 2 || len(words) == 2 && !x.partOf(words[1]).patronymic {
		return false
	}
	w := x.partOf(words[0])
	return (w.given || w.word) && !w.short
}

// beginsWith reports whether a name is another, or begins with it.
func beginsWith(name, other string) bool {
	words, begin := strings.Fields(strings.ToLower(name)), strings.Fields(strings.ToLower(other))
	return len(words) >= len(begin) && slices.Equal(words[:len(begin)], begin)
}

// tellsWho reports whether a first name is the writer's: it signs the letter below the new surname, stands behind nothing but «это» or "I am", begins a
// sentence before "here", or is said to be as before.
func (r *reading) tellsWho(x *index, s, surname spot) bool {
	if s.line > surname.line && r.signsAs(x, s) {
		return true
	}
	before, after := r.wordsAround(s)
	text := strings.TrimLeft(r.lines[s.line].text[s.end:], " ")
	ends := text == "" || strings.ContainsAny(text[:1], ".,!")
	switch {
	case (len(before) == 0 || len(before) == 1 && x.parts.has(before[0], "greets")) && len(after) > 0 && x.parts.has(after[0], "here"): // "hey, Kamila here"
		here, rest, _ := strings.Cut(text, " ")
		return rest == "" || strings.HasSuffix(here, ".") || strings.HasSuffix(here, ",")
	case r.saysWho(x, s):
		return ends
	}
	return x.keepsFirst(before)
}

// keepsFirst reports whether words before a first name say that the writer's stays: «имя прежнее», «ал атым баяғы».
func (x *index) keepsFirst(words []string) bool {
	n := len(words)
	return n > 1 && x.parts.has(words[n-2], "given") && x.parts.has(words[n-1], "same")
}

// mostUnder is how many lines a signature has at most below the name: a room, a post, a number.
const mostUnder = 3

// signsAs reports whether a first name stands alone in one of the last lines, perhaps behind closing words; behind it may stand a number or whose mother
// or father it is: «Злата, мама Миши», and behind a comma in the last line what else tells who it is: «Ольга, кабинет физики».
func (r *reading) signsAs(x *index, s spot) bool {
	below := 0
	for _, l := range r.lines[s.line+1:] {
		if !l.blank() {
			below++
		}
	}
	text := r.lines[s.line].text
	head, tail := strings.Trim(text[:s.start], " ,.!-–—"), strings.Trim(text[s.end:], " ")
	if below > mostUnder || head != "" && x.frame[frameKey(head)] != "closing" && !x.onlySigning(head) {
		return false
	}
	words := wordsOf(tail)
	if len(words) == 0 {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(tail)
	says := len(words) <= mostBehind && !strings.ContainsRune(".!?", last)
	return says && (strings.ContainsFunc(tail, isDigit) || x.others.has(words[0], "kin") || below == 0 && tail[0] == ',' && x.parts.has(words[0], "place-of"))
}

// onlySigning reports whether a text is nothing but words like "Love"; thanks before a name may be said to whom it is.
func (x *index) onlySigning(text string) bool {
	words := wordsOf(text)
	return len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return !x.stray.has(w, "signing") })
}
