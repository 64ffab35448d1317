package review

import (
	"fmt"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// filledIn refuses words with a field of a prepared text that nobody filled in: a line
// that ends in a colon and is followed by what follows it there, so that nothing was
// put in between.
func (d *Desk) filledIn(words string) error {
	typed := linesOf(words)
	for _, texts := range d.Library {
		for _, t := range texts {
			for _, blank := range blanksOf(linesOf(t.Text)) {
				if blank.in(typed) {
					field := strings.Trim(blank.line, "- :")
					return privacy.Mistaken("blank-fields", fmt.Errorf("the prepared text is not filled in: %q: %w", field, privacy.ErrBadInput), privacy.Plain(field))
				}
			}
		}
	}
	return nil
}

// blank is a field to fill in, and the line behind it; "" where there is none.
type blank struct{ line, next string }

// blanksOf finds the fields of a prepared text. A line with a list below it is none.
func blanksOf(lines []string) (list []blank) {
	for i, line := range lines {
		if !strings.HasSuffix(line, ":") {
			continue
		}
		b := blank{line: line}
		if i+1 < len(lines) {
			b.next = lines[i+1]
		}
		if listed(line) || !listed(b.next) {
			list = append(list, b)
		}
	}
	return list
}

func (b blank) in(lines []string) bool {
	for i, line := range lines {
		if line == b.line && (i+1 == len(lines) || lines[i+1] == b.next) {
			return true
		}
	}
	return false
}

func listed(line string) bool { return strings.HasPrefix(line, "- ") }

// linesOf are the lines that are not empty, trimmed.
func linesOf(text string) (lines []string) {
	for line := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}
