package classifier

import (
	"regexp"
	"strings"
)

// A form lists what may be asked, with a box before each: «[ ] Обновление персональных данных / [X] Отзыв согласия …». Where one is ticked, the
// others are not the writer's words.

var (
	ticked   = regexp.MustCompile(`(?m)(^|\s)(\[\s?[xXхХvV+✓✔]\s?\]|\([xXхХvV+✓✔]\)|[☑☒🗹])`)
	unticked = regexp.MustCompile(`(^|:\s*)(\[[\s_]*\]|\(\s+\)|[☐□▢])\s*\pL`)
)

// hasTick reports whether a box is ticked in a text.
func hasTick(text string) bool {
	return strings.ContainsAny(text, "[(☑☒🗹") && ticked.MatchString(text)
}

// isUnticked reports whether a line is what stands behind an empty box, and no ticked one is in it.
func isUnticked(line string) bool {
	line = strings.TrimSpace(line)
	return strings.ContainsAny(line, "[(☐□▢") && unticked.MatchString(line) && !ticked.MatchString(line)
}
