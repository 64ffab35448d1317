package classifier

import (
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"

	"medico-intech.kz/otinish/store/privacy"
)

// Letters to learn from have one sentence in each line, with its greeting before it. Who types on a telephone does not:
// «здрасте это бахыт с 42 кв номер сменил запишите 8 701 …». So some letters are read once more like that.

const (
	everyTyped = 4  // one letter of so many is read again
	mostTyped  = 40 // words of one sentence without end
)

// withTyped adds them behind the letters, each in the fold of its own.
func withTyped(x *index, list []lesson) []lesson {
	rng := rand.New(rand.NewPCG(17, 3))
	all := slices.Clip(list)
	for i, l := range list {
		if i%everyTyped > 0 || l.alone || len(l.body()) < 2 || l.message.Automatic.Strong {
			continue
		}
		l.labelled = l.typed(rng)
		l.examples = l.labelled.examples(x)
		all = append(all, l)
	}
	return all
}

// typed writes a letter as in haste: sentences run into each other, most often without capitals and stops; or a
// greeting and what follows are one sentence.
func (l labelled) typed(rng *rand.Rand) labelled {
	body := l.body()
	hasty := rng.IntN(3) > 0
	_, name := l.fields[privacy.FieldName]
	small := hasty && !name && rng.IntN(4) > 0
	commas := rng.IntN(2) == 0
	var lines []labelledLine
	for i, line := range body {
		last := len(lines) - 1
		joins := i > 0 && (hasty || i == 1 && !body[0].says())
		if i == len(body)-1 && !line.says() && len(wordsOf(line.text)) <= 3 && rng.IntN(2) == 0 {
			joins = false // a signature
		}
		text := line.text
		if hasty {
			text = unstopped(text, commas)
		}
		if !joins || len(wordsOf(lines[last].text))+len(wordsOf(text)) > mostTyped {
			line.text = text
			lines = append(lines, line)
			continue
		}
		between := " "
		if !hasty || commas && rng.IntN(2) == 0 {
			between = ", "
		}
		if !small && !startsName(text) {
			text = lowerFirst(text)
		}
		lines[last].text = strings.TrimRight(lines[last].text, " .!?,;") + between + text
		lines[last].allowed = l.together(lines[last].allowed, line.allowed)
	}
	if small {
		for i := range lines {
			lines[i].text = strings.ToLower(lines[i].text)
		}
	}
	l.lines = slices.Concat(titles(l.lines), lines)
	l.compose(func(string) string { return "\n" })
	return l
}

// together returns what a sentence may be that is made of two: what forbids weighs most, and what is harmless or business least.
func (l labelled) together(a, b uint32) uint32 {
	const quiet = 1<<senseHarmless | 1<<senseBusiness
	switch no := bit(senseForbids); {
	case a == no || b == no:
		return no
	case a&^quiet == 0 && b&^quiet == 0:
		return a | b
	case a&^quiet == 0:
		return b
	case b&^quiet == 0:
		return a
	}
	if l.expect == wantCertain && (a|b)&bit(asks(l.kinds[0])) != 0 {
		return bit(asks(l.kinds[0]))
	}
	return a | b
}

// unstopped leaves out what ends a sentence, and commas as well unless they are kept.
func unstopped(text string, commas bool) string {
	text = strings.TrimRight(text, " .!;,")
	if commas {
		return text
	}
	var b strings.Builder
	for i, c := range text {
		if (c == ',' || c == ';') && (i+1 == len(text) || text[i+1] == ' ') {
			continue
		}
		b.WriteRune(c)
	}
	return b.String()
}

// startsName reports whether the first word keeps its capital: a second one follows, or a letter that is no small one.
func startsName(text string) bool {
	words := strings.Fields(text)
	return len(words) < 2 || unicode.IsUpper([]rune(words[1])[0]) || text[0] == 'I' && len(words[0]) <= 3
}

func lowerFirst(text string) string {
	for i, c := range text {
		return strings.ToLower(string(c)) + text[i+len(string(c)):]
	}
	return text
}
