package classifier

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"medico-intech.kz/otinish/store/privacy"
)

// A part of a name in another spelling than on record: «а правильно через «ы»: Касымов», «Атым Гүлнәр ғой», "O'Connor, not O'Conner".

// respelledPart returns the part of the whole name that a word gives in another spelling, where the sentence calls it right; -1: none. «… а правильно через
// «ы»: Касымов».
func (r *reading) respelledPart(x *index, t nameToken, whole []string) int {
	before, _ := r.wordsAround(spot{line: t.line, start: t.start, end: t.end})
	if !x.roles.hasAny(before, "after-new") && !x.labels.hasAny(before, "new") && !x.former.hasAny(before, "right") {
		return -1
	}
	return slices.IndexFunc(whole, func(part string) bool {
		return utf8.RuneCountInString(part) >= minSurname && !strings.EqualFold(part, t.word) && alike(strings.ToLower(part), strings.ToLower(t.word))
	})
}

// calledRight reports whether the words beside a part say that it is how the writer is called, and none that it was found written so:
// «Атым Гүлнәр ғой», not «В чеке стоит имя Карина».
func (r *reading) calledRight(x *index, t nameToken) bool {
	before, after := r.clauseAround(x, t)
	if x.former.hasAny(before, "recorded", "wrong", "with-you") || x.former.hasAny(after, "recorded", "wrong", "stands") {
		return false
	}
	if w := x.partOf(t.word); !w.given || w.surname { // it is nobody else's name
		return true
	}
	head := strings.TrimRight(r.lines[t.line].text[:t.start], " «\"“")
	return endsInColon(head) || x.parts.hasAny(before, "became", "is", "self") || x.former.hasAny(before, "right", "shall") || x.labels.hasAny(before, "new") || x.parts.hasAny(after, "is", "became")
}

// speltLike returns the part of a whole name that a word differs from in a letter or two, and not as a case of it; -1: none.
func speltLike(word string, whole []string) int {
	w := []rune(strings.ToLower(withoutCopula(word)))
	return slices.IndexFunc(whole, func(part string) bool {
		p := []rune(strings.ToLower(part))
		most := 1 // letters
		if min(len(w), len(p)) > 6 {
			most = 2
		}
		return min(len(w), len(p)) > 3 && !isCaseOf(word, part) && !isCaseOf(part, word) && distance(w, p, most) <= most
	})
}

// rootOf returns the part of a whole name that begins like a word, as «Серик» does of «Сериков»; -1: none, or several do.
func rootOf(word string, whole []string) int {
	const least = 4 // letters
	w, found := []rune(strings.ToLower(withoutCopula(word))), -1
	for at, part := range whole {
		p := []rune(strings.ToLower(part))
		n := 0
		for n < min(len(w), len(p)) && w[n] == p[n] {
			n++
		}
		if n >= least && n*3 >= min(len(w), len(p))*2 {
			if found >= 0 {
				return -1
			}
			found = at
		}
	}
	return found
}

// oneCapital writes a word in which some letters are capitals to show them with one: «НатаЛЬЯ».
func oneCapital(word string) string {
	letters := []rune(word)
	small := slices.ContainsFunc(letters, unicode.IsLower)
	for i := 1; small && i < len(letters); i++ {
		if scriptOf(word).cyrillic && unicode.IsUpper(letters[i]) && !isDash(letters[i-1]) {
			letters[i] = unicode.ToLower(letters[i])
		}
	}
	return string(letters)
}

// ofAnotherWhole reports whether a part stands in a whole name that has another word than the former one and the new parts: "… calls me Julia Krasnoff.
// Please have the name corrected to Yuliya Krasnova".
func ofAnotherWhole(offers []offer, former []string, parts []newPartOf) bool {
	return slices.ContainsFunc(parts, func(p newPartOf) bool {
		return slices.ContainsFunc(offers, func(o offer) bool {
			if o.spot.field != privacy.FieldName || !o.value.Valid || o.former || o.spot.line != p.from.line || o.spot.start > p.from.start || o.spot.end < p.from.end {
				return false
			}
			return slices.ContainsFunc(strings.Fields(o.value.Text), func(w string) bool {
				small := strings.ToLower(w)
				return utf8.RuneCountInString(strings.TrimSuffix(w, ".")) > 1 && !particles[small] && !endings[small] && placeIn(former, w) < 0 && !slices.ContainsFunc(parts, func(n newPartOf) bool { return strings.EqualFold(n.word, w) })
			})
		})
	})
}
