package classifier

import (
	"slices"
	"strings"
	"unicode"

	"medico-intech.kz/otinish/store/privacy"
)

// surroundings are the words around a value in its sentence, up to the values of its
// field beside it.
type surroundings struct {
	field          privacy.Field
	all, words     []string // all before it, and those of its clause
	after          []string // behind it, up to the next comma
	aside          []string // behind that comma
	between, tail  string   // what stands before it up to another value, and behind it
	colon          bool     // a colon stands right before it, or the cell of a table
	previous, next int      // the offers beside it in its line, else -1
}

// bracketsBefore returns where the last brackets end before a value that hold a value of another field: what they say is of that one. «… is now
// Amelia Tanaka (you have Amelia Hughes), and I have a new mobile, 8 778 …».
func bracketsBefore(text string, offers []offer, s spot) (end int) {
	for _, o := range offers {
		if o.spot.line != s.line || o.spot.field == s.field || o.spot.end > s.start || !o.value.Valid {
			continue
		}
		open, shut := strings.LastIndexByte(text[:o.spot.start], '('), strings.IndexByte(text[o.spot.end:s.start], ')')
		if open >= 0 && shut >= 0 && open > strings.LastIndexByte(text[:o.spot.start], ')') {
			end = max(end, o.spot.end+shut+1)
		}
	}
	return end
}

func (r *reading) placeOf(offers []offer, k int) surroundings {
	x := lexiconIndex()
	s := offers[k].spot
	p := surroundings{field: s.field, previous: -1, next: -1}
	text := r.lines[s.line].text
	from, to := 0, len(text)
	for i, o := range offers {
		if o.spot.line != s.line || o.spot.field != s.field || i == k || o.spot.field == privacy.FieldName && !o.value.Valid {
			continue
		}
		if o.spot.end <= s.start && o.spot.end >= from {
			from, p.previous = o.spot.end, i
		}
		if o.spot.start >= s.end && o.spot.start < to {
			to, p.next = o.spot.start, i
		}
	}
	p.between = text[from:s.start]
	before := afterStop(text[max(from, bracketsBefore(text, offers, s)):s.start])
	if p.previous >= 0 && strings.HasSuffix(strings.TrimRight(before, " «\"“"), ",") {
		before = "" // «A — неверно, B — верно»
	}
	if len(wordsOf(before)) == 0 && p.previous < 0 {
		before = r.lineBefore(s.line)
		if strings.HasSuffix(before, ".") || strings.HasSuffix(before, "!") {
			before = ""
		}
		before = afterStop(before)
	}
	if c, ok := r.heading(s.line, s.start); ok {
		before = c.head
	}
	p.colon = p.previous < 0 && len(wordsOf(p.between)) == 0 || strings.HasSuffix(strings.TrimRight(before, " \t«\"“"), ":") || strings.HasSuffix(strings.TrimRight(p.between, " "), "\t") // the cell of a table before it
	p.all, p.words = x.withoutAgo(wordsOf(before)), x.withoutAgo(wordsOf(clause(before)))
	p.tail = text[s.end:to]
	tail := headOf(withoutCaseEnding(p.tail), 200)
	for i, c := range tail {
		if endsSentence(tail, i+len(string(c)), c) {
			tail = tail[:i]
			break
		}
	}
	tail = strings.TrimLeft(tail, " \t\u00a0)—–->\"»")
	head, aside, _ := strings.Cut(tail, ",")
	head, _, _ = strings.Cut(head, ";")
	p.after, p.aside = wordsOf(head), wordsOf(aside)
	return p
}

// clause returns what stands behind the last comma or colon that words follow.
func clause(text string) string {
	trimmed := strings.TrimRightFunc(text, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
	return text[strings.LastIndexAny(trimmed, ",;:(")+1:]
}

// withoutCaseEnding takes off the ending of a case that Kazakh hangs on a value, with a hyphen or without: «A-ға емес, B-ге», «8 701 …33ке».
func withoutCaseEnding(tail string) string {
	return tail[hungEnding(tail):]
}

// hungEnding returns how many octets of such an ending a text begins with.
func hungEnding(tail string) int {
	rest := strings.TrimPrefix(tail, "-")
	end := strings.IndexFunc(rest, func(c rune) bool { return !unicode.IsLetter(c) })
	if end < 0 {
		end = len(rest)
	}
	if slices.Contains(hungOnValues, strings.ToLower(rest[:end])) {
		return len(tail) - len(rest) + end
	}
	return 0
}

// hungOnValues are such endings. Words that say to, at, from, of or with what something is have them, too.
var hungOnValues = []string{"ға", "ге", "қа", "ке", "ны", "ні", "ды", "ді", "ты", "ті", "да", "де", "та", "те", "дан", "ден", "тан", "тен", "нан", "нен", "мен", "бен", "пен", "ның", "нің", "дың", "дің", "тың", "тің",
	"га", "ка", "ни", "ди", "ти", "нын", "нин", "дын", "дин", "тын", "тин"} // the last as people type who have no Kazakh keys
