package classifier

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"medico-intech.kz/otinish/store/privacy"
)

// roleReach is how many words before and behind a value are looked at.
const (
	reachBefore = 9
	reachAfter  = 4
)

// giveRole looks at the words around spot k.
func (r *reading) giveRole(x *index, spots []spot, k int) {
	s := &spots[k]
	text := r.lines[s.line].text
	before := text[:s.start]
	if k > 0 && spots[k-1].line == s.line {
		before = text[spots[k-1].end:s.start]
		if cut := strings.IndexAny(before, ",;()"); cut >= 0 {
			before = before[cut+1:]
		}
	}
	before = afterStop(before)
	words := wordsOf(before)
	if c, ok := r.heading(s.line, s.start); ok {
		words, before, s.role = wordsOf(c.head), c.head, c.role
	}
	above := false // the label is the line above
	if len(words) == 0 && !(k > 0 && spots[k-1].line == s.line) {
		words = wordsOf(afterStop(r.lineBefore(s.line)))
		above = r.announcing(s.line) != ""
	}
	after := text[s.end:]
	if k+1 < len(spots) && spots[k+1].line == s.line {
		after = text[s.end:spots[k+1].start]
	}
	s.said, s.other = x.says(words, s.field)
	bare := k == 0 || spots[k-1].line != s.line // «поштам a@b.kz» and nothing else
	bare = bare && strings.TrimSpace(after) == "" && len(words) > 0 && !x.stray.hasAny(words, "contact", "reach") && !slices.ContainsFunc(words, func(w string) bool { return !x.labels.knows(w) })
	s.label = s.said && len(words) <= maxLabelWords && (above || bare || endsInLabel(before))
	switch {
	case s.role != roleOpen: // the head of its column says it
	case k > 0 && spots[k-1].line == s.line && spots[k-1].field == s.field && beginsBackArrow(text[spots[k-1].end:s.start]):
		s.role = roleOld
	case k+1 < len(spots) && spots[k+1].line == s.line && spots[k+1].field == s.field && x.leadsOn(after):
		s.role = roleOld
	case endsInLabel(before):
		s.role = x.roleBy(x.withoutInstead(words), after)
	default:
		s.role = x.roleBy(words, after)
	}
	if s.role == roleOpen {
		s.role = r.blockRole(x, s.line)
	}
	if s.role == roleOpen && k > 0 && spots[k-1].line == s.line {
		between, same := text[spots[k-1].end:s.start], spots[k-1].field == s.field
		switch {
		case same && spots[k-1].role == roleOld: // «не …, а …»
			s.role = roleNew
		case joined(between), !same && x.labelsOnly(between): // «Стало: 8 701 …, почта a@b.kz»
			s.role = spots[k-1].role
		}
	}
}

// labelsOnly reports whether nothing but the names of fields stands between two values.
func (x *index) labelsOnly(between string) bool {
	return !strings.ContainsAny(between, ".;\n→>") && !slices.ContainsFunc(wordsOf(between), func(w string) bool {
		return !x.labels.hasAny([]string{w}, "phone", "number", "mail", "address") && !joined(w)
	})
}

// leadsOn reports whether the words between two values change the first into the second: «A
// замените на B».
func (x *index) leadsOn(between string) bool {
	words := wordsOf(between)
	n := len(words)
	return n > 1 && n <= 4 && x.roles.has(words[n-1], "next-new") && slices.ContainsFunc(words[:n-1], func(w string) bool { return x.roles.has(w, "before-stop") })
}

// endsInLabel reports whether words before a value end like a label: «Телефон:», «Телефон –».
func endsInLabel(before string) bool {
	trimmed := strings.TrimRight(before, " \u00a0")
	last, _ := utf8.DecodeLastRuneInString(trimmed)
	return last == ':' || last == '：' || isDash(last) && len(trimmed) < len(before) && strings.HasSuffix(strings.TrimRight(trimmed, string(last)), " ")
}

// lineBefore returns the line that a value at the head of line i belongs to: the
// latest one with words, if it holds no value itself.
func (r *reading) lineBefore(i int) string {
	for j := i - 1; j > 0 && j >= i-2; j-- {
		if text := r.lines[j].text; strings.TrimSpace(text) != "" {
			if r.isCaption(j) { // of what stands above it
				return ""
			}
			if len(appendSpots(nil, text)) > 0 {
				return ""
			}
			return strings.TrimRight(text, ":—–- ")
		}
	}
	return ""
}

// joined reports whether only «и», a comma or a slash stands between two values.
func joined(between string) bool {
	w := wordsOf(between)
	return len(w) == 0 && !strings.ContainsAny(between, ".\n→>") || len(w) == 1 && strings.Contains(" и және мен and или немесе or ", " "+strings.ToLower(w[0])+" ")
}

// afterStop returns what follows the last full stop of a text.
func afterStop(text string) string {
	for i := len(text) - 1; i >= 0; i-- {
		switch text[i] {
		case '!', '?':
			return text[i+1:]
		case '.':
			if i+1 < len(text) && text[i+1] == ' ' {
				next, _ := utf8.DecodeRuneInString(strings.TrimLeft(text[i+1:], " "))
				head := text[strings.LastIndexAny(text[:i], " ")+1 : i]
				if utf8.RuneCountInString(head) > 4 && (next == utf8.RuneError || !unicode.IsLower(next)) || unicode.IsUpper(next) && utf8.RuneCountInString(head) > 1 {
					return text[i+1:]
				}
			}
		}
	}
	return text
}

// withoutAgo leaves out how long ago something was: «нөмірім бір ай бұрын 8 707 … болды» names no former number.
func (x *index) withoutAgo(words []string) []string {
	for i := 1; i < len(words); i++ {
		if x.extent.has(words[i], "ago") && x.extent.has(words[i-1], "time-unit") {
			return slices.Concat(words[:i-1], x.withoutAgo(words[i+1:]))
		}
	}
	return words
}

func wordsOf(text string) []string { return strings.FieldsFunc(text, betweenWords) }

func betweenWords(r rune) bool {
	c := classOf(r)
	return c == other || c == joiner && r != '\''
}

// says reports whether the words before a value name its field, or something else
// that has numbers.
func (x *index) says(words []string, field privacy.Field) (said, other bool) {
	for i := len(words) - 1; i >= 0 && i >= len(words)-reachBefore; i-- {
		for c := range x.labels.lookUp(words[i]) {
			said = said || field == privacy.FieldPhone && (c.name == "phone" || c.name == "number") ||
				field == privacy.FieldEmail && (c.name == "mail" || c.name == "address")
		}
		if i >= len(words)-4 {
			other = other || x.roles.has(words[i], "other")
		}
	}
	return said, other
}

// roleBy decides by the word right before, the words further before, and the words
// behind. The nearest word that says something wins.
func (x *index) roleBy(words []string, after string) role {
	if r := x.suffixRole(after); r != roleOpen {
		return r
	}
	words = x.withoutAgo(words)
	if n := len(words); n > 0 {
		switch last := words[n-1]; {
		case x.roles.has(last, "listed-as") && x.asksToList(words) && !x.saysUntil(words): // "I should like to appear as …"
			return roleNew
		case x.roles.has(last, "next-old"):
			return roleOld
		case x.roles.has(last, "next-new"):
			return roleNew
		}
	}
	if w := wordsOf(headOf(after, 60)); len(w) > 1 && x.roles.has(w[0], "as") && x.roles.has(w[1], "before-stop") && !x.roles.has(w[1], "passive") {
		return roleNew // «нөмірім ескі екен, 8 747 … деп жаңартыңыздар»
	}
	behind, changing := x.roleAfter(after), false
	if behind == roleOld && x.roles.hasAny(words[max(0, len(words)-3):], "other") { // «жаңа куәлігімде … деп жазылған»
		behind = roleOpen
	}
	for i := len(words) - 1; i >= 0 && i >= len(words)-reachBefore; i-- {
		changing = changing || x.roles.has(words[i], "before-stop") || x.roles.has(words[i], "instead") // «ескісінің орнында … тұрсын»
		isNew := x.roles.has(words[i], "before-new") && !x.untilNow(words, i)
		isOld := x.roles.has(words[i], "before-old") || x.untilNow(words, i)
		switch {
		case isOld && !isNew && changing: // «ескісін ауыстырыңыздар: …»
			return behind
		case isOld && !isNew:
			return roleOld
		case isNew && behind != roleOld:
			return roleNew
		}
	}
	return behind
}

// asksToList reports whether words before "as" ask for it: "could you list me as …", "… and show me as …"; not "you list me as …", "you can find me as …".
func (x *index) asksToList(words []string) bool {
	if x.roles.hasAny(words, "wishing") || x.roles.hasAny(words, "asking") && !x.former.hasAny(words, "finds") {
		return true
	}
	for i, w := range words {
		if x.roles.has(w, "enlists") && (i == 0 || x.extent.has(words[i-1], "and")) {
			return true
		}
	}
	return false
}

// untilNow reports whether word i says until now: «до сих пор», «осы уақытқа дейін»; not «до сих пор не поменяли».
func (x *index) untilNow(words []string, i int) bool {
	const near = 3 // words
	word := func(k int) string {
		if k < len(words) {
			return words[k]
		}
		return ""
	}
	switch {
	case i > 0 && x.roles.has(words[i], "now") && x.roles.has(words[i-1], "until"):
		return !x.former.hasAny(words[i+1:min(len(words), i+near)], "negates")
	case x.roles.has(words[i], "now-till"):
		return x.roles.has(word(i+1), "till")
	}
	return x.roles.has(words[i], "now-this") && x.roles.has(word(i+1), "now-time") && x.roles.has(word(i+2), "till")
}

// saysUntil reports whether one of the words says until now: "until now you have had me as …".
func (x *index) saysUntil(words []string) bool {
	for i := range words {
		if x.untilNow(words, i) {
			return true
		}
	}
	return false
}

// withoutInstead leaves out what a value behind a colon takes the place of: «новый адрес взамен прежнего: …».
func (x *index) withoutInstead(words []string) []string {
	if n := len(words); n > 2 && x.roles.has(words[n-2], "instead") && x.roles.has(words[n-1], "before-old") {
		return words[:n-2]
	}
	return words
}

// roleAfter looks at the words behind a value up to the next comma or stop, also in
// brackets.
func (x *index) roleAfter(after string) role {
	after = strings.TrimLeft(after, " \t\u00a0(—–->\"»")
	if end := strings.IndexAny(after, ",;)\n"); end >= 0 {
		after = after[:end]
	}
	if end := strings.Index(after, ". "); end >= 0 {
		after = after[:end]
	}
	words := wordsOf(after)
	for i, w := range words {
		switch {
		case i >= reachAfter:
			return roleOpen
		case x.roles.has(w, "as") && i+1 < len(words): // «… деп жазылыпты», «… деп түзетіңіз»
			if x.roles.has(words[i+1], "passive") {
				return roleOld
			}
			if x.roles.has(words[i+1], "before-stop") {
				return roleNew
			}
		case x.roles.has(w, "after-old") && i+2 == len(words) && x.roles.has(words[i+1], "before-new"): // «A деген ескісі, B деген жаңасы»
			return roleNew
		case x.roles.has(w, "after-old"):
			return roleOld
		case x.roles.has(w, "after-new"):
			return roleNew
		}
	}
	return roleOpen
}

// arrows stand between what was and what is.
var arrows = []string{"→", "->", "=>", "-->", "—>", "➡", "⇒"}

// arrowsBack stand between what is and what was.
var arrowsBack = []string{"←", "<-", "<=", "<—", "⬅", "⇐"}

// arrowsBoth say nothing of which is which.
var arrowsBoth = []string{"<->", "<-->", "<=>", "↔", "⇔"}

func endsInArrow(text string) bool {
	text = strings.TrimRight(text, " \t\u00a0\ufe0f")
	has := func(arrow string) bool { return strings.HasSuffix(text, arrow) }
	return slices.ContainsFunc(arrows, has) && !slices.ContainsFunc(arrowsBoth, has)
}

// beginsBackArrow reports whether a text between two values is an arrow back, with a label at most: "A <- old: B".
func beginsBackArrow(text string) bool {
	text = strings.TrimLeft(text, " \t\u00a0\ufe0f")
	return slices.ContainsFunc(arrowsBack, func(arrow string) bool {
		rest, ok := strings.CutPrefix(text, arrow)
		return ok && len(wordsOf(rest)) <= maxLabelWords && !strings.ContainsAny(rest, ".,;\n") && !strings.HasPrefix(strings.TrimLeft(rest, "-="), ">")
	})
}

func isArrow(between string) bool {
	return slices.Contains(arrows, strings.Trim(between, " \t\u00a0\ufe0f«»\"“”"))
}

// suffixRole reads the case ending that Kazakh hangs on a number: «8701…-ден» is
// where it comes from, «8702…-ге» where it goes, and the arrow of a quick hand.
func (x *index) suffixRole(after string) role {
	trimmed := strings.TrimLeft(after, " \t\u00a0")
	if slices.ContainsFunc(arrowsBoth, func(arrow string) bool { return strings.HasPrefix(trimmed, arrow) }) {
		return roleOpen
	}
	for _, arrow := range arrowsBack {
		if strings.HasPrefix(trimmed, arrow) {
			return roleNew
		}
	}
	for _, arrow := range arrows {
		if strings.HasPrefix(trimmed, arrow) {
			return roleOld
		}
	}
	for _, dash := range []string{"-", "–", "'", "’", ""} {
		rest, ok := strings.CutPrefix(after, dash)
		if !ok {
			continue
		}
		end := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) })
		if end < 0 {
			end = len(rest)
		}
		switch strings.ToLower(rest[:end]) {
		case "ден", "дан", "тен", "тан", "нен", "нан", "ның", "нің", "дың", "дің", "тың", "тің":
			return roleOld
		case "ге", "ға", "ке", "қа", "га", "ка", "не", "на":
			return roleNew
		}
	}
	return roleOpen
}

// has reports whether a word is of a class.
func (v vocabulary) has(text, class string) bool {
	for c := range v.lookUp(text) {
		if c.name == class {
			return true
		}
	}
	return false
}
