package classifier

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// Language returns the language of a letter in which nothing is asked.
func Language(m *message.Message) privacy.Language {
	x := lexiconIndex()
	return findings{}.language(read(m, x, message.Own), x)
}

// language is the one to answer in: that of the mark, word for word (one in the subject
// line comes first), else that of the letter.
func (f findings) language(r *reading, x *index) privacy.Language {
	for _, kind := range privacy.Kinds {
		if found := f[kind]; found != nil && found.language != "" {
			return found.language
		}
	}
	if lang, ok := r.vote(x, r.lines[1:]); ok {
		return lang
	}
	if lang, ok := r.vote(x, r.lines[:1]); ok {
		return lang
	}
	return r.byAlphabet()
}

// vote lets every sentence vote with its number of words for the language that
// has most of its frequent words and letters. Single words must not decide: a
// Russian letter is full of Kazakh names, and a Kazakh one may be typed without a
// single Kazakh letter.
func (r *reading) vote(x *index, lines []line) (privacy.Language, bool) {
	votes := map[privacy.Language]int{}
	score := map[privacy.Language]int{}
	words, sentence := 0, int32(-1)
	count := func() {
		if lang, ok := leader(score); ok {
			votes[lang] += words
		}
		clear(score)
		words = 0
	}
	for _, l := range lines {
		for i := l.first; i < l.end; i++ {
			if r.words[i].sentence != sentence {
				count()
				sentence = r.words[i].sentence
			}
			words++
			r.weigh(x, l, i, score)
		}
	}
	count()
	return leader(votes)
}

// weigh adds what word i says of the language of its sentence.
func (r *reading) weigh(x *index, l line, i int, score map[privacy.Language]int) {
	w := &r.words[i]
	text := l.text[w.start:w.end]
	if strings.ContainsAny(text, "әғқңөұүһіӘҒҚҢӨҰҮҺІ") {
		score[privacy.Kazakh] += 2
	}
	if strings.ContainsAny(text, "щъЩЪ") {
		score[privacy.Russian]++
	}
	if p := x.persons.words[plainName(text)]; p.given && !p.word && text[0] >= utf8.RuneSelf && unicode.IsUpper([]rune(text)[0]) {
		return // Жанна is not «жаңа»
	}
	for _, v := range [...]*vocabulary{&x.common, &x.local} {
		for _, h := range v.trie.find(nil, r.skeleton(i), w.script) {
			c := v.classes[h.id]
			score[c.language] += 2
			if !c.latin && !w.script.cyrillic {
				score[c.language]-- // transliterated, perhaps
			}
		}
	}
}

// leader returns the language that is ahead of all others.
func leader(score map[privacy.Language]int) (privacy.Language, bool) {
	var best privacy.Language
	ahead := false
	for _, lang := range privacy.Languages {
		switch n := score[lang]; {
		case n > score[best]:
			best, ahead = lang, true
		case n > 0 && n == score[best]:
			ahead = false
		}
	}
	return best, ahead
}

// byAlphabet decides where words do not.
func (r *reading) byAlphabet() privacy.Language {
	var cyr, lat int
	for _, l := range r.lines {
		if strings.ContainsAny(l.text, "әғқңөұүһӘҒҚҢӨҰҮҺ") {
			return privacy.Kazakh
		}
		cyr += countClass(l.text, cyrillic)
		lat += countClass(l.text, latin)
	}
	switch {
	case cyr > lat:
		return privacy.Russian
	case lat > 0:
		return privacy.English
	}
	return privacy.Languages[0]
}

// sampleSize is how much of a text is looked at to tell English from transliteration.
const sampleSize = 512

// isEnglish reports whether the Latin words of a letter are English rather than
// Kazakh or Russian in Latin letters: else "on" would be «он» and "my" «мы».
func isEnglish(x *index, texts ...string) bool {
	english, others := 0, 0
	var skeleton []byte
	var hits []hit
	for _, text := range texts {
		if len(text) > sampleSize {
			text = text[:sampleSize]
		}
		for w := range strings.FieldsFuncSeq(text, betweenWords) {
			s := scriptOf(w)
			if s.mixed() { // a look-alike letter
				w = unmix(w, true)
				s = scriptOf(w)
			}
			if s.cyrillic || !s.latin {
				continue
			}
			skeleton = appendSkeleton(skeleton[:0], w, s)
			hits = x.common.trie.find(hits[:0], skeleton, s)
			for _, h := range hits {
				if c := x.common.classes[h.id]; c.latin {
					english++
				} else if c.short == 0 {
					others++
				}
			}
		}
	}
	return english > others
}
