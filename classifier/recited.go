package classifier

import (
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// Who tells what was written to another company, or what somebody dictates, puts it in quotation marks: "this went to my bank: «Dear Bank, I
// cancel my consent …»". Words that stand there are nobody's request to us, unless the writer asks outside of them too.

// recitedWords are as many words as a quotation has at least that may be a request; the name of one has fewer.
const recitedWords = 6

// closing are the marks that end a quotation, by the one that begins it.
var closing = map[rune]rune{'«': '»', '"': '"', '“': '”', '„': '“'}

// recited returns the words of a request that stands in quotation marks only.
func (r *reading) recited(kind privacy.Kind, f *finding) (from, to int, yes bool) {
	if f.exact || len(f.spans) == 0 {
		return 0, 0, false
	}
	quotations := r.quotations()
	inside := func(from, to int) bool { // most of the words
		n := 0
		for _, q := range quotations {
			n += max(0, min(to, q.to)-max(from, q.from))
		}
		return 2*n > to-from
	}
	for _, s := range f.spans {
		switch {
		case inside(s.from, s.to):
			from, to, yes = s.from, s.to-1, true
		case r.lines[r.words[s.from].line].number > 0:
			return 0, 0, false
		}
	}
	for k, u := range r.judged.units {
		if !u.title && r.judged.chances[k][asks(kind)] >= levelHint && !inside(u.from, u.to) {
			return 0, 0, false
		}
	}
	return from, to, yes
}

// mostQuotations caps those of a letter that are looked at.
const mostQuotations = 20

// quotations returns the words that stand in quotation marks, several together, also over more than one line.
func (r *reading) quotations() (list []span) {
	var end rune // that the open one waits for; 0: none is open
	from := 0
	for i := range r.words {
		for _, c := range r.gapBefore(i) {
			switch opens := closing[c]; {
			case end != 0 && c == end:
				if i-from >= recitedWords && len(list) < mostQuotations {
					list = append(list, span{from, i})
				}
				end = 0
			case end == 0 && opens != 0:
				end, from = opens, i
			}
		}
	}
	if n := len(r.words); end != 0 && n-from >= recitedWords && len(list) < mostQuotations && strings.ContainsRune(r.restOf(n-1), end) {
		list = append(list, span{from, n})
	}
	return list
}

// gapBefore returns what stands between a word and the one before it, without the lines between.
func (r *reading) gapBefore(i int) string {
	w := r.words[i]
	text := r.lines[w.line].text[:w.start]
	if i == 0 {
		return text
	}
	if before := r.words[i-1]; before.line == w.line {
		return text[min(int(before.end), len(text)):]
	}
	return r.restOf(i-1) + text
}

// restOf returns what stands behind a word in its line, up to the next word.
func (r *reading) restOf(i int) string {
	w := r.words[i]
	rest := r.lines[w.line].text[w.end:]
	const near = 8 // marks and blanks
	n := 0
	for k := range rest {
		if n++; n > near {
			return rest[:k]
		}
	}
	return rest
}

// recitedRule names what was seen.
const recitedRule = "guard:relay:recited"
