package message

import (
	"unicode"
	"unicode/utf8"
)

const (
	fewestTyped  = 10 // Latin letters that tell anything
	mostTyped    = 64 << 10
	mistypedPart = 75 // of a hundred letters must be in words that read so
)

// likeliestLayout returns how a text reads in the layout it was meant in: where nearly all
// words read like Russian or Kazakh in it, and like nothing as they sound. Else nil.
func likeliestLayout(s string) (best *typed) {
	if len(s) > mostTyped {
		return nil
	}
	for _, b := range keyboards() {
		t := &typed{layout: b, marked: b.hasMarks(s)}
		t.text(s)
		if t.beyondDoubt() && (best == nil || t.kazakh > 0 && t.cost() < best.cost()) {
			best = t
		}
	}
	return best
}

// cost is what the text costs in the layout, with the words that are left.
func (t *typed) cost() int { return t.keyed + (t.letters-t.changed)*rubbish }

// hasMarks reports whether words end in keys that are comma or full stop in the layout.
func (b *keyboard) hasMarks(s string) bool {
	for i := 2; i < len(s); i++ {
		c, before := s[i], s[i-1]
		if c >= 0x80 || b.marks[c] != '.' && b.marks[c] != ',' || i+1 < len(s) && s[i+1] > ' ' {
			continue
		}
		if isLatin(before) || isLatin(s[i-2]) && b.isLetterKey(before) {
			return true
		}
	}
	return false
}

// beyondDoubt is for texts what farBetter is for charsets.
func (t *typed) beyondDoubt() bool {
	if t.words < 2 || t.letters < fewestTyped || t.changed*100 < t.letters*mistypedPart {
		return false
	}
	meant := reading{cost: t.keyed, letters: t.changed}
	return t.keyed <= fluent*t.changed-6*unit && meant.farBetter(reading{cost: t.sound, letters: t.changed})
}

// text reads a text word by word.
func (t *typed) text(s string) {
	for at := 0; at < len(s); {
		end := at
		for end < len(s) && s[end] > ' ' {
			end++
		}
		t.token(s[at:end])
		for at = end; end < len(s) && s[end] <= ' '; {
			end++
		}
		t.out = append(t.out, s[at:end]...)
		at = end
	}
}

// token reads what stands between two blanks. Addresses are written in Latin letters.
func (t *typed) token(s string) {
	if isLink(s) {
		t.out = append(t.out, s...)
		return
	}
	if start, end := addressIn(s); end > 0 {
		t.keys(s[:start])
		t.out = append(t.out, s[start:end]...)
		s = s[end:]
	}
	t.keys(s)
}

// keys reads keys one behind the other. All of it is left where a word in it is: "e-mail".
func (t *typed) keys(s string) {
	before := *t
	if t.layout.isCode(s) {
		t.leave(s, before)
		return
	}
	word, leave := false, false
	for i := 0; i < len(s); {
		end := i
		for end < len(s) && t.layout.isLetterKey(s[end]) && !t.layout.isHyphen(s, end) {
			end++
		}
		if end == i {
			t.mark(s, i, word)
			word = false
			i++
			continue
		}
		if word, leave = t.run(s[i:end]); leave {
			t.leave(s, before)
			return
		}
		i = end
	}
}

// leave goes back to what was before s, and leaves s as it stands.
func (t *typed) leave(s string, before typed) {
	*t = before
	t.out = append(t.out, s...)
	for i := range len(s) {
		if isLatin(s[i]) {
			t.letters++
		}
	}
}

// mark reads a key that gives no letter. A slash between digits is part of a date; a digit
// is a mark of the layout behind a word only. Letters beyond ASCII speak against it all.
func (t *typed) mark(s string, i int, word bool) {
	c := s[i]
	if c >= 0x80 {
		if r, _ := utf8.DecodeRuneInString(s[i:]); r != utf8.RuneError && unicode.IsLetter(r) {
			t.letters++
		}
		t.out = append(t.out, c)
		return
	}
	r := t.layout.marks[c]
	date := c == '/' && i > 0 && isDigit(s[i-1]) && i+1 < len(s) && isDigit(s[i+1])
	if r == 0 || date || isDigit(c) && !(word && i+1 == len(s)) {
		r = rune(c)
	}
	t.out = utf8.AppendRune(t.out, r)
}
