package message

import (
	"strings"
	"unicode/utf8"
)

// undoLossy undoes a line where an octet was lost, since the charset that UTF-8 was taken
// for has no letter for it: "\uFFFD" stands for the second octet of a letter. The letter
// is lost, the line is not.
func undoLossy(line string) (string, bool) {
	const lost = "\x1a" // SUB, as a letter of its own while the others are undone
	if !strings.Contains(line, "\uFFFD") || strings.Contains(line, lost) {
		return "", false
	}
	for _, t := range utf8Readers {
		var b strings.Builder
		for rest := line; rest != ""; {
			before, after, found := strings.Cut(rest, "\uFFFD")
			last, size := utf8.DecodeLastRuneInString(before)
			if c, ok := t.octet(last); found && ok && c >= 0xC2 && c < 0xE0 { // of a letter of two octets
				before = before[:len(before)-size] + lost
			} else if found {
				b.Reset()
				break
			}
			b.WriteString(before)
			rest = after
		}
		if b.Len() == 0 {
			continue
		}
		if fixed, ok := t.undo(b.String(), 0, 0); ok {
			return strings.ReplaceAll(fixed, lost, "\uFFFD"), true
		}
	}
	return "", false
}
