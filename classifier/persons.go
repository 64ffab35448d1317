package classifier

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"medico-intech.kz/otinish/classifier/lexicon"
)

// persons are the names of persons in the lexicon (given.txt). They are told by their
// letters, not by a skeleton, in which «ала» is Алла.
type persons struct {
	words                 map[string]personWord // by plainName
	patronymics, surnames []string              // how such words end
}

// personWord says what part of a name a word may be.
type personWord struct {
	given, word, surname, patronymic bool
	man                              bool // a man's given name that ends like a woman's
	short                            bool // a given name that is seldom in documents
}

func (w personWord) or(o personWord) personWord {
	return personWord{w.given || o.given, w.word || o.word, w.surname || o.surname, w.patronymic || o.patronymic, w.man || o.man, w.short || o.short}
}

const (
	minSurname    = 6 // runes of a surname known by its ending
	minPatronymic = 7
)

func newPersons() (p persons, err error) {
	lists, err := lexicon.Words("given.txt")
	if err != nil {
		return p, err
	}
	p.words = map[string]personWord{}
	for class, byLanguage := range lists {
		for _, words := range byLanguage {
			p.add(class, words)
		}
	}
	return p, nil
}

func (p *persons) add(class string, words []string) {
	for _, text := range words {
		plain := plainName(text)
		w := p.words[plain]
		switch class {
		case "patronymic-end":
			p.patronymics = append(p.patronymics, text)
			continue
		case "surname-end":
			p.surnames = append(p.surnames, plain)
			continue
		case "given":
			w.given = true
		case "short":
			w.given, w.short = true, true
		case "short-word":
			w.word, w.short = true, true
		case "word":
			w.word = true
		case "surname":
			w.surname = true
		case "man":
			w.man = true
		}
		p.words[plain] = w
	}
}

// plainName writes a name in small letters, and Kazakh ones as their Russian neighbours:
// so it is typed on a Russian keyboard.
func plainName(word string) string {
	return strings.Map(func(r rune) rune {
		switch r = unicode.ToLower(r); r {
		case 'ё':
			return 'е'
		case 'ә':
			return 'а'
		case 'і':
			return 'и'
		case 'ң':
			return 'н'
		case 'ғ':
			return 'г'
		case 'ү', 'ұ':
			return 'у'
		case 'қ':
			return 'к'
		case 'ө':
			return 'о'
		case 'һ':
			return 'х'
		}
		return r
	}, word)
}

// partOf says what part of a name a word may be. Of a name with a hyphen («ким-омарова»),
// one part must be known.
func (x *index) partOf(word string) (w personWord) {
	for part := range strings.FieldsFuncSeq(word, isDash) {
		w = w.or(x.partBetween(part))
	}
	return w
}

func (x *index) partBetween(word string) personWord {
	plain := plainName(word)
	w := x.persons.words[plain]
	switch n := utf8.RuneCountInString(plain); {
	case n >= minPatronymic && hasEnding(strings.ToLower(word), x.persons.patronymics):
		w.patronymic = true
	case n >= minSurname && !w.surname && hasEnding(plain, x.persons.surnames):
		w.surname = !x.roles.knows(word) && !x.labels.knows(word) && !x.common.knows(word)
	}
	return w
}

func hasEnding(word string, endings []string) bool {
	for _, e := range endings {
		if strings.HasSuffix(word, e) {
			return true
		}
	}
	return false
}

// lacksSurname reports whether a name is one word and a Russian patronymic: «Ермек Кайратович». Of a woman a man's patronymic is the surname
// («Ольга Богданович»), and of anybody what is made of no name («Пётр Янкович»).
func (x *index) lacksSurname(name string) bool {
	words := strings.Fields(name)
	if len(words) != 2 {
		return false
	}
	first, father := plainName(words[0]), plainName(words[1])
	if hasEnding(father, []string{"овна", "евна", "ична", "ovna", "evna"}) {
		return true
	}
	woman := hasEnding(first, []string{"а", "я", "a"}) && !x.persons.words[first].man
	for _, ending := range []string{"ович", "евич", "ovich", "evich"} {
		stem, ok := strings.CutSuffix(father, ending)
		if !ok || woman {
			continue
		}
		fathers := []string{stem, stem + "й", stem + "ь", strings.TrimSuffix(stem, "ь") + "ий", stem + "y", stem + "i"}
		return slices.ContainsFunc(fathers, func(n string) bool { return x.persons.words[plainName(n)].given })
	}
	return false
}
