package classifier

import "unicode"

// Two foldings. The skeleton is coarse and cheap: every word becomes a few Latin
// letters in which Cyrillic, Kazakh typed on a Russian keyboard, Latin Kazakh and
// transliteration look alike; wordings are found by it. The exact key (mark.go) is
// fine: it forgives only what does not change the words.

// class says what a rune is in a text.
type class uint8

const (
	other class = iota // ends a word
	cyrillic
	latin
	digit
	joiner    // an apostrophe: inside a word, without weight
	invisible // zero width, or a combining mark: not there
)

// fastClasses covers Latin, Greek and Cyrillic; the rest is asked for by classOf.
var fastClasses = func() (table [0x530]class) {
	for r := range rune(len(table)) {
		table[r] = slowClass(r)
	}
	return table
}()

func classOf(r rune) class {
	if r >= 0 && int(r) < len(fastClasses) {
		return fastClasses[r]
	}
	return slowClass(r)
}

func slowClass(r rune) class {
	switch {
	case r >= '0' && r <= '9':
		return digit
	case r == '\'' || r == '’' || r == 'ʼ' || r == '`':
		return joiner
	case isInvisible(r) || unicode.Is(unicode.Mn, r):
		return invisible
	case unicode.Is(unicode.Cyrillic, r):
		return cyrillic
	case unicode.IsLetter(r):
		return latin
	}
	return other
}

// isInvisible reports runes that show nothing: soft hyphen, zero-width blanks and
// joiners, direction marks, variation selectors, byte order mark.
func isInvisible(r rune) bool {
	switch {
	case r == 0xad, r == 0x34f, r == 0x180e, r == 0xfeff,
		r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e,
		r >= 0x2060 && r <= 0x206f, r >= 0xfe00 && r <= 0xfe0f:
		return true
	}
	return false
}

// lookalikes pairs Latin letters with the Cyrillic ones they are taken for. Even
// the official Kazakh text of Law 94-V has Latin letters inside Cyrillic words.
const (
	lookalikesLatin    = "aceiopxykmhbtACEIOPXYKMHBTəɵƏƟıjJ"
	lookalikesCyrillic = "асеіорхукмнвтАСЕІОРХУКМНВТәөӘӨіјЈ"
)

var toCyrillic, toLatin = func() (cyr, lat map[rune]rune) {
	cyr, lat = map[rune]rune{}, map[rune]rune{}
	from, to := []rune(lookalikesLatin), []rune(lookalikesCyrillic)
	for i := range from {
		cyr[from[i]] = to[i]
		if _, ok := lat[to[i]]; !ok {
			lat[to[i]] = from[i]
		}
	}
	// Cyrillic letters of other alphabets that stand for Kazakh ones.
	for r, k := range map[rune]rune{'ӄ': 'қ', 'ҡ': 'қ', 'ӈ': 'ң', 'ҥ': 'ң', 'Ӄ': 'Қ', 'Ӈ': 'Ң'} {
		cyr[r] = k
	}
	return cyr, lat
}()

// script says what letters a word is made of.
type script struct {
	cyrillic, latin, digits bool
	english                 bool // stands in an English letter: no transliteration
}

func (s script) mixed() bool { return s.cyrillic && s.latin }

func (s *script) add(c class) {
	switch c {
	case cyrillic:
		s.cyrillic = true
	case latin:
		s.latin = true
	case digit:
		s.digits = true
	}
}

// unmix turns the look-alikes in a word of both scripts into one of them: Cyrillic
// if every Latin letter has a double there and the letter is not an English one, else Latin
// where there is one.
func unmix(word string, english bool) string {
	allCyrillic := !english
	for _, r := range word {
		if classOf(r) == latin {
			if _, ok := toCyrillic[r]; !ok {
				allCyrillic = false
				break
			}
		}
	}
	table := toLatin
	if allCyrillic {
		table = toCyrillic
	}
	return mapRunes(word, table)
}

func mapRunes(word string, table map[rune]rune) string {
	out := make([]rune, 0, len(word))
	for _, r := range word {
		if to, ok := table[r]; ok {
			r = to
		}
		out = append(out, r)
	}
	return string(out)
}
