package message

// typedLook is a look over the beginning of a text: Latin letters, few of them vowels. No
// language written in them has so few, so nearly every mail is told apart here.
type typedLook struct {
	letters, vowels int
	beyond          int // octets beyond ASCII
	seen            int // octets looked at
}

// over looks at one more stretch. It reports false where more need not be looked at: the
// text is not typed in the wrong layout.
func (l *typedLook) over(text string) bool {
	const sample = 1 << 10
	text = text[:min(len(text), sample-l.seen)]
	l.seen += len(text)
	letters, vowels, name := 0, 0, false // of a word; it is an address or a link
	for i := range len(text) {
		switch c := text[i]; {
		case c <= ' ':
			if !name {
				l.letters, l.vowels = l.letters+letters, l.vowels+vowels
			}
			letters, vowels, name = 0, 0, false
			if l.letters > 128 && !l.typed() {
				return false
			}
		case c >= 0x80:
			if l.beyond++; l.beyond > 64 && l.beyond > l.letters {
				return false
			}
		case isLatin(c):
			letters++
			switch c | 0x20 {
			case 'a', 'e', 'i', 'o': // ф, у, ш and щ there
				vowels++
			}
		case c == '@' && letters > 0, c == ':' && i+1 < len(text) && text[i+1] == '/':
			name = true
		}
	}
	if !name {
		l.letters, l.vowels = l.letters+letters, l.vowels+vowels
	}
	return true
}

// typed reports whether what was seen may be typed in the wrong layout.
func (l *typedLook) typed() bool {
	return l.letters >= fewestTyped*2/3 && l.vowels*4 <= l.letters && l.beyond*2 <= l.letters
}
