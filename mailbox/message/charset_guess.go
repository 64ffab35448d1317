package message

import "golang.org/x/text/encoding/charmap"

// looksKazakh weighs the bytes in which KZ-1048 differs from windows-1251. Most are
// letters of Serbian and Macedonian there, so letters only those have speak
// against; some are Ukrainian, so ы speaks for, or the want of і.
func looksKazakh(b []byte) bool {
	var seen [256]bool
	for _, c := range b {
		seen[c] = true
	}
	some := func(set string) bool {
		for i := range len(set) {
			if seen[set[i]] {
				return true
			}
		}
		return false
	}
	if some("\x80\x83\x81\x8a\x8c\x8f\x90\x9a\x9c\x9f") { // Ђ ѓ Ѓ Љ Њ Џ ђ љ њ џ
		return false
	}
	if some("\x8d\x9d\x8e\x9e\xa1\xa2\xa3\xbc\xbd\xbe") { // Қ қ Һ һ Ұ ұ Ә ә Ң ң
		return true
	}
	if some("\xa5\xb4\xaa\xba\xaf\xbf") { // Ө ө Ғ ғ Ү ү, or Ґ ґ Є є Ї ї
		return some("\xfb\xdb\xfd\xdd") || !some("\xb3\xb2") // ы Ы э Э; і І
	}
	return false
}

// looksCyrillic: in Cyrillic words nearly every letter is beyond ASCII, in words of
// Western languages they stand alone.
func looksCyrillic(b []byte) bool {
	beyond, paired := 0, 0
	for i, c := range b {
		if c < 0x80 {
			continue
		}
		beyond++
		if i > 0 && b[i-1] >= 0x80 || i+1 < len(b) && b[i+1] >= 0x80 {
			paired++
		}
	}
	return beyond > 0 && paired*2 > beyond
}

// guessCyrillic takes the reading whose letters are the commoner ones.
func guessCyrillic(b []byte) string {
	if score(b, charmap.KOI8R.DecodeByte) > score(b, charmap.Windows1251.DecodeByte) {
		return decodeBytes(b, charmap.KOI8R.DecodeByte)
	}
	return decodeWindows1251(b)
}

// score adds how common each letter is in Russian and Kazakh text, less a good deal
// for a capital after a small letter and for what is no letter. 4,096 letters tell
// enough.
func score(b []byte, letter func(byte) rune) int {
	// Hundredths of a per cent, а to я; roughly, both languages mixed.
	const common = "\x50\x10\x18\x10\x1c\x40\x08\x0c\x30\x10\x20\x28\x1c\x3a\x38\x14\x2c\x30\x38\x18\x04\x08\x04\x0c\x06\x04\x01\x1c\x0c\x04\x06\x10"
	sum := 0
	small := false
	for _, c := range b[:min(len(b), 4096)] {
		if c < 0x80 {
			small = false
			continue
		}
		switch r := letter(c); {
		case r >= 'а' && r <= 'я':
			sum += int(common[r-'а'])
			small = true
		case r >= 'А' && r <= 'Я':
			sum += int(common[r-'А'])
			if small {
				sum -= 0x40
			}
			small = false
		case r >= 0x2500 && r <= 0x25a0: // KOI8-R's frames
			sum -= 0x20
			small = false
		default:
			small = false
		}
	}
	return sum
}
