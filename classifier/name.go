package classifier

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"medico-intech.kz/otinish/store/privacy"
)

const (
	problemName     = "not a name"
	problemPartName = "only a part of a name"
	problemCase     = "a name that is not in the nominative"
	problemSmall    = "a name without capitals"
	problemTwo      = "a name with letters of two alphabets"
	problemTwoNames = "two names in one"

	minName = 2   // runes
	maxName = 100 // runes
)

// labelledNames returns the new names behind labels. told reports whether a label
// says that the name is new: else it may be how the writer is called.
func (r *reading) labelledNames(x *index) (values []Value, told bool) {
	var names []candidate
	rows := r.rowParts(x)
	for _, c := range append(rows, r.candidates(x)...) {
		inRow := len(rows) > 0 && cellSign(r.lines[c.line].text) != "" && !slices.ContainsFunc(rows, func(row candidate) bool { return row == c })
		switch r.blockRole(x, c.line) {
		case roleOld:
			if !c.isNew {
				continue
			}
		case roleNew:
			c.isNew = true
		}
		if _, inside, ok := strings.Cut(c.raw, "("); ok && x.isSame(strings.TrimRight(inside, ") .")) {
			continue // «ФИО: … (прежнее)»
		}
		if inRow || r.form.identity(c.line, privacy.FieldName) && !c.isNew || c.field != privacy.FieldName || c.isOld || c.iin {
			continue
		}
		told = told || c.isNew
		c.raw = leadingName(c.raw)
		names = append(names, c)
	}
	if told { // what is not said to be new is how the letter names its writer
		kept := names[:0]
		for _, c := range names {
			if c.isNew || c.part != wholeName {
				kept = append(kept, c)
			}
		}
		names = kept
	}
	values = r.nameValues(names)
	for i := range values {
		if v := &values[i]; v.Valid && x.saysMore(v.Text) {
			v.Valid, v.Text, v.Problem = false, "", problemName
		}
	}
	if len(values) == 0 {
		return nil, false
	}
	return unique(values), told
}

// toldBehind reports whether what stands behind a label is no name as it is, while a name in its line is said to be the new one: «ФИО: было
// Кравец Светлана Олеговна, теперь Орлова Светлана Олеговна».
func (r *reading) toldBehind(label Value, offers []offer) bool {
	words := func(o offer) int { return len(strings.Fields(o.value.Raw)) }
	return !label.Valid && slices.ContainsFunc(offers, func(o offer) bool {
		shorter := func(other offer) bool { // the label may stand for a part of it: «Аты-жөнім: Есим Досжан Талгатович емес, Есім Досжан Талғатұлы»
			return other.spot.field == privacy.FieldName && other.spot.line == o.spot.line && other.former && words(o) < words(other)
		}
		told := o.spot.field == privacy.FieldName && o.value.Valid && o.rule == "new" && !o.former && o.chance >= sureAt && o.value.Line == label.Line
		return told && !slices.ContainsFunc(offers, shorter) && !r.goesBefore(o.spot)
	})
}

// goesBefore reports whether a word with a capital stands right before a name: «Есім Досжан», where «есім» is a word for a name as well.
func (r *reading) goesBefore(s spot) bool {
	head := r.lines[s.line].text[:s.start]
	before := wordsOf(tailOf(head, 60))
	if len(before) == 0 || strings.TrimRight(head, " ") == head || strings.ContainsAny(head[len(strings.TrimRightFunc(head, betweenWords)):], ",;:.") {
		return false
	}
	first, _ := utf8.DecodeRuneInString(before[len(before)-1])
	return unicode.IsUpper(first)
}

// saysMore reports whether small words stand in a name that say something of it: «было
// Иванова».
func (x *index) saysMore(name string) bool {
	for word := range strings.FieldsSeq(name) {
		first, _ := utf8.DecodeRuneInString(word)
		if unicode.IsLower(first) && !endings[word] && !particles[word] && (x.labels.knows(word) || x.roles.knows(word)) {
			return true
		}
	}
	return false
}

// renamed reports whether another name than the labelled ones is said to be the new
// one: «ФИО: Иванова Айгерим (теперь Смагулова)».
func (r *reading) renamed(names []Value, offers []offer) bool {
	for _, o := range offers {
		if o.spot.field != privacy.FieldName || o.rule != "new" || o.former {
			continue
		}
		if slices.ContainsFunc(names, func(v Value) bool {
			held := strings.Fields(v.Text)
			return v.Valid && v.Line == r.lines[o.spot.line].numberAt(o.spot.start) && !slices.ContainsFunc(strings.Fields(o.value.Raw), func(w string) bool { return slices.Contains(held, w) })
		}) {
			return true
		}
	}
	return false
}

// leadingName cuts a name off from the remark behind it: «Ли Анна (бывшая Ким)».
func leadingName(raw string) string {
	raw = strings.TrimLeft(raw, " «\"“„")
	if end := strings.IndexAny(raw, ",;()\"»”"); end > 0 {
		raw = raw[:end]
	}
	for i := 0; i+1 < len(raw); i++ {
		if raw[i] == '.' && raw[i+1] == ' ' {
			head := raw[strings.LastIndexAny(raw[:i], " .")+1 : i]
			next, _ := utf8.DecodeRuneInString(strings.TrimLeft(raw[i+1:], " "))
			if utf8.RuneCountInString(head) > 2 && unicode.IsLetter(next) {
				return raw[:i]
			}
		}
	}
	return raw
}

// nameValues makes values of the candidates for names. Surname, given name and
// patronymic on lines of their own make one value; a surname alone is no name.
func (r *reading) nameValues(list []candidate) []Value {
	var whole []Value
	parts := map[namePart]candidate{}
	for _, c := range list {
		part := c.part
		if part == wholeName && hasPart(list, surname) {
			part = givenName // «Фамилия: … Имя: …»
		}
		if _, twice := parts[part]; part == wholeName || twice {
			whole = append(whole, r.lines[c.line].place(fullName(c.raw), c.start, c.start+len(c.raw)))
			continue
		}
		parts[part] = c
	}
	if len(parts) == 0 {
		return whole
	}
	return append(whole, r.joinName(parts))
}

func hasPart(list []candidate, part namePart) bool {
	for _, c := range list {
		if c.part == part {
			return true
		}
	}
	return false
}

// joinName puts the parts together in the order of their language.
func (r *reading) joinName(parts map[namePart]candidate) Value {
	order := []namePart{surname, givenName, patronymic}
	if parts[surname].language == privacy.English {
		order = []namePart{givenName, patronymic, surname}
	}
	var raws []string
	var first *candidate
	for _, part := range order {
		if c, ok := parts[part]; ok {
			raws = append(raws, withoutStop(c.raw))
			if first == nil {
				first = &c
			}
		}
	}
	v := r.lines[first.line].place(nameValue(strings.Join(raws, " ")), first.start, first.start+len(first.raw))
	_, hasSurname := parts[surname]
	_, hasGiven := parts[givenName]
	if v.Valid && (!hasSurname || !hasGiven) && isPart(v.Text) {
		v.Valid, v.Text, v.Problem = false, "", problemPartName
	}
	return v
}

// withoutStop cuts the full stop behind a part of a name, not the one behind an initial.
func withoutStop(part string) string {
	if bare, ok := strings.CutSuffix(strings.TrimSpace(part), "."); ok && utf8.RuneCountInString(bare) > 2 {
		return bare
	}
	return part
}

// fullName checks a name that stands whole.
func fullName(raw string) Value {
	v := nameValue(raw)
	if v.Valid && (isPart(v.Text) || lexiconIndex().lacksSurname(v.Text)) {
		v.Valid, v.Text, v.Problem = false, "", problemPartName
	}
	return v
}

// nameValue checks a name: letters, blanks, hyphens, dots and apostrophes.
func nameValue(raw string) Value {
	v := Value{Field: privacy.FieldName, Raw: mask(strings.TrimSpace(raw)), Problem: problemName}
	text := strings.Map(func(r rune) rune {
		if isInvisible(r) {
			return -1
		}
		return r
	}, norm.NFC.String(raw))
	text = strings.Join(strings.Fields(text), " ")
	text = trimStop(strings.Trim(text, "«»\"“”„,;:!* "))
	letters := 0
	for _, r := range text {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.Is(unicode.Mn, r):
		case r == ' ' || r == '.' || isDash(r) || classOf(r) == joiner:
		default:
			return v
		}
	}
	if n := utf8.RuneCountInString(text); letters == 0 || n < minName || n > maxName || !utf8.ValidString(text) ||
		strings.HasPrefix(text, "www.") || countNameWords(text) > maxNameWords {
		return v
	}
	text = wholeNominative(uncapped(lexiconIndex().capitals(withoutTitle(text))))
	if inflected(text) {
		if straight, ok := inNominative(text); ok {
			text = straight
		}
	}
	if problem := nameProblem(text); problem != "" {
		v.Problem = problem
		return v
	}
	if saidTwice(text) || objectInside(text) { // «Ольга Петровна Ильченкодан Ольга Петровна Бектасоваға»
		v.Problem = problemTwoNames
		return v
	}
	v.Text, v.Valid, v.Problem = text, true, ""
	return v
}

// saidTwice reports whether two words of a name stand in it twice: it is two names.
func saidTwice(name string) bool {
	words := strings.Fields(name)
	twice := 0
	for i, w := range words {
		if slices.Contains(words[:i], w) {
			twice++
		}
	}
	return twice > 1
}

// objectInside reports whether a surname amid a long name is what the Kazakh verb is about: «Динара Смағұлованы Ыбырай Динара Қанатқызы деп» is two names.
func objectInside(name string) bool {
	words := strings.Fields(strings.ToLower(name))
	return len(words) > 3 && slices.ContainsFunc(words[:len(words)-1], func(w string) bool {
		return hasEnding(w, []string{"ованы", "еваны", "инаны", "овты", "евті", "евты"})
	})
}

// countNameWords counts the words of a name without the particles in it.
func countNameWords(text string) (n int) {
	for word := range strings.FieldsSeq(text) {
		if !particles[word] {
			n++
		}
	}
	return n
}

// nameProblem says why what looks like a name goes to a person, or "".
func nameProblem(text string) string {
	capital := false
	for word := range strings.FieldsSeq(text) {
		first, _ := utf8.DecodeRuneInString(word)
		capital = capital || unicode.IsUpper(first)
		switch {
		case lexiconIndex().names.has(strings.Trim(word, "."), "nobody"):
			return problemName
		case scriptOf(word).mixed():
			return problemTwo
		}
	}
	switch {
	case !capital:
		return problemSmall
	case inflected(text):
		return problemCase
	}
	return ""
}

// withoutTitle takes «г-жа» off the front of a name.
func withoutTitle(text string) string {
	if title, rest, ok := strings.Cut(text, " "); ok && lexiconIndex().names.has(strings.TrimSuffix(title, "."), "title") {
		return strings.TrimSpace(rest)
	}
	return text
}

// isPart reports whether a name has fewer than two words written out: «Ким», «Ким А.Б.».
func isPart(text string) bool {
	full := 0
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ' ' || r == '.' }) {
		if utf8.RuneCountInString(word) > 1 && !particles[word] && !endings[word] {
			full++
		}
	}
	return full < 2
}

// inflected reports whether a Russian patronymic, or a woman's surname beside a given name, stands in another case than the
// nominative: «на Ирину Валентиновну Сейткали» must not go on record like that.
func inflected(name string) bool {
	for word := range strings.FieldsSeq(strings.ToLower(name)) {
		if strings.HasSuffix(word, "виче") && utf8.RuneCountInString(word) > 6 || slices.ContainsFunc(fathers, func(f father) bool { return strings.HasSuffix(word, f.ending) && utf8.RuneCountInString(word) > 6 }) {
			return true
		}
	}
	words := strings.Fields(name)
	if len(words) != 2 {
		return false
	}
	_, oblique, _ := givenInNominative(words, false)
	return oblique || slices.ContainsFunc(words, obliqueSurname)
}

// withoutCopula takes «-мын» off: «мен Сейдахметовамын» is how Kazakh says "I am".
func withoutCopula(name string) string {
	for _, ending := range []string{"мын", "мін", "бын", "бін", "пын", "пін"} {
		if bare, ok := strings.CutSuffix(name, ending); ok && utf8.RuneCountInString(bare[strings.LastIndexByte(bare, ' ')+1:]) > 4 {
			return bare
		}
	}
	return name
}

// withoutGenitive takes the ending of a genitive off a name before «атына», «атымен»: «Нүсіпбекова Бағиланың атына жазып қойыңыздар».
func withoutGenitive(name string) string {
	for _, ending := range []string{"ның", "нің", "дың", "дің", "тың", "тің"} {
		for _, e := range []string{ending, strings.ToUpper(ending)} {
			if bare, ok := strings.CutSuffix(name, e); ok && utf8.RuneCountInString(bare[strings.LastIndexByte(bare, ' ')+1:]) > 2 {
				return bare
			}
		}
	}
	return name
}

// ofName reports whether what follows a name hangs on its genitive: «… атына», «… атында».
func ofName(behind string) bool {
	next := wordsOf(headOf(behind, 20))
	return len(next) > 0 && slices.Contains([]string{"атына", "атымен", "атында", "атынан"}, strings.ToLower(next[0]))
}

// maxNameWords is the longest name taken: «Жан-Люк де ла Тур» has four words.
const maxNameWords = 6

// trimStop drops a full stop, but not the one of an initial («Иванов И.И.»).
func trimStop(text string) string {
	bare, ok := strings.CutSuffix(text, ".")
	if !ok {
		return text
	}
	last := bare[strings.LastIndexAny(bare, " .")+1:]
	if n := utf8.RuneCountInString(last); n < 2 || n == 2 && strings.Contains(" jr sr мл ст ", " "+strings.ToLower(last)+" ") {
		return text // an initial, or an abbreviation
	}
	return strings.TrimSpace(bare)
}
