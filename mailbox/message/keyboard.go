package message

import "sync"

// keyboard is what the keys of a Latin keyboard give in another layout. A key of a letter
// there may be one of a mark, or a digit, on the Latin one.
type keyboard struct {
	letters [128]rune  // 0: the key gives none
	class   [128]uint8 // of the letter, see charset_score.go
	marks   [128]rune  // 0: the key gives the same in both
}

// soundLetters are what the letters of the Latin alphabet sound like.
const soundLetters = "абцдефгхижклмнопкрстуввхыз"

const (
	latinKeys   = "qwertyuiop[]asdfghjkl;'zxcvbnm,.QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>"
	russianKeys = "йцукенгшщзхъфывапролджэячсмитьбюЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ"
	kazakhKeys  = "2345890-=@#$%*()_+"
)

// keyboards are the layouts of Russian and of Kazakh (RST KazSSR 903-90, as Windows and
// X11 have it): that one has letters in the row of digits, comma and full stop among them.
var keyboards = sync.OnceValue(func() [2]*keyboard {
	russian := newKeyboard(latinKeys+"`~", russianKeys+"ёЁ", "/?&^$#@|", `.,?:;№"/`)
	kazakh := newKeyboard(latinKeys+kazakhKeys, russianKeys+"әіңғүұқөһӘІҢҒҮҰҚӨҺ", "67/^&`~", ",..;:()")
	return [2]*keyboard{russian, kazakh}
})

func newKeyboard(keys, letters, markKeys, marks string) *keyboard {
	b := &keyboard{}
	to := []rune(letters)
	for i := range len(keys) {
		b.letters[keys[i]], b.class[keys[i]] = to[i], letterClass(to[i])
	}
	to = []rune(marks)
	for i := range len(markKeys) {
		b.marks[markKeys[i]] = to[i]
	}
	return b
}

// isLetterKey reports whether a key gives a letter in this layout.
func (b *keyboard) isLetterKey(c byte) bool { return c < 0x80 && b.letters[c] != 0 }

// sounds are the classes of soundLetters.
var sounds = sync.OnceValue(func() (class [26]uint8) {
	for i, r := range []rune(soundLetters) {
		class[i] = letterClass(r)
	}
	return class
})

func isLatin(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
