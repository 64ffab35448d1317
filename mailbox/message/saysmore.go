package message

import (
	"strings"
	"unicode/utf8"
)

// saysMore reports whether the other form of a letter has words that the plain one lacks and that may turn what is asked:
// "if you do not call me" behind it, "not" before it, the rest of a word that is cut. Whole lines more are harmless where
// they stand over or below all the rest, as a banner or a signature does, or also stand in all of the plain form, where
// they are known for a quote.
func saysMore(plain, other, allOfPlain string) bool {
	plain, other = withoutLinks(plain), withoutLinks(other)
	if sameLetters(plain, other) || len(plain) > maxSame || len(other) > maxSame {
		return false
	}
	a, b := formWords(plain), formWords(other)
	known, snipped := onlyLetters(allOfPlain), isSnipped(plain)
	// Words that stand there twice may be put side by side in two ways; one that is harmless is enough.
	return turns(a, b, gapsBetween(a, b, false), known, snipped) && turns(a, b, gapsBetween(a, b, true), known, snipped)
}

// turns reports whether one of the gaps between a plain form, a, and another, b, may turn what is asked. known are all the
// letters of the plain form, snipped says that its end was left out.
func turns(a, b []formWord, gaps []gap, known string, snipped bool) bool {
	moved := "" // as the cells of a table may be
	for _, g := range gaps {
		moved += joined(a[g.fromA:g.toA]) + " "
	}
	for _, g := range gaps {
		less, more := joined(a[g.fromA:g.toA]), joined(b[g.fromB:g.toB])
		switch {
		case less == more: // parted otherwise
		case less != "":
			if strings.HasPrefix(more, less) {
				return true
			}
		case !hasLongWord(b[g.fromB:g.toB]) || strings.Contains(moved, more):
		default:
			from, to, lines := g.lines(b)
			outside := from == 0 || to == len(b) && !snipped
			if !lines || !outside && !strings.Contains(known, joined(b[from:to])) {
				return true
			}
		}
	}
	return false
}

// isSnipped reports whether a text ends in dots: its end was left out.
func isSnipped(s string) bool {
	s = strings.TrimSpace(s)
	return strings.HasSuffix(s, "…") || strings.HasSuffix(s, "...")
}

// formWord is a word of one form of a letter.
type formWord struct {
	letters      string // small
	begins, ends bool   // the first, the last of its line
}

func formWords(s string) (words []formWord) {
	for line := range strings.Lines(s) {
		first := len(words)
		for word := range strings.FieldsFuncSeq(line, isBetweenWords) {
			if letters := onlyLetters(word); letters != "" {
				words = append(words, formWord{letters: letters})
			}
		}
		if len(words) > first {
			words[first].begins, words[len(words)-1].ends = true, true
		}
	}
	return words
}

func joined(words []formWord) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(w.letters)
	}
	return b.String()
}

// hasLongWord: one letter, or the number of an item, turns nothing.
func hasLongWord(words []formWord) bool {
	for _, w := range words {
		if utf8.RuneCountInString(w.letters) > 1 {
			return true
		}
	}
	return false
}

// gap is where two forms differ: words [fromA, toA) of one and [fromB, toB) of the other.
type gap struct{ fromA, toA, fromB, toB int }

// lines reports whether the words of a gap in b are whole lines, and which: "x (y x) z" may as well be "(x y) x z".
func (g gap) lines(b []formWord) (from, to int, whole bool) {
	isWhole := func() bool { return b[from].begins && b[to-1].ends }
	from, to = g.fromB, g.toB
	for from > 0 && b[from-1].letters == b[to-1].letters && !isWhole() {
		from, to = from-1, to-1
	}
	for to < len(b) && b[from].letters == b[to].letters && !isWhole() {
		from, to = from+1, to+1
	}
	return from, to, isWhole()
}

// gapsBetween puts the words of two forms side by side so that most are the same, those of a beside the first or the last
// of b that do, and returns where they are not; nothing if that is too much work.
func gapsBetween(a, b []formWord, last bool) (gaps []gap) {
	const most = 1 << 20 // pairs of words
	start := 0
	for start < len(a) && start < len(b) && a[start].letters == b[start].letters {
		start++
	}
	endA, endB := len(a), len(b)
	for endA > start && endB > start && a[endA-1].letters == b[endB-1].letters {
		endA, endB = endA-1, endB-1
	}
	rows, columns := endA-start, endB-start
	if rows*columns > most {
		return nil
	}
	same := commonWords(a[start:endA], b[start:endB])
	common := func(i, j int) int { return int(same[i*(columns+1)+j]) }
	beside := func(i, j int) bool {
		return i < rows && j < columns && a[start+i].letters == b[start+j].letters && !(last && common(i, j+1) == common(i, j))
	}
	for i, j := 0, 0; i < rows || j < columns; {
		g := gap{fromA: start + i, fromB: start + j}
		for (i < rows || j < columns) && !beside(i, j) {
			if j == columns || i < rows && common(i+1, j) > common(i, j+1) || i < rows && !last && common(i+1, j) == common(i, j+1) {
				i++
			} else {
				j++
			}
		}
		g.toA, g.toB = start+i, start+j
		gaps = append(gaps, g)
		for beside(i, j) {
			i, j = i+1, j+1
		}
	}
	return gaps
}

// commonWords returns how many words a[i:] and b[j:] have in common in their order, for each i and j.
func commonWords(a, b []formWord) []uint16 {
	width := len(b) + 1
	same := make([]uint16, (len(a)+1)*width)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i].letters == b[j].letters {
				same[i*width+j] = same[(i+1)*width+j+1] + 1
			} else {
				same[i*width+j] = max(same[(i+1)*width+j], same[i*width+j+1])
			}
		}
	}
	return same
}
