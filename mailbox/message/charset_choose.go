package message

import (
	"math"
	"strings"
)

// decodeCyrillic decodes a declared charset of the ladder. Kazakh mail that says
// windows-1251 but means KZ-1048, as programs do that know no name for it, is read
// as such; another charset is taken only where the letters leave no doubt.
func decodeCyrillic(t *table, b []byte) (string, finding) {
	if (t == windows1251 || t == kz1048) && punctuatedOnly(b) { // English, with ’ and –
		return t.decode(b), asDeclared
	}
	found := asDeclared
	if t == windows1251 && looksKazakh(b) {
		t, found = kz1048, repaired
	}
	declared := t.score(b)
	elsewhere := capitalsElsewhere(t, b)
	if declared.letters < 4 || declared.odd+declared.turns == 0 && declared.cost <= fluent*declared.letters && !elsewhere {
		return t.decode(b), found
	}
	best, r, _ := likeliest(b)
	switch {
	case best != t && (r.farBetter(declared) || elsewhere && r.odd == 0 && r.cost < declared.cost):
		if capitalsElsewhere(best, b) && best.kazakh() == (r.odd > 0) {
			return best.decode(b), doubtful
		}
		return best.decode(b), repaired
	case declared.cost > rubbish*declared.letters && !(declared.odd+declared.turns == 0 && amidLookAlikes(b)),
		elsewhere && t.kazakh() == (declared.odd > 0),
		found == repaired && (declared.turns > 1 || declared.cost > fluent*declared.letters && r.cost+surely < declared.cost):
		return t.decode(b), doubtful
	}
	return t.decode(b), found
}

// amidLookAlikes reports whether Latin letters stand right beside those of the charset, and only such as look like Cyrillic ones: «COГЛACИE», with
// seven Latin letters. Then the pairs of letters tell nothing.
func amidLookAlikes(b []byte) (yes bool) {
	for i, c := range b {
		if !isASCIILetter(c) || !(i > 0 && b[i-1] >= 0x80 || i+1 < len(b) && b[i+1] >= 0x80) {
			continue
		}
		if yes = strings.IndexByte("ABCEHKMOPTXYaceopxyiI", c) >= 0; !yes {
			return false
		}
	}
	return yes
}

func isASCIILetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// kazakh: a charset with capitals of Kazakh where Mac has those of Russian.
func (t *table) kazakh() bool { return t == kz1048 || t == ptcp154 }

// capitalsElsewhere tells Mac and windows-1251 apart, which have but the small
// letters in the same places: a text begins with a capital, or has one somewhere.
func capitalsElsewhere(t *table, b []byte) bool {
	mac, windows := false, false
	b = b[:min(len(b), mostScored)]
	for i, c := range b {
		if c < 0x80 || c >= 0xDF || i > 0 && b[i-1] >= 0x80 {
			continue
		}
		alone := i+1 == len(b) || b[i+1] < 0x80 // a word of one letter, or a dash
		if alone || b[i+1] >= 0xDF {
			mac = mac || c < 0xA0 && !(alone && strings.IndexByte("\x85\x88\x95\x96\x97\x99", c) >= 0)
			windows = windows || c >= 0xC0 && c != 0xDC // which is № on Mac
		}
	}
	switch t {
	case macCyrillic:
		return windows && !mac
	case windows1251, kz1048, ptcp154:
		return mac && !windows
	}
	return false
}

// guessCyrillic takes the charset of the ladder that fits best. It is sure of it if
// the next best is a thousand times less likely and the text looks like text.
func guessCyrillic(b []byte) (string, finding) {
	if !looksCyrillic(b) {
		if punctuatedOnly(b) {
			return windows1252.decode(b), guessed
		}
		return windows1252.decode(b), doubtful
	}
	best, sure := guessTable(b)
	if sure {
		return best.decode(b), guessed
	}
	return best.decode(b), doubtful
}

// guessTable returns the charset of the ladder that fits best, and whether that is sure.
func guessTable(b []byte) (best *table, sure bool) {
	best, r, margin := likeliest(b)
	return best, margin >= surely && r.plausible() && !(capitalsElsewhere(best, b) && best.kazakh() == (r.odd > 0))
}

// readsCyrillic is for a charset declared that is of no Cyrillic letters, or of
// many scripts: it loses only against what reads as words from end to end. Empty:
// it does not.
func readsCyrillic(b []byte) (string, finding) {
	const fewest = 8
	if !looksCyrillic(b) {
		return "", asDeclared
	}
	best, r, margin := likeliest(b)
	switch {
	case r.letters < fewest || r.odd > 0 || r.cost > plausible*r.letters:
		return "", asDeclared
	case margin < surely:
		return best.decode(b), doubtful
	}
	return best.decode(b), repaired
}

// likeliest returns the charset that fits b best, and how much worse the next one
// is that reads it otherwise; less than 0 if that was only ruled out.
func likeliest(b []byte) (best *table, r reading, margin int) {
	var seen [256]bool
	for _, c := range b {
		seen[c] = true
	}
	var readings [len(ladder)]reading
	for i, t := range ladder {
		readings[i] = t.score(b)
		readings[i].cost += t.rare * unit
		if t == macCyrillic && readings[i].turns == 0 && capitalsElsewhere(windows1251, b) { // IBM-866 has its capitals there, too, but for Ё
			readings[i].cost -= macSeen * unit
		}
		if (best == nil || readings[i].cost < r.cost) && !t.unlikely(b, &seen) {
			best, r = t, readings[i]
		}
	}
	margin = math.MaxInt
	for i, t := range ladder {
		if t != best && !t.agrees(best, &seen) {
			margin = min(margin, readings[i].cost-r.cost)
		}
	}
	return best, r, margin
}

// unlikely: a charset for Kazakh whose letters would be honest ones of another
// language in windows-1251.
func (t *table) unlikely(b []byte, seen *[256]bool) bool {
	switch t {
	case kz1048:
		return !looksKazakh(b)
	case ptcp154:
		return !some(seen, "\x83\x81\x8d\x9d\x9c\x8c\x89\x87\xa4\xa6\xb1\xb5") && some(seen, "\xb3\xb2") && !some(seen, "\xfb\xdb\xfd\xdd")
	case kazakhFonts:
		return !looksKazakhFonts(seen)
	}
	return false
}

// looksKazakh weighs the bytes in which KZ-1048 differs from windows-1251. Most are
// letters of Serbian and Macedonian there, so letters only those have speak
// against; some are Ukrainian, so ы speaks for, or the want of і.
func looksKazakh(b []byte) bool {
	var seen [256]bool
	for _, c := range b {
		seen[c] = true
	}
	if some(&seen, "\x80\x83\x81\x8a\x8c\x8f\x90\x9a\x9c\x9f") { // Ђ ѓ Ѓ Љ Њ Џ ђ љ њ џ
		return false
	}
	if some(&seen, "\x8d\x9d\x8e\x9e\xa1\xa2\xa3\xbc\xbd\xbe") { // Қ қ Һ һ Ұ ұ Ә ә Ң ң
		return true
	}
	if some(&seen, "\xa5\xb4\xaa\xba\xaf\xbf") { // Ө ө Ғ ғ Ү ү, or Ґ ґ Є є Ї ї
		return some(&seen, "\xfb\xdb\xfd\xdd") || !some(&seen, "\xb3\xb2") // ы Ы э Э; і І
	}
	return false
}

// looksKazakhFonts: letters of Serbian and Macedonian beside ы or і, which those
// languages have not, and no ј, which they cannot do without.
func looksKazakhFonts(seen *[256]bool) bool {
	return some(seen, "\x83\x81\x8c\x9c\x8f\x9f\x80\x90\x8a\x9a\x9d\x8d\xbe\xbd") && some(seen, "\xfb\xdb\xb3\xb2") && !some(seen, "\xbc\xa3")
}

func some(seen *[256]bool, set string) bool {
	for i := range len(set) {
		if seen[set[i]] {
			return true
		}
	}
	return false
}

// looksCyrillic: in Cyrillic words nearly every letter is beyond ASCII, in words of
// Western languages they stand alone.
func looksCyrillic(b []byte) bool {
	const few = 8
	beyond, paired, within := 0, 0, 0
	for i, c := range b {
		if c < 0x80 {
			continue
		}
		beyond++
		if i > 0 && b[i-1] >= 0x80 || i+1 < len(b) && b[i+1] >= 0x80 {
			paired++
		}
		if i > 0 && isASCIILetter(b[i-1]) || i+1 < len(b) && isASCIILetter(b[i+1]) {
			within++
		}
	}
	if beyond <= few && within*2 > beyond { // "Jürgen Hößle"
		return false
	}
	return beyond > 0 && paired*2 > beyond
}
