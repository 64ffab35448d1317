package classifier

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// A form lists what may be asked, with a box before each: «[ ] Обновление персональных данных / [X] Отзыв согласия …». Where one is ticked, the
// others are not the writer's words.

const (
	ticks = "xXхХvV+✓✔" // within brackets; Latin and Cyrillic
	boxes = "☑☒🗹"       // ticked as they are
)

var unticked = regexp.MustCompile(`(^|:\s*)(\[[\s_]*\]|\(\s+\)|[☐□▢])\s*\pL`)

// hasTick reports whether a box is ticked in a text.
func hasTick(text string) bool {
	for i := range len(text) {
		if (text[i] == '[' || text[i] == '(') && (i == 0 || blankAt(text, i-1) > 0) && ticked(text[i:]) {
			return true
		}
	}
	for _, box := range boxes {
		if strings.Contains(text, string(box)) {
			return true
		}
	}
	return false
}

// ticked reports whether a text that begins with a bracket begins with a ticked box: «[X]», «[ x ]», «(+)».
func ticked(text string) bool {
	closing := "]"
	if text[0] == '(' {
		closing = ")"
	}
	tick := strings.TrimPrefix(text[1:], " ")
	r, n := utf8.DecodeRuneInString(tick)
	return strings.ContainsRune(ticks, r) && strings.HasPrefix(strings.TrimPrefix(tick[n:], " "), closing)
}

// isUnticked reports whether a line is what stands behind an empty box, and no ticked one is in it.
func isUnticked(line string) bool {
	line = strings.TrimSpace(line)
	return strings.ContainsAny(line, "[(☐□▢") && unticked.MatchString(line) && !hasTick(line)
}
