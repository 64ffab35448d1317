package classifier

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// addLine splits a line into words and folds each.
func (r *reading) addLine(text string, number int, after bool, t *trie) {
	l := line{text: text, number: number, after: after, first: len(r.words)}
	index := int32(len(r.lines))
	if strings.TrimSpace(text) == "" {
		r.openBreak = true
	} else if number > 0 {
		r.own = true
	}
	for at := 0; at < len(text); {
		if n := blankAt(text, at); n > 0 {
			at += n
			continue
		}
		next, address := nextRun(text, at)
		if !address {
			r.addRun(text, at, next, index, t)
		} else if c, _ := utf8.DecodeLastRuneInString(text[at:next]); endsSentence(text, next, c) { // «… на a@b.example. Второе: …»
			r.openBreak = true
			r.ask(c)
		}
		at = next
	}
	l.end = len(r.words)
	if number == 0 {
		r.openBreak = true
	}
	r.lines = append(r.lines, l)
}

// blankAt returns the length of the blank or control character at at, else 0.
func blankAt(text string, at int) int {
	b := text[at]
	if b < utf8.RuneSelf {
		if b <= ' ' || b == 0x7f {
			return 1
		}
		return 0
	}
	if b != 0xc2 && b != 0xe1 && b != 0xe2 && b != 0xe3 { // where UTF-8 has its blanks
		return 0
	}
	c, n := utf8.DecodeRuneInString(text[at:])
	if unicode.IsSpace(c) || unicode.IsControl(c) {
		return n
	}
	return 0
}

// nextRun returns the end of the run without blanks that begins at at, and
// whether it is an address or a link, whose parts are no words.
func nextRun(text string, at int) (end int, address bool) {
	for end = at; end < len(text) && blankAt(text, end) == 0; end++ {
		address = address || text[end] == '@' || text[end] == '/' && strings.HasPrefix(text[end:], "//")
	}
	return end, address || strings.HasPrefix(text[at:end], "www.")
}

// decode is utf8.DecodeRuneInString with a short way for two-octet runes, which
// is what Cyrillic is made of.
func decode(text string, i int) (rune, int) {
	b := text[i]
	if b < utf8.RuneSelf {
		return rune(b), 1
	}
	if b >= 0xc2 && b < 0xe0 && i+1 < len(text) && text[i+1]&0xc0 == 0x80 {
		return rune(b&0x1f)<<6 | rune(text[i+1]&0x3f), 2
	}
	return utf8.DecodeRuneInString(text[i:])
}

// addRun adds the words of text[at:end], which holds no blank.
func (r *reading) addRun(text string, at, end int, index int32, t *trie) {
	start := -1
	var s script
	flush := func(to int) {
		if start >= 0 && (s.cyrillic || s.latin || s.digits) {
			r.addWord(text, start, to, index, s, t)
		}
		start, s = -1, script{}
	}
	layout := wrongLayout(text[at:end])
	for i := at; i < end; {
		c, n := decode(text[:end], i)
		k := classOf(c)
		if layout && (c == '-' || c == '=') { // keys of a Kazakh keyboard
			k = cyrillic
		}
		switch k {
		case other:
			flush(i)
			if endsSentence(text, i+n, c) {
				r.openBreak = true
				r.ask(c)
			}
		case joiner, invisible:
		default:
			if start < 0 {
				start = i
			}
			s.add(k)
		}
		i += n
	}
	flush(end)
}

// wrongLayout reports whether a run was typed on a Kazakh keyboard while the Russian
// layout was on: digits stand between Cyrillic letters, and a hyphen is ө.
func wrongLayout(run string) bool {
	joined, digits := false, false
	for i := range len(run) {
		switch run[i] {
		case '-', '=':
			joined = true
		case '0', '2', '3', '4', '5', '8', '9':
			digits = true
		}
	}
	if !joined || !digits {
		return false
	}
	before, digitBefore := other, false
	for i := 0; i < len(run); {
		c, n := decode(run, i)
		k := classOf(c)
		if k == cyrillic && before == digit && digitBefore {
			return true
		}
		digitBefore = k == digit && before == cyrillic
		before = k
		i += n
	}
	return false
}

func (r *reading) addWord(text string, start, end int, index int32, s script, t *trie) {
	if r.openBreak {
		r.sentence++
		r.openBreak = false
	}
	plain := text[start:end]
	if s.mixed() { // look-alike letters
		plain = unmix(plain, r.english)
		s = scriptOf(plain)
	}
	w := word{
		start: int32(start), end: int32(end), line: index, sentence: r.sentence, script: s,
		from: int32(len(r.skeletons)), hits: int32(len(r.hits)),
	}
	r.lookUp(&w, plain, t)
	w.to, w.hitEnd = int32(len(r.skeletons)), int32(len(r.hits))
	if w.hits == w.hitEnd && !s.cyrillic && !s.latin { // a number is no distance between words
		r.skeletons = r.skeletons[:w.from]
		return
	}
	r.words = append(r.words, w)
}

// lookUp appends the skeleton of a word and what the lexicon knows of it.
func (r *reading) lookUp(w *word, text string, t *trie) {
	s := w.script
	s.english = r.english
	var place *knownWord
	if k := r.room.familiar; k != nil {
		var there bool
		if place, there = k.at(text, s); there {
			r.skeletons = append(r.skeletons, place.skeleton[:place.m]...)
			r.hits = append(r.hits, place.hits[:place.found]...)
			w.stem = place.stem
			return
		}
	}
	r.skeletons = appendSkeleton(r.skeletons, text, w.script)
	skeleton := r.skeletons[w.from:]
	w.stem = stemOf(skeleton)
	r.hits = t.find(r.hits, skeleton, s)
	if place != nil {
		place.set(text, s, skeleton, w.stem, r.hits[w.hits:])
	}
}

// ask notes that the present sentence ended in a question mark.
func (r *reading) ask(c rune) {
	for int(r.sentence) >= len(r.asks) {
		r.asks = append(r.asks, false)
	}
	r.asks[r.sentence] = r.asks[r.sentence] || c == '?' || c == '？'
}

// asked reports whether a sentence ended in a question mark.
func (r *reading) asked(sentence int32) bool {
	return int(sentence) < len(r.asks) && r.asks[sentence]
}

// endsSentence tells a full stop from the dot of an abbreviation («перс. данных»)
// or of a number by what follows: a capital, the end of the line, or a small letter where
// a whole word stands before it.
func endsSentence(text string, after int, c rune) bool {
	switch c {
	case '!', '?', '？':
		return true
	case '.', '…':
		rest := text[after:]
		trimmed := strings.TrimLeft(rest, " \t\u00a0«\"“„-–—*")
		if trimmed == "" {
			return true
		}
		next, _ := utf8.DecodeRuneInString(trimmed)
		if len(trimmed) == len(rest) {
			return false
		}
		return unicode.IsUpper(next) || c == '.' && unicode.IsLower(next) && endsWhole(text[:after-1])
	}
	return false
}

// endsWhole reports whether a text ends in a whole word or a number rather than in an
// abbreviation, so that a dot behind it is a full stop also before a small letter, as
// people write on telephones.
func endsWhole(text string) bool {
	const shortest = 5 // «перс.», «обл.», «корп.» are shorter
	letters, digits := 0, 0
	for len(text) > 0 && letters < shortest {
		c, n := utf8.DecodeLastRuneInString(text)
		switch {
		case unicode.IsLetter(c) && digits == 0:
			letters++
		case unicode.IsDigit(c) && letters == 0:
			digits++
		default:
			return digits >= 2
		}
		text = text[:len(text)-n]
	}
	return letters == shortest || digits >= 2
}
