package handlers

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ending reads what stands below an answer. One word with a capital letter may be a
// sentence ("Mistake"): alone it is a name below a closing formula, or where From
// shows it. What a mail program adds is no longer among the own words.
type ending struct {
	said   Reply    // the answer, which may stand again
	name   []string // the folded words of the name in From
	closed bool     // a closing formula was read
	signed int      // lines of names
}

const (
	maxNameWords = 4 // "Айгүл Серікқызы Смағұлова-Ахметова"
	maxNameLines = 2
)

// nothingElse reports whether lines hold courtesies, a closing formula and a
// signature alone.
func (e *ending) nothingElse(lines []string) bool {
	for _, line := range lines {
		if !e.line(line) {
			return false
		}
	}
	return true
}

func (e *ending) line(line string) bool {
	line = strings.TrimSpace(line)
	if (e.closed || e.signed > 0) && telephone.MatchString(line) {
		return true
	}
	for part := range strings.FieldsFuncSeq(line, func(r rune) bool { return strings.ContainsRune(",;!", r) || r == '.' && e.plain(line) }) {
		folded := foldReply(part)
		switch {
		case folded == "" || courtesies[folded] || replyWords[folded] == e.said || e.said == ReplyYes && agreeing[folded]:
		case closings[folded]:
			e.closed = true
		case (e.closed || e.signed > 0) && telephone.MatchString(strings.TrimSpace(part)):
		case strings.HasSuffix(line, "!") || !e.isName(part):
			return false
		default:
			if e.signed++; e.signed > maxNameLines {
				return false
			}
		}
	}
	return true
}

// plain: a point ends a clause, where it does not stand behind an initial.
func (e *ending) plain(line string) bool { return !initial.MatchString(line) }

var (
	initial   = regexp.MustCompile(`(^|[\s.])\pL\.`)
	telephone = regexp.MustCompile(`^(?i:(тел|моб|ұялы|телефон|tel|phone|mob|mobile|cell|m|t|т|м)\.?:?\s*)?\+?[0-9][0-9 ()\-–.]{5,20}$`)
)

// isName reports whether part is a few words as names are written: "Айгүл Ахметова",
// "А. Ахметова".
func (e *ending) isName(part string) bool {
	words := strings.FieldsFunc(part, func(r rune) bool { return unicode.IsSpace(r) || r == '.' })
	if len(words) == 0 || len(words) > maxNameWords {
		return false
	}
	known := false
	for _, w := range words {
		if objections[foldReply(w)] || !capitalised(w) {
			return false
		}
		known = known || slices.Contains(e.name, foldReply(w))
	}
	return len(words) > 1 || e.closed || known
}

// capitalised: a capital, then small letters, in each half of a double name.
func capitalised(word string) bool {
	for half := range strings.SplitSeq(word, "-") {
		first, n := utf8.DecodeRuneInString(half)
		if !unicode.IsUpper(first) || strings.ContainsFunc(half[n:], func(r rune) bool { return !unicode.IsLower(r) }) {
			return false
		}
	}
	return true
}
