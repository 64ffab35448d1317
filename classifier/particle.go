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
// particles before it, «ван дер Флит».
func leadOf(text string, i int) int {
	start, at := i, i
	for range 2 {
		before := strings.TrimRight(text[:at], " ")
		from := strings.LastIndexAny(before, " \t\u00a0:«\"“(,") + 1
		if from > 0 {
			_, n := utf8.DecodeRuneInString(before[from-1:])
			from += n - 1
		}
		word := before[from:]
		if before == text[:at] || !particles[word] {
			break
		}
		at = from
		if head := strings.TrimRight(before[:from], " "); leads[word] || head == "" || strings.HasSuffix(head, ":") {
			start = at
		}
	}
	return start
}
