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
			for _, blank := range blanksOf(t.Text) {
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

// blanksOf finds the fields of a prepared text that is a form, which is one with a list
// of fields. A line with something below it, a list or words, is none.
func blanksOf(text string) (list []blank) {
	lines, form := strings.Split(text, "\n"), false
	for i, line := range lines {
		if line = strings.TrimSpace(line); !strings.HasSuffix(line, ":") {
			continue
		}
		b := blank{line: line}
		for _, next := range lines[i+1:] {
			if b.next = strings.TrimSpace(next); b.next != "" {
				break
			}
		}
		below := i+1 < len(lines) && strings.TrimSpace(lines[i+1]) != ""
		switch {
		case listed(line) && (!below || listed(b.next)):
			form = true
		case listed(line) || below || listed(b.next):
			continue
		}
		list = append(list, b)
	}
	if !form {
		return nil
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
