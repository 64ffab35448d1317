package classifier

import "regexp"

// A draft of a request is sent round to be approved, a form to be filled in: «Мен, ______,
// келісімімді кері қайтарып аламын», "I, [full name], withdraw". Blanks in the very
// sentence that asks say that nobody asks it yet; those for date and signature stand apart.

var blankToFill = regexp.MustCompile(`_{3,}|\.{7,}|…{3,}|(?i)[\[{<][\pL\s./,-]*(name|date|signature|address|number|phone|имя|фио|дат[аы]|подпись|адрес|номер|телефон|аты|тег[іи]|күні|қолы|жөні|мекенжай|нөмір)[\pL\s./,-]*[\]}>]`)

// drafted returns the words of a sentence that asks and has a blank to fill in.
func (r *reading) drafted(f *finding) (from, to int, yes bool) {
	for _, s := range f.spans {
		first, last := r.sentenceOf(s.from)
		line := r.words[s.from].line // «Dear all,» above belongs to the sentence, too
		initial := func(i int) bool { return r.words[i].line == line && len([]rune(r.text(i))) == 1 }
		for first > 0 && initial(first-1) { // it ends no sentence
			first, _ = r.sentenceOf(first - 1)
		}
		for r.words[first].line != line {
			first++
		}
		for r.words[last-1].line != line {
			last--
		}
		if blankToFill.MatchString(r.lines[line].text[r.words[first].start:r.words[last-1].end]) {
			return first, last - 1, true
		}
	}
	return 0, 0, false
}

// draftRule names what was seen.
const draftRule = "guard:relay:draft"
