package classifier

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Many mail programs break lines at some 72 characters (RFC 3676 §4.2 is not used by all who
// could). A sentence then goes on in the next line, and so may a number or a name: such lines
// are read as one.

const (
	wrapAt    = 64 // runes: mail programs hardly wrap below
	wrapLeast = 60 // the widest line of a text that was wrapped is at least so wide
	wrapMost  = 80 // and no wider
	wrapFull  = 12 // a full line is at most so much less wide than the widest
	wideWords = 8  // a line of so many words that is wider was not wrapped
	nameWords = 4  // a line of no more words may be the name below a letter
)

// A wrapping is the width at which a text was wrapped, 0 where it does not seem to be.
type wrapping struct {
	width int
	often bool // several of its lines are full
}

func wrappingOf(text string) (w wrapping) {
	for line := range strings.Lines(text) {
		n := utf8.RuneCountInString(strings.TrimRight(line, " \r\n"))
		if n > wrapMost && strings.Count(strings.TrimSpace(line), " ") >= wideWords-1 {
			return wrapping{}
		}
		if n <= wrapMost {
			w.width = max(w.width, n)
		}
	}
	if w.width < wrapLeast {
		return wrapping{}
	}
	full := 0
	for line := range strings.Lines(text) {
		if n := utf8.RuneCountInString(strings.TrimRight(line, " \r\n")); n <= w.width && n >= w.width-wrapFull {
			full++
		}
	}
	w.often = full > 2
	return w
}

// goesOn reports whether next only continues line: the line has no final stop, the first
// word of next would not have fitted, and next does not begin like a line of its own.
func (w wrapping) goesOn(x *index, line, next string) bool {
	line, next = strings.TrimSpace(line), strings.TrimSpace(next)
	if line == "" || next == "" || strings.ContainsRune(".:!?", rune(line[len(line)-1])) || isRow(line) || isRow(next) {
		return false
	}
	if l, ok := x.labelAt(next, 0); ok && !l.alone && l.field != "" && isHeaded(next) { // «почта: …» below «тел.: …»
		return false
	}
	if isHalfNumber(line) && isRestOf(line, next) {
		return true
	}
	head, _, _ := strings.Cut(next, " ")
	if x.endsInName(line) && x.isOfFather(head) { // «… записать меня Морозовой Еленой» over «Викторовной вместо …»: half a name is no name
		return true
	}
	width := utf8.RuneCountInString(line) + 1 + utf8.RuneCountInString(head)
	first, _ := utf8.DecodeRuneInString(next)
	if unicode.IsLower(first) && width > wrapAt && !strings.ContainsRune(",;", rune(line[len(line)-1])) {
		return true
	}
	if w.width == 0 || width <= w.width || !unicode.IsLetter(first) && !isDigit(first) && !strings.ContainsRune("+«\"“(", first) {
		return false
	}
	if unicode.IsLower(first) || isDigit(first) && isDigit(rune(line[len(line)-1])) { // «8 701 555» over «22 33»
		return true
	}
	signs := !w.often && len(wordsOf(next)) <= nameWords && !strings.ContainsAny(next, ".!?") // «Асель Нурланова»
	return !signs && !isListed(next) && !isHeaded(next) && !x.isClosing(next)
}

// endsInName reports whether a line of a sentence ends in a word that may be a part of a name.
func (x *index) endsInName(line string) bool {
	words := wordsOf(line)
	if len(words) < 2 || !strings.HasSuffix(line, words[len(words)-1]) {
		return false
	}
	last := []rune(words[len(words)-1])
	return len(last) >= shortName && unicode.IsUpper(last[0]) && unicode.IsLower(last[1]) && x.isNameWord(string(last))
}

// isHalfNumber: «8 702», the beginning of a number of Kazakhstan and nothing else.
func isHalfNumber(line string) bool {
	digits := digitsOf(line)
	return len(digits) > 1 && len(digits) < nationalDigits && strings.HasPrefix(strings.TrimLeft(line, "+ "), digits[:1]) && (digits[0] == '8' || strings.HasPrefix(line, "+7")) && isOnlyNumber(line)
}

// isRestOf: «611 09 84» below it.
func isRestOf(line, next string) bool {
	return isOnlyNumber(next) && len(digitsOf(line))+len(digitsOf(next)) == nationalDigits
}

func isOnlyNumber(line string) bool { return strings.Trim(line, "0123456789 ()+-") == "" }

// isRow: a row of a table, whose cells a tab, a stroke or an arrow parts.
func isRow(line string) bool {
	has := func(arrow string) bool { return strings.Contains(line, arrow) }
	return strings.ContainsAny(line, "\t|") || slices.ContainsFunc(arrows, has) || slices.ContainsFunc(arrowsBack, has)
}

// isListed: «1. …», «2) …».
func isListed(line string) bool {
	rest := strings.TrimLeft(line, "0123456789")
	return len(rest) < len(line) && len(line)-len(rest) <= 2 && strings.HasPrefix(strings.TrimLeft(rest, " "), ")") || len(rest) < len(line) && strings.HasPrefix(rest, ". ")
}

// isHeaded: «Телефон: …».
func isHeaded(line string) bool {
	head, _, ok := strings.Cut(line, ":")
	return ok && len(wordsOf(head)) <= 3
}

// unwrapped goes over the lines of a text, those that were wrapped as one: a blank stands where each
// was broken, so that every octet keeps its place.
func (x *index) unwrapped(text string, yield func(line string, breaks []int)) {
	w := wrappingOf(text)
	for start := 0; start < len(text); {
		end := lineEnd(text, start)
		var breaks []int
		for end < len(text) {
			next := lineEnd(text, end)
			if !w.goesOn(x, text[max(start, lastBreak(breaks, start)):end], text[end:next]) {
				break
			}
			breaks = append(breaks, end-start)
			end = next
		}
		line := text[start:end]
		if breaks != nil {
			line = joinLines(line)
		}
		yield(line, breaks)
		start = end
	}
}

func lastBreak(breaks []int, start int) int {
	if len(breaks) == 0 {
		return start
	}
	return start + breaks[len(breaks)-1]
}

// lineEnd returns where the line that begins at text[start:] ends, its line feed included.
func lineEnd(text string, start int) int {
	if n := strings.IndexByte(text[start:], '\n'); n >= 0 {
		return start + n + 1
	}
	return len(text)
}

// joinLines puts blanks in the place of all line ends but the last.
func joinLines(text string) string {
	body := strings.TrimRight(text, "\r\n")
	return strings.NewReplacer("\r", " ", "\n", " ").Replace(body) + text[len(body):]
}
