package classifier

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// candidate is the text behind a label.
type candidate struct {
	label
	raw   string
	where string
}

// findValues returns the new values an update gives, in the order of
// privacy.Fields, and the doubts they raise.
func (r *reading) findValues(x *index, m *message.Message) ([]Value, []Doubt) {
	var values []Value
	var names []candidate
	for _, c := range r.candidates(x) {
		if c.isOld || c.iin {
			continue
		}
		switch fieldOf(c) {
		case privacy.FieldName:
			names = append(names, c)
		case privacy.FieldPhone:
			values = append(values, x.phones(c)...)
		case privacy.FieldEmail:
			values = append(values, x.emails(c, m)...)
		}
	}
	values = unique(append(values, nameValues(names)...))
	slices.SortStableFunc(values, func(a, b Value) int {
		return slices.Index(privacy.Fields, a.Field) - slices.Index(privacy.Fields, b.Field)
	})
	return values, valueDoubts(values)
}

// fieldOf returns the field of a candidate; a label that says only «новый» leaves
// it to the shape of the value.
func fieldOf(c candidate) privacy.Field {
	switch {
	case c.field != "":
		return c.field
	case strings.ContainsRune(c.raw, '@'):
		return privacy.FieldEmail
	case countDigits(c.raw) >= 5:
		return privacy.FieldPhone
	}
	return ""
}

// unique drops repetitions of the same value.
func unique(values []Value) (kept []Value) {
	for _, v := range values {
		if !slices.ContainsFunc(kept, func(k Value) bool {
			return k.Field == v.Field && k.Valid == v.Valid && k.Text == v.Text && (v.Valid || k.Raw == v.Raw)
		}) {
			kept = append(kept, v)
		}
	}
	return kept
}

func valueDoubts(values []Value) (doubts []Doubt) {
	if len(values) == 0 {
		return []Doubt{DoubtNoValue}
	}
	if slices.ContainsFunc(values, func(v Value) bool { return !v.Valid }) {
		doubts = append(doubts, DoubtInvalidValue)
	}
	for i := 1; i < len(values); i++ {
		if values[i].Field == values[i-1].Field {
			return append(doubts, DoubtContradictory)
		}
	}
	return doubts
}

// candidates reads the labelled values of the letter. Below the closing words only
// a label that says "new" counts: the rest is how the writer signs every letter.
func (r *reading) candidates(x *index) (list []candidate) {
	closed := false
	for i := 0; i < len(r.lines); i++ {
		l := r.lines[i]
		closed = closed || l.number > 0 && x.isClosing(l.text)
		for _, c := range x.labelled(l.text) {
			c.where = l.where()
			if c.raw == "" {
				if next := r.nextFilled(i); next > 0 && len(x.labelled(r.lines[next].text)) == 0 {
					c.raw, c.where = strings.TrimSpace(skipBullet(r.lines[next].text)), r.lines[next].where()
				}
			}
			if c.raw != "" && (!closed || c.isNew) {
				list = append(list, c)
			}
		}
	}
	return list
}

// nextFilled returns the next line with text, at most one blank line further on.
func (r *reading) nextFilled(i int) int {
	for j := i + 1; j < len(r.lines) && j <= i+2 && i > 0; j++ {
		if !r.lines[j].blank() {
			return j
		}
	}
	return 0
}

// labelled returns the labels of a line with what stands behind each.
func (x *index) labelled(text string) (list []candidate) {
	starts := []int{len(text) - len(skipBullet(text))}
	for i, c := range text {
		n := utf8.RuneLen(c)
		if strings.ContainsRune(",;|\t•", c) || c == '.' && i+1 < len(text) && text[i+1] == ' ' {
			starts = append(starts, i+max(n, 1))
		}
	}
	end := 0 // where the latest label ends
	for k, start := range starts {
		if start < end {
			continue
		}
		l, ok := x.labelAt(text, start)
		if !ok || l.alone && k > 0 {
			continue
		}
		if len(list) > 0 {
			last := &list[len(list)-1]
			last.raw = text[last.end:start]
		}
		list = append(list, candidate{label: l, raw: text[l.end:]})
		end = l.end
	}
	for i := range list {
		list[i].raw = strings.TrimFunc(list[i].raw, func(r rune) bool {
			return unicode.IsSpace(r) || isInvisible(r) || strings.ContainsRune(",;|•*_", r)
		})
	}
	return list
}

// skipBullet takes a bullet or an item number from the front of a line.
func skipBullet(text string) string {
	rest := strings.TrimLeftFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || isInvisible(r) || isDash(r) || strings.ContainsRune("*•·◦●▪#>«\"", r)
	})
	for i := 0; i < len(rest) && i < 3; i++ {
		if rest[i] == ')' || rest[i] == '.' && i+1 < len(rest) && rest[i+1] == ' ' {
			if i > 0 {
				return strings.TrimLeft(rest[i+1:], " \t")
			}
		}
		if rest[i] < '0' || rest[i] > '9' {
			break
		}
	}
	return rest
}

// isClosing reports whether a line is or begins with closing words.
func (x *index) isClosing(text string) bool {
	head, _, _ := strings.Cut(text, ",")
	return x.frame[frameKey(head)] == "closing"
}

func countDigits(s string) (n int) {
	for _, r := range s {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n
}
