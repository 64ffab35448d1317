package classifier

import (
	"math/rand/v2"
	"slices"
	"strings"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// In life the new number often stands amid others: the office's, a neighbour's, one that no longer
// matters. Few of the letters to learn from are so full, so each clear update is read once
// more amid sentences of other letters that ask nothing and hold values.

// bystanders are such sentences, by language. A letter takes them from its own fold, which
// its model has not learned from either.
type bystanders [folds]map[privacy.Language][]string

func findBystanders(x *index, list []lesson) (b bystanders) {
	for i := range b {
		b[i] = map[privacy.Language][]string{}
	}
	for _, l := range list {
		if l.alone || len(l.lines) == 0 {
			continue
		}
		language := Language(l.message)
		for _, line := range l.lines {
			if !line.title && line.allowed&^(bit(senseHarmless)|bit(senseBusiness)) == 0 && l.stranger(x, line.text) {
				in := b[l.fold]
				in[language] = append(in[language], line.text)
			}
		}
	}
	return b
}

// stranger reports whether a text is a sentence with values, none of which has a label, as in a signature,
// or is what the letter asks to record.
func (l labelled) stranger(x *index, text string) bool {
	m := letter("", text)
	offers := read(m, x, message.Own).offers(x, m)
	return len(offers) > 0 && len(wordsOf(text)) >= 5 && !slices.ContainsFunc(offers, func(o offer) bool {
		return o.spot.label || sameValue(o.value.Text, l.fields[o.spot.field])
	})
}

// crowded returns a clear update with a few bystanders among its sentences.
func (l labelled) crowded(among map[privacy.Language][]string, rng *rand.Rand) (s sample, ok bool) {
	s = l.sample
	pool := among[l.language]
	if s.expect != wantCertain || !slices.Equal(s.kinds, []privacy.Kind{privacy.KindUpdate}) || len(s.fields) == 0 || len(pool) == 0 {
		return s, false
	}
	lines := strings.Split(l.message.Text, "\n")
	for range 1 + rng.IntN(3) {
		lines = slices.Insert(lines, rng.IntN(len(lines)+1), pool[rng.IntN(len(pool))])
	}
	s.message = letter(l.message.SubjectLine, paragraphs(lines, rng))
	address := s.fields[privacy.FieldEmail]
	told := address != "" && slices.ContainsFunc(lines, func(line string) bool { return strings.Contains(line, address) && len(wordsOf(line)) >= 5 })
	if told && rng.IntN(3) == 0 { // many write from the new address; «Почта: …» only says where from
		s.message.From = []message.Mailbox{{Address: address}}
	}
	return s, true
}

// paragraphs joins lines, as people do, where one ends like a sentence; every other letter keeps its lines.
func paragraphs(lines []string, rng *rand.Rand) string {
	if rng.IntN(2) == 0 {
		return strings.Join(lines, "\n")
	}
	var b strings.Builder
	for i, line := range lines {
		switch {
		case i == 0:
		case strings.ContainsAny(lines[i-1][max(0, len(lines[i-1])-1):], ".!?") && rng.IntN(4) > 0:
			b.WriteByte(' ')
		default:
			b.WriteByte('\n')
		}
		b.WriteString(line)
	}
	return b.String()
}
