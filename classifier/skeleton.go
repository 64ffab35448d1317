package classifier

import (
	"strings"
	"unicode"
)

// skeletons maps a rune to its letters in a skeleton: Kazakh letters to their
// Russian base, both to Latin, accents dropped. x is ш, q is ч, j is ж.
var skeletons = func() (table [0x530]string) {
	const cyr = "аa әa бb вv гg ғg дd еe ёe эe жj зz иi йi іi ыi кk қk лl мm нn ңn оo өo пp рr сs тt уu ұu үu фf хh һh цc чq шx щx юiu яia јj ґg ӄk ҡk ӈn ҥn"
	const lat = "äa áa âa öo óo üu ūu úu ğg ñn şx ıi ìi íi îi ýi ée èe çq šx žj ɵo əa"
	set := func(r rune, s string) {
		table[r] = s
		if up := unicode.ToUpper(r); up != r && int(up) < len(table) {
			table[up] = s
		}
	}
	for r := 'a'; r <= 'z'; r++ {
		set(r, string(r))
	}
	set('y', "i")
	set('q', "k")
	set('x', "h")
	for r := '0'; r <= '9'; r++ {
		table[r] = string(r)
	}
	for _, pair := range strings.Fields(cyr + " " + lat) {
		runes := []rune(pair)
		set(runes[0], string(runes[1:]))
	}
	table['İ'] = "i"
	return table
}()

// kazakhDigits are the keys that give Kazakh letters on a Kazakh keyboard and
// digits on a Russian one: «жа4арту».
var kazakhKeys = map[rune]string{'-': "o", '=': "h"}

var kazakhDigits = [10]string{2: "a", 3: "i", 4: "n", 5: "g", 8: "u", 9: "u", 0: "k"}

// appendSkeleton appends the skeleton of a word to dst: ASCII letters and digits,
// doubled letters written once, so that «даных» is «данных».
func appendSkeleton(dst []byte, word string, s script) []byte {
	if s.mixed() {
		word = unmix(word, s.english)
		s = scriptOf(word)
	}
	from := len(dst)
	for i := 0; i < len(word); {
		r, n := decode(word, i)
		i += n
		if int(r) >= len(skeletons) {
			continue
		}
		letters := skeletons[r]
		if s.cyrillic && s.digits && kazakhKeys[r] != "" {
			letters = kazakhKeys[r]
		}
		if s.cyrillic && s.digits && r >= '0' && r <= '9' && kazakhDigits[r-'0'] != "" {
			letters = kazakhDigits[r-'0']
		}
		for k := range len(letters) {
			dst = appendLetter(dst, from, letters[k], s.cyrillic)
		}
	}
	return dst
}

func scriptOf(word string) (s script) {
	for _, r := range word {
		s.add(classOf(r))
	}
	return s
}

// appendLetter appends one letter unless it doubles the one before, and joins the
// pairs by which transliteration writes one Cyrillic letter.
func appendLetter(dst []byte, from int, b byte, cyr bool) []byte {
	if len(dst) == from {
		return append(dst, b)
	}
	last := &dst[len(dst)-1]
	if b == 'h' && !cyr {
		switch *last {
		case 'z':
			*last = 'j'
			return dst
		case 's':
			*last = 'x'
			return dst
		case 'c':
			*last = 'q'
			return dst
		case 'k':
			*last = 'h'
			return dst
		case 'g':
			return dst
		}
	}
	if *last == b && (b < '0' || b > '9') {
		return dst
	}
	return append(dst, b)
}
