package classifier

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"medico-intech.kz/otinish/store/privacy"
)

// nameSpots returns the names in running text, each with the role that the words
// around it give.
func (r *reading) nameSpots(x *index) (spots []spot) {
	closed := false
	shouts := r.aboutName(x) || !r.givesContact() // names may stand in a sentence all in capitals
	for i, l := range r.lines {
		closed = x.closes(closed, l)
		last, text := 0, unshouted(l.text)
		if text != l.text && shouts {
			if _, _, words := x.nextName(text, 0); words == 0 {
				text = l.text
			}
		}
		for at := 0; at < len(l.text) && len(spots) < maxSpots; {
			start, end, words := x.nextName(text, at)
			if words == 0 {
				break
			}
			before := l.text[last:start]
			if last > 0 {
				if cut := strings.IndexAny(before, ",;()"); cut >= 0 {
					before = before[cut+1:]
				}
			}
			first, _ := utf8.DecodeRuneInString(l.text[start:]) // whose capital tells a full stop from a dot
			near := wordsOf(strings.TrimSuffix(afterStop(before+string(first)), string(first)))
			announced := last == 0 && len(near) == 0
			if announced {
				near = wordsOf(afterStop(r.announcing(i)))
			}
			role := x.roleBy(near, l.text[end:])
			announced = announced && x.roles.hasAny(near, "before-stop") && // «Please correct my name:»
				(x.roles.hasAny(near, "name-item") || i+1 < len(r.lines) && len(appendSpots(nil, r.lines[i+1].text)) > 0)
			switch c, ok := r.heading(i, start); {
			case ok:
				role = c.role
			case role == roleOpen && r.blockRole(x, i) != roleOpen:
				role = r.blockRole(x, i)
			case role == roleOpen && announced:
				role = roleNew
			case role == roleOpen && last > 0 && endsInArrow(l.text[last:start]):
				role = roleNew
			}
			how := r.goesWithSender(x, l.text[start:end])
			signed := how != another && how != renamed && (r.signsBehindThanks(x, i, start) || r.signsBehindComma(x, i, start, end))
			if signed {
				role = roleOpen
			}
			other := role == roleOpen && (x.stray.hasAny(near, "others") || x.introduced(near, l.text[end:]))
			spots = append(spots, spot{field: privacy.FieldName, line: i, start: start, end: end, other: other, closed: closed || signed || r.signsBelow(x, i) || r.signs(x, i, start, end), role: role})
			last, at = end, end
		}
	}
	r.newBesideOld(spots)
	return spots
}

// introduced reports whether a name only says who writes: «Мен … боламын», and no word between says that it is new.
func (x *index) introduced(before []string, after string) bool {
	behind := wordsOf(headOf(after, 40))
	return len(behind) > 0 && x.stray.has(behind[0], "introduce-behind") &&
		!slices.ContainsFunc(before, func(w string) bool { return !x.stray.has(w, "introduce") })
}

// newBesideOld makes the name new behind which the old one stands: «… (бұрынғысы …)».
func (r *reading) newBesideOld(spots []spot) {
	for k := 1; k < len(spots); k++ {
		a, b := &spots[k-1], spots[k]
		if a.line == b.line && a.role == roleOpen && b.role == roleOld && strings.ContainsAny(r.lines[a.line].text[a.end:b.start], "([") {
			a.role = roleNew
		}
	}
}

// mostBehind is how many words stand behind the name that signs a letter: «…, билет 5520».
const mostBehind = 5

// givesContact reports whether a number or an address stands in the letter.
func (r *reading) givesContact() bool {
	return slices.ContainsFunc(r.lines, func(l line) bool { return len(appendSpots(nil, l.text)) > 0 })
}

// signs reports whether a name is all of the last line, or its last sentence where the letter
// is not about names: how the letter is signed.
func (r *reading) signs(x *index, i, start, end int) bool {
	text := r.lines[i].text
	head := strings.TrimRight(text[:start], " \t,-–—")
	stops := strings.HasSuffix(head, ".") || strings.HasSuffix(head, "!") || strings.HasSuffix(head, "?")
	behind := strings.Trim(text[end:], " \t.,-–—")
	if start == 0 && strings.HasPrefix(text[end:], ",") && strings.ContainsFunc(behind, isDigit) && len(wordsOf(behind)) <= mostBehind && !r.aboutName(x) && r.givesContact() { // «Глеб Сотников, билет 5520»
		behind = ""
	}
	if behind != "" || !(strings.Trim(head, ".") == "" && r.announcing(i) == "" || stops && !r.aboutName(x)) {
		return false
	}
	for _, l := range r.lines[i+1:] {
		if !l.blank() {
			return false
		}
	}
	return true
}

// mostThanks is how many words a thanks or a farewell has at most.
const mostThanks = 3

// signsBehindThanks reports whether nothing stands between a name and a thanks or a farewell, in a letter that is not about names:
// «… 8 708 661 34 27 рахмет ерлан сапаров кешкі топтан».
func (r *reading) signsBehindThanks(x *index, i, start int) bool {
	text := r.lines[i].text
	words := wordsOf(tailOf(text[:start], farBeside))
	thanked := false
	for n := 1; n <= min(mostThanks, len(words)) && !thanked; n++ {
		class := x.frame[frameKey(strings.Join(words[len(words)-n:], " "))]
		thanked = class == "thanks" || class == "closing"
	}
	return thanked && r.lines[i].number > 0 && !r.aboutName(x) && !r.aboutWedding(x)
}

// signsBehindComma reports whether a name is all that stands behind a comma at the end of a letter that is not about names: «исправьте у себя
// в базе плз, козлов михаил», «…, Рау Тимофей, лицевой счёт 7700418».
func (r *reading) signsBehindComma(x *index, i, start, end int) bool {
	text := r.lines[i].text
	if !strings.HasSuffix(strings.TrimRight(text[:start], " \t"), ",") || r.lines[i].number == 0 || r.aboutName(x) || r.aboutWedding(x) || !r.givesContact() {
		return false
	}
	behind := strings.Trim(text[end:], " \t.,-–—")
	if strings.HasPrefix(text[end:], ",") && strings.ContainsFunc(behind, isDigit) && len(wordsOf(behind)) <= mostBehind && len(appendSpots(nil, behind)) == 0 {
		behind = ""
	}
	return behind == "" && !slices.ContainsFunc(r.lines[i+1:], func(l line) bool { return !l.blank() })
}

// announcing returns the line above where it ends in a colon: what stands below is what it
// announces.
func (r *reading) announcing(i int) string {
	for i--; i > 0; i-- {
		if text := strings.TrimSpace(r.lines[i].text); text != "" {
			head, ok := strings.CutSuffix(text, ":")
			if !ok {
				return ""
			}
			return head
		}
	}
	return ""
}

func (r *reading) aboutName(x *index) bool {
	for _, l := range r.lines {
		for _, w := range wordsOf(l.text) {
			if x.roles.has(w, "name-item") {
				return true
			}
		}
	}
	return false
}

// aboutWedding reports whether the letter speaks of what mostly changes a name.
func (r *reading) aboutWedding(x *index) bool {
	return slices.ContainsFunc(r.lines, func(l line) bool { return x.roles.hasAny(wordsOf(l.text), "wedding") })
}

// nextName finds the next run of capitalised words at or after at, with particles
// and initials inside. words is 0 where there is none.
func (x *index) nextName(text string, at int) (start, end, words int) {
	for i := at; i < len(text); {
		n := nameWordEnd(text, i)
		if n == 0 {
			_, size := utf8.DecodeRuneInString(text[i:])
			i += max(size, 1)
			continue
		}
		word := text[i:n]
		if words == 0 {
			if end, words, _ := x.smallName(text, i); words > 0 {
				return i, end, words
			}
		}
		switch {
		case isSpelt(word):
		case words == 0 && x.onlyHeads(text, i, n): // its capital is the sentence's
		case x.isNameWord(word):
			if words == 0 {
				start = leadOf(text, i)
			}
			words, end = words+1, n
			if words > 2 && (fathersCase(word) || kazakhPatronymic(word) != word) { // «… Ержанқызынан Смағұлова Сәуле Ержанқызына»: an ending of a case ends a name
				return start, end, words
			}
		case words > 0 && x.midName(text, i, n): // «Mehmet Can Özyürek»
			words, end = words+1, n
		case words == 0 && x.leadsName(text, i, n): // «… деп жазыңыз: Тұрсын Айбек Серікұлы»
			start, words, end = i, 1, n
		case words > 0 && endings[strings.ToLower(word)]:
			end = n
		case words > 0 && particles[strings.ToLower(word)]:
		case words > 0:
			return start, end, words
		}
		i = n
		for i < len(text) && (text[i] == ' ' || text[i] == '.') {
			if text[i] == '.' {
				if utf8.RuneCountInString(word) > 2 {
					break
				}
				if words > 0 {
					end = i + 1
				}
			}
			i++
		}
		if words > 0 && (i >= len(text) || nameWordEnd(text, i) == 0) {
			return start, end, words
		}
	}
	return start, end, words
}

// isSpelt reports whether a word is spelt letter by letter: «J-o-h-n».
func isSpelt(word string) bool {
	letters := strings.FieldsFunc(word, isDash)
	return len(letters) > 2 && !slices.ContainsFunc(letters, func(l string) bool { return utf8.RuneCountInString(l) > 1 })
}

// leadsName reports whether text[i:n], a given name that is a common word too, stands right before a word of a name; at the head of a sentence, where
// any word has a capital, before two.
func (x *index) leadsName(text string, i, n int) bool {
	if first, _ := utf8.DecodeRuneInString(text[i:]); !unicode.IsUpper(first) || !x.persons.words[plainName(text[i:n])].given {
		return false
	}
	need := 1
	if before := strings.TrimRight(text[:i], " «\"“"); before == "" || strings.ContainsAny(before[len(before)-1:], ".!?") {
		need = 2
	}
	for ; need > 0; need-- {
		if n >= len(text) || text[n] != ' ' {
			return false
		}
		next := nameWordEnd(text, n+1)
		if next == 0 || !x.isNameWord(text[n+1:next]) {
			return false
		}
		n = next
	}
	return true
}

// midName reports whether text[i:n], a common word with a capital, stands between two words of a name.
func (x *index) midName(text string, i, n int) bool {
	first, _ := utf8.DecodeRuneInString(text[i:])
	if !unicode.IsUpper(first) || i == 0 || text[i-1] != ' ' || n >= len(text) || text[n] != ' ' {
		return false
	}
	next := nameWordEnd(text, n+1)
	return next > 0 && x.isNameWord(text[n+1:next])
}

// nameWordEnd returns the end of the word that begins at text[i:], hyphens and
// apostrophes inside, else 0.
func nameWordEnd(text string, i int) int {
	end := i
	for end < len(text) {
		c, n := utf8.DecodeRuneInString(text[end:])
		inside := end > i && (isDash(c) || classOf(c) == joiner)
		accent := end > i && unicode.Is(unicode.Mn, c) // not composed: «Marı́a»
		if !unicode.IsLetter(c) && classOf(c) != invisible && !inside && !accent {
			break
		}
		end += n
	}
	word := strings.TrimRight(text[i:end], "-–—'’ʼ`")
	if word == "" {
		return 0
	}
	return i + len(word)
}

// onlyHeads reports whether text[i:n] is the first word of a sentence, itself no name,
// and a name of two words follows that has a surname and a given name («Дерегімде Омарова Дана …»), or
// that stands behind a word the lexicon knows («Тізімдеріңізге Ібраһим Сұлтан …»), though not behind a label.
func (x *index) onlyHeads(text string, i, n int) bool {
	first := n
	if !headOfSentence(text[:i]) || x.partOf(text[i:n]) != (personWord{}) {
		return false
	}
	if x.names.has(text[i:n], "head") || fathersCase(text[i:n]) || x.putInto(text, i, n) {
		return true
	}
	known := n-i >= knownHead && !strings.HasSuffix(strings.TrimRight(text[:i], " "), ":") && x.speaksOf(text[i:n])
	var parts [2]personWord
	for k := range parts {
		if n == len(text) || text[n] != ' ' {
			return false
		}
		next := nameWordEnd(text, n+1)
		if next == 0 {
			return false
		}
		known = known && x.isNameWord(text[n+1:next])
		parts[k], n = x.partOf(text[n+1:next]), next
	}
	if n < len(text) && text[n] == ' ' && hasEnding(strings.ToLower(text[i:first]), hungOnValues) { // «Ведомостқа Жұмақан Айым Нұрланқызы»
		if next := nameWordEnd(text, n+1); next > 0 && x.partOf(text[n+1:next]).patronymic {
			return true
		}
	}
	return known || parts[0].surname && (parts[1].given || parts[1].word)
}

// putInto reports whether text[i:n] says in Kazakh where something is to be written, and a name follows: «Кестеге Еркебұлан деп жазыңдар».
func (x *index) putInto(text string, i, n int) bool {
	if n == len(text) || text[n] != ' ' || !x.names.has(strings.ToLower(text[i:n]), "place") {
		return false
	}
	next := nameWordEnd(text, n+1)
	return next > 0 && x.isNameWord(text[n+1:next])
}

// fathersCase reports whether a word is a Russian patronymic, or a surname of a woman, in a case of Kazakh: «Каримовнаны … деп ауыстырыңыз».
func fathersCase(word string) bool {
	return hasEnding(strings.ToLower(word), []string{"овнаны", "евнаны", "ичті", "ичты", "овнаның", "евнаның", "ованы", "еваны"})
}

// knownHead is how many octets a word has at least that is taken for one of the lexicon's at the head of a sentence: «Ли» is a name too.
const knownHead = 8

// speaksOf reports whether the lexicon has a sense for a word.
func (x *index) speaksOf(word string) bool {
	var skeleton [48]byte
	var hits [8]hit
	s := scriptOf(word)
	return slices.ContainsFunc(x.trie.find(hits[:0], appendSkeleton(skeleton[:0], word, s), s), func(h hit) bool { return x.features[h.id] != 0 })
}

// isNameWord reports whether a word is written like a name and is no common word. What
// is known as a name letter by letter is one: by its skeleton, Жанна is «жаңа».
func (x *index) isNameWord(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	if !unicode.IsUpper(first) {
		return false
	}
	if w := x.persons.words[plainName(word)]; (w.given || w.surname) && !w.word {
		return true
	}
	return !contracted(word) && !abbreviated(word) && !x.roles.knows(word) && !x.labels.knows(word) && !x.common.knows(word)
}

// contracted reports whether a word is one with the verb behind it: "It's", "I'm", "You've".
func contracted(word string) bool {
	at := strings.LastIndexAny(word, "'’ʼ")
	return at > 0 && slices.Contains([]string{"s", "m", "re", "ve", "ll", "d", "t"}, strings.TrimLeft(word[at:], "'’ʼ"))
}
