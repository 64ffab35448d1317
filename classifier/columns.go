package classifier

import (
	"slices"
	"strings"
)

// Tables that a writer set with blanks: «              Было              Стало» over «Телефон   8 701 …   8 771 …».

// columnGap is how many blanks stand at least between two columns.
const columnGap = 3

// withTabs puts a tab at the end of each gap between columns, where two lines one below the other have such, octet by
// octet as long: from there on they are read like any other table.
func withTabs(text string) string {
	if !strings.Contains(text, "   ") {
		return text
	}
	lines := strings.SplitAfter(text, "\n")
	gaps := make([][]int, len(lines)+1) // none behind the last line
	for i, line := range lines {
		gaps[i] = gapsOf(line)
	}
	for i := range lines {
		if len(gaps[i]) == 0 || len(gaps[i+1]) == 0 && (i == 0 || len(gaps[i-1]) == 0) {
			continue
		}
		b := []byte(lines[i])
		for _, at := range gaps[i] {
			b[at] = '\t'
		}
		lines[i] = string(b)
	}
	return strings.Join(lines, "")
}

// gapsOf returns the last blank of each gap between words of a line, and of that in front of them; none where no gap is between words.
func gapsOf(line string) (list []int) {
	body := strings.TrimRight(line, " \r\n")
	between := false
	for i := 0; i < len(body); {
		if body[i] != ' ' {
			i++
			continue
		}
		end := i + len(body[i:]) - len(strings.TrimLeft(body[i:], " "))
		if end-i >= columnGap {
			list = append(list, end-1)
			between = between || i > 0
		}
		i = end
	}
	if !between || strings.ContainsAny(body, "\t|") {
		return nil
	}
	return list
}

// isSame reports whether words say that something is as it was, and nothing else: «без изменений», "same", «—».
func (x *index) isSame(text string) bool {
	words := wordsOf(text)
	if len(words) == 0 {
		return true
	}
	return len(words) <= 4 && countDigits(text) == 0 && !strings.Contains(text, "@") &&
		!slices.ContainsFunc(words, func(w string) bool { return !x.stray.has(w, "same-word") })
}
