package message

import (
	"strings"
	"unicode"
)

// longestHeading bounds lines that may introduce a quote, in octets.
const longestHeading = 400

// isAttribution reports whether a line introduces a quote by itself: it ends in a
// verb such as "wrote", or in an address, and a colon, and it tells a time of day or
// an address. A writer's own "your colleague wrote on the 24th:" tells neither.
func isAttribution(line string) bool {
	if isDatedAddress(line) {
		return true
	}
	if inner := betweenRulers(line); inner != "" {
		return endsAttribution(inner) && (strings.Contains(inner, "@") || hasTime(inner))
	}
	if len(line) > longestHeading || !strings.HasSuffix(line, ":") {
		return false
	}
	digits, at, time := countDigits(line), strings.Contains(line, "@"), hasTime(line)
	switch {
	case strings.HasSuffix(line, ">:"):
		return at && digits >= 3
	case endsAttribution(line):
		return at || time
	case at && time && strings.Contains(line[strings.LastIndexByte(line, ' ')+1:], "@"): // "… от a@b.kz:"
		return true
	}
	return digits >= 3 && beginsAttribution(line)
}

// betweenRulers returns what stands between the dashes of a line that introduces a quote,
// with the colon that others have at its end; "" where dashes do not stand around it:
//
//	---- On Fri, 28 Feb 2025 09:15:00 +0500 A <a@b.kz> wrote ---
//	-----A <a@b.kz> wrote: -----
//
// So Zoho and Lotus Notes have it.
func betweenRulers(line string) string {
	const dashes = "---"
	if !strings.HasPrefix(line, dashes) || !strings.HasSuffix(line, dashes) || len(line) > longestHeading {
		return ""
	}
	inner := strings.Trim(line, "- ")
	if inner == "" {
		return ""
	}
	return strings.TrimSuffix(inner, ":") + ":"
}

// isDatedAddress: a date, a time, a name and an address in angle brackets, and nothing
// behind, as Mail.ru and Rambler introduce a quote.
func isDatedAddress(line string) bool {
	if len(line) > longestHeading || !strings.HasSuffix(line, ">") || line[0] < '0' || line[0] > '9' {
		return false
	}
	date, _, _ := strings.Cut(line, ",")
	open := strings.LastIndexByte(line, '<')
	return open > 0 && strings.Contains(line[open:], "@") && hasTime(line[:open]) && countDigits(date) >= 5
}

// maybeAttribution: a line that introduces a quote if one follows.
func maybeAttribution(line string) bool {
	if len(line) > longestHeading || !strings.HasSuffix(line, ":") {
		return false
	}
	digits := countDigits(line)
	return digits >= 7 && hasTime(line) || digits >= 3 && endsAttribution(line)
}

// endsAttribution looks at the end only: the date may stand on the line before.
func endsAttribution(line string) bool {
	if len(line) > longestHeading || !strings.HasSuffix(line, ":") {
		return false
	}
	if strings.HasSuffix(line, ">:") {
		return true
	}
	p := phrases()
	tail := strings.ToLower(line[max(0, len(line)-p.longestEnd-2):])
	for _, verb := range p.attributionEnds {
		if strings.HasSuffix(tail, verb) {
			return true
		}
	}
	return false
}

func beginsAttribution(line string) bool {
	lower := strings.ToLower(line)
	for _, phrase := range phrases().attributionBegins {
		begins, within, _ := strings.Cut(phrase, "…")
		if strings.HasPrefix(lower, begins) && strings.Contains(lower[len(begins):], strings.TrimSpace(within)) {
			return true
		}
	}
	return false
}

func countDigits(s string) int {
	n := 0
	for i := range len(s) {
		if '0' <= s[i] && s[i] <= '9' {
			n++
		}
	}
	return n
}

// hasTime finds a time of day.
func hasTime(s string) bool {
	digit := func(i int) bool { return i >= 0 && i < len(s) && '0' <= s[i] && s[i] <= '9' }
	for i := range len(s) {
		if s[i] == ':' && digit(i-1) && digit(i+1) && digit(i+2) {
			return true
		}
	}
	return false
}

// isForwardLine: the line mail programs put over a letter they pass on.
func isForwardLine(line string) bool {
	if isRuled(line, phrases().forwardRuled) {
		return true
	}
	const longestBare = 120
	if line[len(line)-1] != ':' || len(line) > longestBare {
		return false
	}
	line = strings.ToLower(line)
	for _, phrase := range phrases().forwardBare {
		begins, ends, any := strings.Cut(phrase, "…")
		if any && len(line) >= len(begins)+len(ends) && strings.HasPrefix(line, begins) && strings.HasSuffix(line, ends) || phrase == line {
			return true
		}
	}
	return false
}

// isForwardWords: the words of such a line alone, without its dashes.
func isForwardWords(line string) bool {
	line = strings.ToLower(strings.TrimSpace(strings.TrimSuffix(line, ":")))
	for _, w := range phrases().forwardRuled {
		if line == w {
			return true
		}
	}
	return false
}

// isOriginalLine: the line over the letter answered.
func isOriginalLine(line string) bool { return isRuled(line, phrases().original) }

// isRuled reports whether line begins with a ruler and one of words behind it. In a long
// line, in which the letter itself follows, a second ruler must end them.
func isRuled(line string, words []string) bool {
	const longestRuled = 200
	if line == "" || line[0] < 0x80 && strings.IndexByte(rulers, line[0]) < 0 {
		return false
	}
	text := strings.TrimLeft(line, rulers)
	if len(line)-len(text) < 3 || text == "" {
		return false
	}
	if len(line) > longestRuled && behindSeparator(line) == "" {
		return false
	}
	text = strings.ToLower(strings.TrimLeft(text[:min(len(text), longestRuled)], rulers+" "))
	for _, w := range words {
		if strings.HasPrefix(text, w) {
			return true
		}
	}
	return false
}

const rulers = "-—–_=*"

// isRuler: a line of nothing but dashes or underscores.
func isRuler(line string) bool { return len(line) >= 5 && strings.Trim(line, "-—–_=") == "" }

// isHeaderBlock reports whether text begins with the header that Outlook and others
// print over a quote: a sender, and on the next lines a date and a field more. It
// also reports whether the sender has an address.
func isHeaderBlock(text string) (yes, address bool) {
	p := phrases()
	line, next := cutLine(text, 0)
	if !isLabel(line, p.labelFrom) {
		return false, false
	}
	address = strings.Contains(line, "@")
	sent, more := false, false
	for range 6 {
		if next >= len(text) {
			break
		}
		line, next = cutLine(text, next)
		sent = sent || isLabel(line, p.labelSent)
		more = more || isLabel(line, p.labelMore)
	}
	return sent && more, address
}

// isLabel reports whether line begins with one of labels and a colon, in any case,
// bold by asterisks or not.
func isLabel(line string, labels map[string]bool) bool {
	line = strings.TrimLeft(line, " \t*>|")
	colon := strings.IndexByte(line[:min(len(line), phrases().longestLabel+4)], ':')
	if colon <= 0 {
		return false
	}
	return labels[strings.ToLower(strings.Trim(line[:colon], " *"))]
}

// isAnyLabel: a line of such a header, or of the head of a formal letter.
func isAnyLabel(line string) bool {
	p := phrases()
	return isLabel(line, p.labelFrom) || isLabel(line, p.labelSent) || isLabel(line, p.labelMore)
}

// isDeviceLine: what telephones put under a letter.
func isDeviceLine(line string) bool {
	const longestDevice = 160
	if len(line) > longestDevice {
		return false
	}
	p := phrases()
	line = strings.TrimRight(line, ".")
	begins, ends := p.deviceBegins[firstRunes(line)], p.deviceEnds[lastRunes(line)]
	if len(begins)+len(ends) == 0 {
		return false
	}
	lower := strings.ToLower(line)
	for _, phrase := range begins {
		if strings.HasPrefix(lower, phrase) {
			return true
		}
	}
	for _, phrase := range ends {
		if strings.HasSuffix(lower, phrase) {
			return true
		}
	}
	return false
}

// isQuoteMark: a line marked as quoted: ">", or the initials of who wrote it before
// that, as The Bat! does, or "| " as in Emacs. Rows of tables have more bars.
func isQuoteMark(line string) bool {
	if line[0] == '>' || strings.HasPrefix(line, "| ") && strings.Count(line, "|") == 1 {
		return true
	}
	const longestInitials = 10 // five Cyrillic letters
	mark := strings.IndexByte(line[:min(len(line), longestInitials+1)], '>')
	if mark < 0 || mark+1 < len(line) && line[mark+1] != ' ' && line[mark+1] != '>' {
		return false
	}
	for _, r := range line[:mark] {
		if !unicode.IsUpper(r) {
			return false
		}
	}
	return true
}
