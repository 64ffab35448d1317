package classifier

import (
	"slices"
	"strings"
	"unicode"
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

// isOfFather reports whether a word with a capital is a patronymic, in any case.
func (x *index) isOfFather(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	word = strings.TrimRight(word, ".,;:!?")
	lower := strings.ToLower(word)
	return unicode.IsUpper(first) && (x.partOf(word).patronymic || kazakhPatronymic(lower) != lower || slices.ContainsFunc(fathers, func(f father) bool {
		bare, is := strings.CutSuffix(lower, f.ending)
		return is && utf8.RuneCountInString(bare) > 2
	}))
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
		if name, _, ok := givenInNominative(words, false); ok {
			return name, true
		}
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
		if one && two && (knownGiven(a) || knownGiven(b)) {
			return a + " " + b, true
		}
	}
	return "", false
}

// givenInNominative is inNominative of a given name that a list has in the nominative and a surname beside it, in either order: «Мюллер Розу», «стал
// Эльчином Гасановым»; that of a man in the genitive only behind a word that governs it, since «Дамира» is a woman: «на Тимофея Вальтера».
func givenInNominative(words []string, governed bool) (nominative string, oblique, ok bool) {
	for k, w := range words {
		given, woman, in, other := obliqueGiven(w, governed)
		if !other {
			continue
		}
		surname, ok := surnameInNominative(words[1-k], woman, in)
		name := [2]string{}
		name[k], name[1-k] = given, surname
		return name[0] + " " + name[1], true, ok
	}
	return "", false, false
}

// governed takes the case off a name that a word before it governs; what cannot be told goes to a person. Behind «как» what may be a woman's nominative
// is one.
func (x *index) governed(v Value, before []string) Value {
	n, words := len(before), strings.Fields(v.Text)
	if n == 0 || !v.Valid || !x.parts.has(before[n-1], "open-case") && !(x.parts.has(before[n-1], "as-whom") && !slices.ContainsFunc(words, func(w string) bool { return hasEnding(w, ofWoman) })) {
		return v
	}
	name, oblique, ok := accusative(words)
	if !oblique && len(words) == 2 {
		name, oblique, ok = givenInNominative(words, true)
	}
	switch {
	case ok:
		v.Text = name
	case oblique:
		v.Valid, v.Text, v.Problem = false, "", problemCase
	}
	return v
}

// withoutDative takes the Kazakh ending off a name that something is changed to: «Асқар Төлегенге ауыстырыңыздар».
func (x *index) withoutDative(name string, after []string) string {
	if len(after) == 0 || !strings.Contains(name, " ") || !x.roles.has(after[0], "before-stop") || hasEnding(name, []string{"ерке", "бике", "беке"}) { // Ақерке, Рысбике
		return name
	}
	for _, ending := range []string{"ға", "ге", "қа", "ке"} {
		if bare, ok := strings.CutSuffix(name, ending); ok && utf8.RuneCountInString(bare[strings.LastIndexByte(bare, ' ')+1:]) >= shortName {
			return bare
		}
	}
	return name
}

// accusative takes the case off the one surname in it that tells whose it is: «на Мариям Алиеву», «именем Александра Кима».
func accusative(words []string) (name string, oblique, ok bool) {
	for k, w := range words {
		for _, c := range surnameCases[true][inAccusative] {
			if bare, is := strings.CutSuffix(w, c[0]); is && utf8.RuneCountInString(w) > 4 {
				others := slices.Delete(slices.Clone(words), k, k+1)
				declined := slices.ContainsFunc(others, func(o string) bool { return hasEnding(o, []string{"у", "ю"}) })
				return strings.Join(slices.Concat(words[:k], []string{bare + c[1]}, words[k+1:]), " "), true, !declined
			}
		}
		bare, is := strings.CutSuffix(w, "а")
		if p := lexiconIndex().partOf(bare); is && len(words) == 2 && p.surname && !p.given && lexiconIndex().partOf(w) == (personWord{}) {
			pair, man := [2]string{}, strings.TrimSuffix(words[1-k], "а")
			pair[k], pair[1-k] = bare, man
			return pair[0] + " " + pair[1], true, man != words[1-k] && knownGiven(man)
		}
	}
	return "", false, false
}

// obliqueGiven returns the given name of which a word is another case, with its sex and the case.
func obliqueGiven(word string, governed bool) (given string, woman bool, in int, ok bool) {
	if lexiconIndex().partOf(word) != (personWord{}) {
		return "", false, 0, false
	}
	for _, of := range []struct {
		woman bool
		in    int
	}{{false, inGenitive}, {false, inInstrumental}, {true, inAccusative}, {true, inInstrumental}} {
		if !of.woman && of.in == inGenitive && !governed {
			continue
		}
		for _, c := range givenCases[of.woman][of.in] {
			if bare, is := strings.CutSuffix(word, c[0]); is && knownGiven(bare+c[1]) && (of.woman || !strings.ContainsAny(c[1], "ая") || lexiconIndex().partOf(bare+c[1]).man) {
				return bare + c[1], of.woman, of.in, true
			}
		}
	}
	return "", false, 0, false
}

// knownGiven reports whether a list has a given name.
func knownGiven(word string) bool {
	p := lexiconIndex().partOf(word)
	return p.given || p.word
}

// surnameInNominative is wordInNominative of a surname, those of men that end in a consonant too: «Вальтера», «Цоя».
func surnameInNominative(word string, woman bool, in int) (string, bool) {
	if surname, ok := wordInNominative(word, woman, in); ok || woman {
		return surname, ok
	}
	for _, c := range givenCases[false][in] { // such surnames have the endings of given names
		bare, is := strings.CutSuffix(word, c[0])
		if is && (c[1] == "" && isUndeclined(bare, true, in) || c[1] == "й" && lexiconIndex().partOf(bare+c[1]).surname) {
			return bare + c[1], true
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
	for _, c := range givenCases[woman][in] {
		if bare, is := strings.CutSuffix(word, c[0]); is && knownGiven(bare+c[1]) {
			return bare + c[1], true
		}
	}
	for _, c := range surnameCases[woman][in] {
		if bare, is := strings.CutSuffix(word, c[0]); is && utf8.RuneCountInString(bare) > 1 {
			return bare + c[1], true
		}
	}
	switch {
	case knownGiven(word):
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
	case last == 'и', last == 'э':
		return known || woman && in != inGenitive
	case last == 'й', last == 'е', last == 'ь':
		return known || woman && in == inAccusative || !woman && last == 'й' && in != inInstrumental
	}
	return false
}

// wholeNominative takes a Kazakh ending of a case off the patronymic or the Russian surname that ends a name: «… Жандосқызынан», «… Бектасоваға»,
// not «Құлыбаева».
func wholeNominative(name string) string {
	at := strings.LastIndexByte(name, ' ') + 1
	last := name[at:]
	if bare := kazakhPatronymic(last); bare != last {
		return name[:at] + bare
	}
	for _, ending := range onGiven { // «Қожахмет Әнуарға»
		if bare, ok := strings.CutSuffix(last, ending); ok && at > 0 && lexiconIndex().partOf(last) == (personWord{}) && knownGiven(bare) {
			return name[:at] + bare
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

// kazakhPatronymic takes the ending of a case off a Kazakh patronymic: «Жандосқызынан».
func kazakhPatronymic(word string) string {
	for _, father := range []string{"қызы", "ұлы", "кызы", "улы"} {
		if end := strings.LastIndex(word, father); end > 0 && isCaseOf(word, word[:end+len(father)]) {
			return word[:end+len(father)]
		}
	}
	return word
}

// onGiven are the endings of cases that Kazakh hangs on given names.
var onGiven = []string{"ға", "ге", "қа", "ке", "ны", "ні", "ды", "ді", "ты", "ті", "дан", "ден", "тан", "тен", "нан", "нен", "ның", "нің", "дың", "дің", "тың", "тің"}

// kazakhCases are the endings that Kazakh hangs on Russian surnames as they are: after a vowel, and after a consonant.
var kazakhCases = []struct{ behind, endings []string }{
	{[]string{"ова", "ева", "ёва", "ина", "ская", "цкая", "енко"}, []string{"ға", "ны", "дан", "мен", "ның", "да", "нан"}},
	{[]string{"ов", "ев", "ёв", "ский", "цкий"}, []string{"қа", "ке", "ты", "ті", "тан", "тен", "пен", "тың", "тің", "та", "те"}},
}
