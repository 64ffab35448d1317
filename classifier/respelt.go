package classifier

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
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
