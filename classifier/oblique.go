package classifier

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// «Запишите меня как Савельеву Нину Аркадьевну»: what goes on record is the nominative. The patronymic says of whom the name is and in
// which case it stands, and with that what the other words end in; where one of them stays open, a person writes it.

// grammatical cases of Russian but the nominative, which are told by a patronymic.
const (
	inAccusative = iota
	inGenitive
	inDative
	inInstrumental
)

// father is such an ending.
type father struct {
	ending, nominative string
	woman              bool
	in                 int
}

// fathers are the endings of patronymics in these cases, and of the same in the nominative.
var fathers = []father{
	{"вну", "вна", true, inAccusative}, {"вны", "вна", true, inGenitive}, {"вне", "вна", true, inDative}, {"вной", "вна", true, inInstrumental},
	{"ичну", "ична", true, inAccusative}, {"ичны", "ична", true, inGenitive}, {"ичне", "ична", true, inDative}, {"ичной", "ична", true, inInstrumental},
	{"вича", "вич", false, inGenitive}, {"вичу", "вич", false, inDative}, {"вичем", "вич", false, inInstrumental},
	{"ьича", "ьич", false, inGenitive}, {"ьичу", "ьич", false, inDative}, {"ьичем", "ьич", false, inInstrumental},
}

// surnameCases are what surnames end in, by case, and what they do in the nominative. Those of women with other endings mostly have no cases.
var surnameCases = map[bool][4][][2]string{
	true: {
		{{"ову", "ова"}, {"еву", "ева"}, {"ёву", "ёва"}, {"ину", "ина"}, {"ыну", "ына"}, {"ую", "ая"}},
		{{"овой", "ова"}, {"евой", "ева"}, {"ёвой", "ёва"}, {"иной", "ина"}, {"ской", "ская"}, {"цкой", "цкая"}},
		{{"овой", "ова"}, {"евой", "ева"}, {"ёвой", "ёва"}, {"иной", "ина"}, {"ской", "ская"}, {"цкой", "цкая"}},
		{{"овой", "ова"}, {"евой", "ева"}, {"ёвой", "ёва"}, {"иной", "ина"}, {"ской", "ская"}, {"цкой", "цкая"}},
	},
	false: {
		{},
		{{"ова", "ов"}, {"ева", "ев"}, {"ёва", "ёв"}, {"ина", "ин"}, {"ского", "ский"}, {"цкого", "цкий"}, {"ука", "ук"}, {"има", "им"}},
		{{"ову", "ов"}, {"еву", "ев"}, {"ёву", "ёв"}, {"ину", "ин"}, {"скому", "ский"}, {"цкому", "цкий"}, {"уку", "ук"}, {"иму", "им"}},
		{{"овым", "ов"}, {"евым", "ев"}, {"ёвым", "ёв"}, {"иным", "ин"}, {"ским", "ский"}, {"цким", "цкий"}, {"уком", "ук"}, {"имом", "им"}},
	},
}

// givenCases are the same of given names; which of several it is, the list of given names says.
var givenCases = map[bool][4][][2]string{
	true: {
		{{"у", "а"}, {"ю", "я"}},
		{{"ы", "а"}, {"и", "я"}, {"и", "а"}, {"и", "ь"}},
		{{"е", "а"}, {"е", "я"}, {"и", "я"}, {"и", "ь"}},
		{{"ой", "а"}, {"ей", "я"}, {"ей", "а"}, {"ью", "ь"}},
	},
	false: {
		{},
		{{"а", ""}, {"я", "й"}, {"я", "ь"}, {"и", "я"}, {"ы", "а"}},
		{{"у", ""}, {"ю", "й"}, {"ю", "ь"}, {"е", "я"}, {"е", "а"}},
		{{"ом", ""}, {"ем", "й"}, {"ем", "ь"}, {"ой", "а"}, {"ей", "я"}},
	},
}

// inNominative returns a name whose Russian patronymic stands in another case in the nominative; ok is false where one of its words is open.
func inNominative(name string) (nominative string, ok bool) {
	words := strings.Fields(name)
	at, woman, in := -1, false, 0
	for i, w := range words {
		for _, f := range fathers {
			if bare, is := strings.CutSuffix(w, f.ending); is && utf8.RuneCountInString(bare) > 2 {
				at, woman, in = i, f.woman, f.in
				words[i] = bare + f.nominative
				break
			}
		}
	}
	if at < 0 && len(words) == 2 {
		return womanInNominative(words)
	}
	if at < 0 || in == inDative || // whom something was given or told
		len(words) < 2 || len(words) > mostParts {
		return "", false
	}
	for i, w := range words {
		if i == at {
			continue
		}
		halves := strings.Split(w, "-") // «Иванову-Петрову»
		for k, half := range halves {
			if halves[k], ok = wordInNominative(half, woman, in); !ok {
				return "", false
			}
		}
		words[i] = strings.Join(halves, "-")
	}
	return strings.Join(words, " "), true
}

// womanInNominative is inNominative of a given name and a woman's surname that no nominative ends like: «Мариям Ильясовой».
func womanInNominative(words []string) (nominative string, ok bool) {
	if !slices.ContainsFunc(words, obliqueSurname) {
		return "", false
	}
	for _, in := range []int{inGenitive, inInstrumental, inAccusative} {
		a, one := wordInNominative(words[0], true, in)
		b, two := wordInNominative(words[1], true, in)
		given := func(w string) bool { p := lexiconIndex().partOf(w); return p.given || p.word }
		if one && two && (given(a) || given(b)) {
			return a + " " + b, true
		}
	}
	return "", false
}

// obliqueSurname reports whether a word is a woman's surname in a case beside the nominative.
func obliqueSurname(word string) bool {
	return hasEnding(word, []string{"овой", "евой", "ёвой", "ову", "еву", "ёву"}) && utf8.RuneCountInString(word) > minSurname
}

// wordInNominative is inNominative of a surname or a given name.
func wordInNominative(word string, woman bool, in int) (string, bool) {
	known := func(w string) bool { p := lexiconIndex().partOf(w); return p.given || p.word }
	for _, c := range givenCases[woman][in] {
		if bare, is := strings.CutSuffix(word, c[0]); is && known(bare+c[1]) {
			return bare + c[1], true
		}
	}
	for _, c := range surnameCases[woman][in] {
		if bare, is := strings.CutSuffix(word, c[0]); is && utf8.RuneCountInString(bare) > 1 {
			return bare + c[1], true
		}
	}
	switch {
	case known(word):
		return word, true
	case woman && in == inAccusative && strings.HasSuffix(word, "у") && !hasEnding(word, []string{"сулу", "бану", "ару"}): // a given name that no list has: «Маржану»
		return strings.TrimSuffix(word, "у") + "а", true
	}
	return word, isUndeclined(word, woman, in)
}

// isUndeclined reports whether a surname that ends like this is in the nominative whatever the case of the others: any case of it would end otherwise.
func isUndeclined(word string, woman bool, in int) bool {
	last, _ := utf8.DecodeLastRuneInString(word)
	known := lexiconIndex().partOf(word).surname // «Цой», «Ли»
	switch {
	case strings.ContainsRune("бвгджзклнпрстфхцчшщ", last):
		return true
	case last == 'м':
		return woman || in != inInstrumental || known // «Белым»
	case last == 'о':
		return !hasEnding(word, []string{"го"})
	case last == 'й', last == 'и', last == 'е', last == 'э', last == 'ь':
		return known || woman && in == inAccusative || !woman && last == 'й' && in != inInstrumental
	}
	return false
}

// wholeNominative takes a Kazakh ending of a case off the patronymic or the Russian surname that ends a name: «… Жандосқызынан», «… Бектасоваға»,
// not «Құлыбаева».
func wholeNominative(name string) string {
	at := strings.LastIndexByte(name, ' ') + 1
	last := name[at:]
	for _, father := range []string{"қызы", "ұлы", "кызы", "улы"} {
		if end := strings.LastIndex(last, father); end > 0 && isCaseOf(last, last[:end+len(father)]) {
			return name[:at+end+len(father)]
		}
	}
	for _, k := range kazakhCases {
		for _, ending := range k.endings {
			if bare, ok := strings.CutSuffix(last, ending); ok && at > 0 && hasEnding(bare, k.behind) && utf8.RuneCountInString(bare) >= minSurname {
				return name[:at] + bare
			}
		}
	}
	return name
}

// kazakhCases are the endings that Kazakh hangs on Russian surnames as they are: after a vowel, and after a consonant.
var kazakhCases = []struct{ behind, endings []string }{
	{[]string{"ова", "ева", "ёва", "ина", "ская", "цкая", "енко"}, []string{"ға", "ны", "дан", "мен", "ның", "да", "нан"}},
	{[]string{"ов", "ев", "ёв", "ский", "цкий"}, []string{"қа", "ке", "ты", "ті", "тан", "тен", "пен", "тың", "тің", "та", "те"}},
}
