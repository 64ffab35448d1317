package classifier

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Many letters are typed on a telephone without a capital: «теперь я омарова дана». Such
// a name is known by its words, never by its place alone: a given name or a patronymic
// must stand in it, and what stands beside it must be a part of a name too.

// smallName returns the end of a name in small letters that begins at text[i:], and how
// many words of it are written out; 0 where there is none. Its first word may have the
// capital that a telephone gives to the head of a sentence. whole reports whether more than
// a given name and a patronymic stand in it.
func (x *index) smallName(text string, i int) (end, words int, whole bool) {
	var all personWord
	parts, ownParts := 0, 0
	for at := i; words < maxNameWords; {
		n := nameWordEnd(text, at)
		if n == 0 {
			break
		}
		word := text[at:n]
		first, _ := utf8.DecodeRuneInString(word)
		if unicode.IsUpper(first) && (words > 0 || !headOfSentence(text[:at])) {
			break
		}
		if lower := strings.ToLower(word); words > 0 && len(lower) == len(word) && kazakhPatronymic(lower) != lower { // «… қайратқызымын»
			bare := kazakhPatronymic(lower)
			n = at + len(bare)
			word = text[at:n]
		}
		w := x.partOf(word)
		if words > 0 && endings[strings.ToLower(word)] { // «болат ұлы» is one part
			w, parts = personWord{patronymic: true}, parts-1
		} else if w == (personWord{}) {
			break
		}
		if !w.patronymic {
			ownParts++
		}
		w.given = w.given && !w.word
		all = all.or(w)
		words, parts, end = words+1, parts+1, n
		if n == len(text) || blankAt(text, n) == 0 {
			break
		}
		at = n + blankAt(text, n)
	}
	if parts < 2 || !all.given && !all.patronymic && !(all.word && all.surname) {
		return 0, 0, false
	}
	return end, words, ownParts > 1
}

// headOfSentence reports whether nothing but a full stop stands before a word.
func headOfSentence(before string) bool {
	before = strings.TrimRight(before, " \t\u00a0")
	return before == "" || strings.ContainsRune(".!?:", rune(before[len(before)-1]))
}

// capitals writes a name in small letters as it is recorded. Another one, it returns as
// it is.
func (x *index) capitals(name string) string {
	if end, _, whole := x.smallName(name, 0); end != len(name) || !whole {
		return name
	}
	words := strings.Fields(name)
	for i, w := range words {
		if i == 0 || !endings[w] {
			words[i] = titled(w)
		}
	}
	return strings.Join(words, " ")
}

// uncapped writes the parts of a name that stand in capitals as a name is recorded: «АЛПЫС Зере»,
// Alpys Zere. Initials and Roman numerals stay.
func uncapped(name string) string {
	words := strings.Fields(name)
	for i, w := range words {
		if utf8.RuneCountInString(w) < 3 || strings.Contains(w, ".") || strings.Trim(w, "IVX") == "" || strings.ToUpper(w) != w {
			continue
		}
		small := strings.ToLower(w)
		if endings[small] && i > 0 {
			words[i] = small
			continue
		}
		words[i] = titled(small)
	}
	return strings.Join(words, " ")
}

// unshouted returns a sentence that is all in capitals in small letters, octet by octet as long: its capitals say nothing of names.
func unshouted(text string) string {
	const fewWords = 5 // a name and a label, or a heading
	small := strings.ToLower(text)
	if len(small) != len(text) || small == text || strings.ToUpper(text) != text || len(wordsOf(text)) < fewWords {
		return text
	}
	return small
}

// titled gives a word, and each part of it behind a hyphen, a capital.
func titled(word string) string {
	out := []rune(word)
	for i := range out {
		if i == 0 || isDash(out[i-1]) {
			out[i] = unicode.ToUpper(out[i])
		}
	}
	return string(out)
}
