package classifier

import (
	"math/rand/v2"
	"slices"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// In life a request often stands in the midst of a page about something else, and whole pages ask
// nothing. Most of the letters to learn from are short and of one matter, so some are read once more
// as such pages: amid the sentences of letters that ask nothing, of the same language and fold.

// ordinaries are such letters, by fold and language.
type ordinaries [folds]map[privacy.Language][]lesson

func findOrdinaries(list []lesson) (o ordinaries) {
	for i := range o {
		o[i] = map[privacy.Language][]lesson{}
	}
	for _, l := range list {
		if l.expect == wantNone && !l.alone && len(l.sentences()) > 0 && l.senses&^(bit(senseHarmless)|bit(senseBusiness)) == 0 {
			in := Language(l.message)
			o[l.fold][in] = append(o[l.fold][in], l)
		}
	}
	return o
}

const (
	everyAsking   = 3 // one letter of so many that ask is made a page, and another one gets but a few sentences beside it
	everyOrdinary = 1 // and of those that ask nothing is made a page
	everyHeard    = 9 // of those with a few beside them one of so many teaches when a letter is heard
)

// pagesOf makes pages of some letters.
func pagesOf(x *index, list []lesson) (pages []lesson) {
	rng := rand.New(rand.NewPCG(13, 1))
	among := findOrdinaries(list)
	for i, l := range list {
		every := everyAsking
		if l.expect == wantNone {
			every = everyOrdinary
		}
		pool := among[l.fold][Language(l.message)]
		few := l.expect != wantNone && i%every == 1
		if i%every > 0 && !few || l.alone || len(l.body()) == 0 || len(pool) == 0 || l.message.Automatic.Strong {
			continue
		}
		if few {
			l.labelled = l.beside(pool, rng)
			l.heard = i/every%everyHeard == 0
		} else {
			l.labelled = l.amid(pool, rng)
		}
		l.page = true
		l.examples = l.labelled.examples(x)
		l.senses |= bit(senseHarmless) | bit(senseBusiness)
		pages = append(pages, l)
	}
	return pages
}

// sentences are the lines of the text without a greeting and a signature.
func (l labelled) sentences() []labelledLine {
	return slices.DeleteFunc(l.body(), func(l labelledLine) bool { return len(wordsOf(l.text)) < 4 })
}

// body returns the lines of the text.
func (l labelled) body() []labelledLine {
	return slices.DeleteFunc(slices.Clone(l.lines), func(l labelledLine) bool { return l.title })
}

// says reports whether a line is neither harmless nor business.
func (l labelledLine) says() bool { return l.allowed&^(bit(senseHarmless)|bit(senseBusiness)) != 0 }

// amid puts a letter in one place among the sentences of others.
func (l labelled) amid(pool []lesson, rng *rand.Rand) labelled {
	const least = 4 // sentences
	var page []labelledLine
	first := pool[rng.IntN(len(pool))]
	for other := first; ; other = pool[rng.IntN(len(pool))] {
		page = append(page, other.sentences()...)
		if len(page) >= least+rng.IntN(8) {
			break
		}
	}
	body := l.body()
	page = slices.Insert(page, rng.IntN(len(page)+1), body...)
	title := titles(l.lines)
	if rng.IntN(2) == 0 && (l.expect == wantNone || slices.ContainsFunc(body, labelledLine.says)) {
		title = titles(first.lines)
	}
	l.lines = slices.Concat(title, page)
	l.composeAny(rng)
	return l
}

// beside puts a few sentences of others before a letter or behind it: people order, ask and thank, and have something changed by the way.
func (l labelled) beside(pool []lesson, rng *rand.Rand) labelled {
	const (
		most   = 4 // sentences
		inARow = 3 // of one letter
	)
	n := 1 + rng.IntN(most)
	first := pool[rng.IntN(len(pool))]
	var few []labelledLine
	for other := first; len(few) < n; other = pool[rng.IntN(len(pool))] {
		said := other.sentences()
		at := rng.IntN(len(said))
		few = append(few, said[at:min(len(said), at+1+rng.IntN(inARow))]...)
	}
	few = few[:n]
	body := l.body()
	title := titles(l.lines)
	if rng.IntN(3) == 0 && slices.ContainsFunc(body, labelledLine.says) {
		title = titles(first.lines)
	}
	l.lines = slices.Concat(title, slices.Insert(few, rng.IntN(len(few)+1), body...))
	l.composeAny(rng)
	return l
}

// composeAny puts the lines together as people do, some in lines of their own.
func (l *labelled) composeAny(rng *rand.Rand) {
	together := rng.IntN(3) > 0
	l.compose(func(line string) string {
		if together && strings.ContainsAny(line[max(0, len(line)-1):], ".!?") && rng.IntN(4) > 0 {
			return " "
		}
		return "\n"
	})
}

func titles(lines []labelledLine) []labelledLine {
	return slices.DeleteFunc(slices.Clone(lines), func(l labelledLine) bool { return !l.title })
}
