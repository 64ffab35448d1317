package classifier

import (
	"strings"
	"unicode/utf8"
)

// The parts of a name that may be written small. They are told by their letters, not
// by a skeleton: «да» is no "da".

// endings close a name: whose son or daughter one is.
var endings = wordSet("ұлы қызы улы кызы оглы оғлы оглу угли ўғли кизи қизи uly kyzy qyzy ogly oglu ugli kizi qizi")

// particles stand within a name.
var particles = wordSet("del della do dos das du le los las zu ter ten af av y e bint ден бинт дель de la van von der den al bin ibn di da де ван фон дер бин ибн аль ла")

// leads stand before a name anywhere; the other particles only at the head of a value,
// for «де» is a word of Kazakh.
var leads = wordSet("van von ван фон")

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

// leadOf returns where a name begins whose first capital stands at text[i:]: at the
// particles before it.
func leadOf(text string, i int) int {
	start := i
	for range 2 {
		before := strings.TrimRight(text[:start], " ")
		at := strings.LastIndexAny(before, " \t\u00a0:«\"“(,") + 1
		if at > 0 {
			_, n := utf8.DecodeRuneInString(before[at-1:])
			at += n - 1
		}
		word := before[at:]
		head := strings.TrimRight(before[:at], " ")
		if before == text[:start] || !leads[word] && !(particles[word] && (head == "" || strings.HasSuffix(head, ":"))) {
			break
		}
		start = at
	}
	return start
}
