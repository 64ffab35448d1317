package classifier

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What part of a whole name a word is, in what case, and where the parts of a name stand in running text.

// nameToken is a word in running text that may be a part of a name.
type nameToken struct {
	word       string // as it stands
	line       int
	start, end int
}

// nameTokens returns the words of a sentence that may be parts of a name: a few more than mostNames at most.
func (r *reading) nameTokens(x *index, u unit, whole []string) (tokens []nameToken) {
	line, shouted := int32(-1), false
	for i := u.from; i < u.to && len(tokens) <= mostNames; i++ {
		w := r.words[i]
		text := r.lines[w.line].text
		if n := len(tokens); n > 0 && tokens[n-1].line == int(w.line) && tokens[n-1].end > int(w.start) {
			continue // the second half of one with a hyphen
		}
		if w.line != line {
			line, shouted = w.line, text == strings.ToUpper(text)
		}
		end := nameWordEnd(text, int(w.start))
		if end == 0 {
			continue
		}
		t := nameToken{text[w.start:end], int(w.line), int(w.start), end}
		if x.mayBePart(t, text, shouted, whole) || dashBehind(text[end:]) && x.isNameWord(t.word) && r.isMyPart(x, t) {
			tokens = append(tokens, t)
		}
	}
	return tokens
}

// mayBePart reports whether a word in running text may be a part of a name: at the head of a sentence, where any word has a capital, only one that is
// known as such. What is all in capitals in a line that is not is an abbreviation: «АХАТ бөлімі».
func (x *index) mayBePart(t nameToken, line string, shouted bool, whole []string) bool {
	first, _ := utf8.DecodeRuneInString(t.word)
	shortest := 2 // letters: «Ли»
	if scriptOf(t.word).latin {
		shortest = 3
	}
	switch known := x.partOf(t.word); {
	case !unicode.IsUpper(first), !x.isNameWord(t.word), x.parts.knows(t.word), isSpelt(t.word), utf8.RuneCountInString(t.word) < shortest:
		return false
	case !shouted && t.word == strings.ToUpper(t.word), abbreviated(t.word):
		return false
	case headOfSentence(line[:t.start]) && !endsInColon(line[:t.start]) && (known == (personWord{}) || known.word):
		return placeIn(whole, t.word) >= 0
	}
	return true
}

// abbreviated reports whether a word begins with several capitals, and is none of the names that do: «ЦОНе».
func abbreviated(word string) bool {
	letters := []rune(word)
	return len(letters) > 2 && unicode.Is(unicode.Cyrillic, letters[0]) && unicode.IsUpper(letters[0]) && unicode.IsUpper(letters[1]) && word != strings.ToUpper(word)
}

// endsInColon reports whether a colon stands before a word, perhaps with a quotation mark: what follows is no head of a sentence.
func endsInColon(text string) bool {
	return strings.HasSuffix(strings.TrimRight(text, " «\"“"), ":")
}

// dashBehind reports whether a dash stands behind a word: «Қожахмет – менің жаңа тегім».
func dashBehind(text string) bool {
	rest := strings.TrimLeft(text, " »\"”")
	return rest != text && (strings.HasPrefix(rest, "–") || strings.HasPrefix(rest, "—") || strings.HasPrefix(rest, "- "))
}

// touching reports whether a token stands next to another one.
func touching(tokens []nameToken, i int) bool { return near(tokens, i-1, i) || near(tokens, i, i+1) }

// near reports whether nothing but a blank stands between two tokens.
func near(tokens []nameToken, a, b int) bool {
	return a >= 0 && b < len(tokens) && tokens[a].line == tokens[b].line && tokens[b].start-tokens[a].end == 1
}

// beside reports whether a token stands next to another one, and both are parts of the whole name.
func beside(tokens []nameToken, i int, whole []string) bool {
	both := func(a, b int) bool {
		return near(tokens, a, b) && placeIn(whole, tokens[a].word) >= 0 && placeIn(whole, tokens[b].word) >= 0
	}
	return both(i-1, i) || both(i, i+1)
}

// placeIn returns which word of a name another is, in any case; -1: none.
func placeIn(whole []string, word string) int {
	if at := slices.Index(whole, word); at >= 0 {
		return at
	}
	return slices.IndexFunc(whole, func(part string) bool { return isCaseOf(word, part) })
}

// caseEndings are what the languages hang on a name, and what of it falls away before.
var caseEndings = []struct {
	drop    string
	endings []string
}{
	{"", []string{"а", "у", "ом", "ым", "е", "ой", "ою", "ы", "и", "ю", "ем", "я"}},
	{"а", []string{"у", "ы", "е", "ой", "ою", "и"}},
	{"я", []string{"ю", "и", "е", "ей", "ею"}},
	{"ая", []string{"ой", "ую", "ою"}},
	{"ий", []string{"ого", "ому", "им", "ом", "я", "ю", "ем"}},
	{"ый", []string{"ого", "ому", "ым", "ом"}},
	{"", []string{"ның", "нің", "дың", "дің", "тың", "тің", "ға", "ге", "қа", "ке", "ны", "ні", "ды", "ді", "ты", "ті", "да", "де", "та", "те", "дан", "ден", "тан", "тен", "нан", "нен", "мын", "мін", "бын", "бін", "пын", "пін", "лап", "леп", "мен", "бен", "пен"}},
	{"", []string{"'s", "’s"}},
}

// isCaseOf reports whether a word is a part of a name or one of its cases.
func isCaseOf(word, part string) bool {
	w, p := strings.ToLower(word), strings.ToLower(part)
	if w == p {
		return true
	}
	for _, c := range caseEndings {
		stem, ok := strings.CutSuffix(p, c.drop)
		if rest, is := strings.CutPrefix(w, stem); ok && is && utf8.RuneCountInString(stem) >= 2 && slices.Contains(c.endings, strings.TrimLeft(rest, "-")) {
			return true
		}
	}
	for _, father := range []string{"қызы", "ұлы", "кызы", "улы"} {
		if rest, is := strings.CutPrefix(w, p); is && strings.HasSuffix(p, father) && slices.Contains(behindFather, rest) {
			return true
		}
	}
	return false
}

// behindFather are the endings of cases behind the possessive that ends a Kazakh patronymic.
var behindFather = []string{"на", "не", "н", "ның", "нің", "нда", "нде", "нан", "нен", "мен"}

// placeOfPart returns which word of a whole name its surname, given name or patronymic is; -1 where that is open.
func placeOfPart(x *index, whole []string, class string) int {
	father := slices.IndexFunc(whole, x.isPatronymic)
	if class == "patronymic" {
		return father
	}
	last := len(whole) - 1
	surname := last // «Anna Maria Petrova»
	switch {
	case father > 0 && father == last && len(whole) > 2:
		surname = 0 // «Черепанова Дарья Олеговна»
	case father == last && len(whole) == 2:
		surname = -1 // «Дарья Олеговна»
	case father == 0 && len(whole) == 2:
		surname = -1 // «Ержанулы Нурдаулет»
		if x.partOf(whole[1]).given {
			surname = 0
		}
	case father < 0 && scriptOf(whole[0]).latin && onlyLastGiven(x, whole):
		surname = -1 // "Brandt Marta Helena", "Gemma Louise James"
	case father < 0 && len(whole) == 2 && scriptOf(whole[0]).cyrillic:
		a, b := x.partOf(whole[0]), x.partOf(whole[1])
		switch {
		case a.given && !b.given || b.surname && !a.surname:
		case b.given && !a.given || a.surname && !b.surname:
			surname = 0
		default:
			surname = -1
		}
	}
	if class == "surname" || surname < 0 {
		return surname
	}
	for i := range whole { // the given name is what is left, or the first that is
		if i != surname && i != father {
			return i
		}
	}
	return -1
}

// onlyLastGiven reports whether a name ends in what is known as a given name, and begins with what is not.
func onlyLastGiven(x *index, whole []string) bool {
	first, last := x.partOf(whole[0]), x.partOf(whole[len(whole)-1])
	return last.given && !last.surname && !first.given
}

// ofWoman are the endings of the parts of a woman's name, and inWomansCase those of a surname that is hers, with the nominative.
var (
	ofWoman      = []string{"вна", "ична", "қызы", "кызы", "ова", "ева", "ёва", "ина", "ская", "цкая"}
	inWomansCase = [][2]string{
		{"ову", "ова"}, {"еву", "ева"}, {"ёву", "ёва"}, {"ину", "ина"}, {"овой", "ова"}, {"евой", "ева"}, {"иной", "ина"}, {"скую", "ская"}, {"ской", "ская"},
		{"оваға", "ова"}, {"еваға", "ева"}, {"овамен", "ова"}, {"евамен", "ева"}, {"ованы", "ова"}, {"еваны", "ева"}, {"овадан", "ова"}, {"евадан", "ева"},
	}
	neverNominative = []string{"ыми", "ими", "ых", "ами", "ам", "ның", "нің", "дың", "дің", "тың", "тің", "қызымен", "ұлымен", "қызынан", "ұлынан"}
	maybeOblique    = []string{"а", "у", "ю", "я", "ой", "ей", "ом", "ем", "ым", "им", "ого"} // in Russian, behind some words
	maybeDative     = []string{"ға", "ге", "қа", "ке", "ны", "ні", "ды", "ді", "ты", "ті"}    // in Kazakh
)

// nominative returns a part as it is recorded. «На Ержанову» and «стала Ержановой» can be told where the whole name is a woman's; any other case
// that may be none of the nominative's cannot.
func nominative(x *index, t nameToken, line string, whole []string) (string, bool) {
	word := uncapped(withoutCopula(t.word))
	small := strings.ToLower(word)
	woman := slices.ContainsFunc(whole, func(w string) bool { return hasEnding(strings.ToLower(w), ofWoman) || x.isWomans(w) })
	if woman {
		for _, c := range inWomansCase {
			if bare, ok := strings.CutSuffix(word, c[0]); ok && utf8.RuneCountInString(bare) > 1 {
				return bare + c[1], true
			}
		}
	}
	for _, f := range fathers { // «на Рашидовну»
		if bare, ok := strings.CutSuffix(word, f.ending); ok && utf8.RuneCountInString(bare) > 2 && f.woman == woman {
			return bare + f.nominative, true
		}
	}
	head := line[:t.start]
	apart := strings.HasSuffix(head, "«") || strings.ContainsAny(strings.TrimRight(head[max(0, len(head)-5):], " "), "—–:\"“") // «девичью фамилию — Белова»
	before := wordsOf(tailOf(head, 40))
	last := before[max(0, len(before)-1):]
	switch {
	case hasEnding(small, neverNominative), x.parts.hasAny(last, "oblique"):
		return "", false
	case apart, woman && hasEnding(small, ofWoman) && !x.parts.hasAny(last, "preposition"), x.partOf(word) != (personWord{}) && !hasEnding(small, maybeOblique):
	case hasEnding(small, maybeDative):
		for _, to := range []string{"ға", "ге", "қа", "ке"} { // «тегімді Байтұрсынға ауыстырдым»
			if bare, ok := strings.CutSuffix(word, to); ok && utf8.RuneCountInString(bare) >= minSurname-1 && x.parts.hasAny(wordsOf(headOf(line[t.end:], 40))[:min(1, len(wordsOf(headOf(line[t.end:], 40))))], "became") {
				return bare, true
			}
		}
		return "", false
	case x.parts.hasAny(last, "open-case") && hasEnding(small, maybeOblique):
		return "", false
	}
	return word, true
}

// isWomans reports whether a word is a given name of a woman by its ending.
func (x *index) isWomans(word string) bool {
	w := x.partOf(word)
	return w.given && !w.surname && !w.man && !w.short && hasEnding(strings.ToLower(word), []string{"а", "я"})
}

// isPatronymic reports whether a word is a patronymic, or ends in «-улы» and stands for one: that is the ending of other words, too.
func (x *index) isPatronymic(word string) bool {
	return x.partOf(word).patronymic || hasEnding(strings.ToLower(word), []string{"улы", "кызы", "uly"}) && utf8.RuneCountInString(word) >= minPatronymic
}

// agrees reports whether the parts of a name that was put together go with each other: of one sex and script, and no patronymic for a surname.
// Where they do not, a person looks.
func (x *index) agrees(former, name []string) bool {
	script := func(w string) bool { return scriptOf(w).latin }
	if slices.ContainsFunc(name, func(w string) bool { return script(w) != script(name[0]) }) {
		return false
	}
	father := slices.IndexFunc(name, x.isPatronymic)
	surname := placeOfPart(x, name, "surname")
	if surname >= 0 && surname != father && hasEnding(strings.ToLower(name[surname]), []string{"овна", "евна", "инична", "ович", "евич"}) {
		return false
	}
	if father < 0 {
		return true
	}
	woman := hasEnding(strings.ToLower(name[father]), []string{"вна", "ична", "қызы", "кызы", "vna", "qyzy", "kyzy"})
	if was := slices.IndexFunc(former, x.isPatronymic); was >= 0 && woman != hasEnding(strings.ToLower(former[was]), []string{"вна", "ична", "қызы", "кызы", "vna", "qyzy", "kyzy"}) {
		return false
	}
	if surname < 0 || surname == father {
		return true
	}
	small := strings.ToLower(name[surname])
	if woman {
		return !hasEnding(small, []string{"ов", "ев", "ёв", "ский", "цкий"})
	}
	return !hasEnding(small, []string{"ова", "ева", "ёва", "ская", "цкая"})
}
