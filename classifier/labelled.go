package classifier

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"medico-intech.kz/otinish/mailbox/message"
)

// candidate is the text behind a label.
type candidate struct {
	label
	raw   string
	line  int // in reading.lines
	start int // of raw in its line
}

// candidates reads the labelled values of the letter. Below the closing words only
// a label that says "new" counts: the rest is how the writer signs every letter.
func (r *reading) candidates(x *index) (list []candidate) {
	closed := false
	for i := 0; i < len(r.lines); i++ {
		l := r.lines[i]
		closed = x.closes(closed, l)
		for _, c := range x.labelled(l.text) {
			c.line = i
			if r.isCaption(i) {
				if r.signsBelow(x, i-2) {
					continue
				}
				c.raw, c.line = strings.TrimSpace(r.lines[i-2].text), i-2
			}
			if c.raw == "" {
				if next := r.nextFilled(i); next > 0 && len(x.labelled(r.lines[next].text)) == 0 {
					text := r.lines[next].text
					c.raw, c.line = strings.TrimSpace(skipBullet(text)), next
				}
			}
			c.start = max(0, strings.Index(r.lines[c.line].text, c.raw))
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

// closes reports whether a line is below the closing words, or one of them. A postscript is the writer's text again.
func (x *index) closes(closed bool, l line) bool {
	return (closed || l.number > 0 && x.isClosing(l.text)) && !message.IsPostscript(strings.TrimSpace(l.text))
}

// isClosing reports whether a line is or begins with closing words.
func (x *index) isClosing(text string) bool {
	head, _, _ := strings.Cut(text, ",")
	if x.frame[frameKey(head)] == "closing" {
		return true
	}
	words := wordsOf(text)
	for n := min(3, len(words)); n > 0; n-- {
		if x.frame[frameKey(strings.Join(words[:n], " "))] == "closing" && len(words) <= n+4 {
			return true
		}
	}
	return false
}

func countDigits(s string) (n int) {
	for _, r := range s {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n
}
