package classifier

import (
	"slices"
	"strings"
	"sync"

	"medico-intech.kz/otinish/classifier/lexicon"
	"medico-intech.kz/otinish/store/privacy"
)

// People take consents of every sort back: to a journey, an operation, a change of the
// rota. Beside the word stands what it was given to, in Russian and English behind it,
// in Kazakh before it.

const (
	consentWord = "consent"
	consentSkip = "skip"
	giftWords   = 6 // how many words behind it tell what a consent was given to
)

// consentWords are consents.txt.
var consentWords = sync.OnceValue(func() vocabulary { return newVocabulary("consents.txt") })

// elsewhere returns the words of a consent that was given to something else than the
// processing of data, and whether there are any.
func (r *reading) elsewhere(f *finding) (from, to int, yes bool) {
	v := consentWords()
	for i := range r.words {
		language, consent := v.consent(r.text(i))
		if f.marked(i) || !consent {
			continue
		}
		if language == privacy.Kazakh {
			if from, yes = r.givenBefore(v, i); yes {
				return from, i, !r.ofData(v, f)
			}
		} else if to, yes = r.givenBehind(v, i); yes {
			return i, to, true
		}
	}
	return 0, 0, false
}

// givenBehind looks at what follows consent at word i: «согласие на увольнение»,
// «согласие поставить подпись».
func (r *reading) givenBehind(v vocabulary, i int) (to int, yes bool) {
	if !r.follows(i) {
		return 0, false
	}
	next := strings.ToLower(r.text(i + 1))
	at := i + 1
	switch next {
	case "на", "с", "со", "to", "for":
		if at++; !r.follows(i+1) || place(next, strings.ToLower(r.text(at))) {
			return 0, false
		}
	default:
		if !infinitive(next) {
			return 0, false
		}
	}
	to = at
	for k := at; k < len(r.words) && k < at+giftWords && r.words[k].sentence == r.words[i].sentence; k++ {
		if v.says(r.text(k)) {
			return 0, false
		}
		to = k
	}
	return min(to, at+1), true
}

// givenBefore looks at what stands before consent at word i in Kazakh: «экскурсияға
// берген келісімімді».
func (r *reading) givenBefore(v vocabulary, i int) (from int, yes bool) {
	at := i - 1
	for at >= 0 && r.follows(at) && v.has(r.text(at), consentSkip) {
		at--
	}
	if at < 0 || !r.follows(at) {
		return 0, false
	}
	word := strings.ToLower(r.text(at))
	return at, dative(word) && !v.says(word)
}

// follows reports whether a word has a next one in its sentence.
func (r *reading) follows(i int) bool {
	return i+1 < len(r.words) && r.words[i+1].sentence == r.words[i].sentence
}

func (r *reading) text(i int) string {
	w := &r.words[i]
	return r.lines[w.line].text[w.start:w.end]
}

// consent reports whether a word is one of consent, and in which language.
func (v vocabulary) consent(word string) (language privacy.Language, yes bool) {
	for c := range v.lookUp(word) {
		if c.name == consentWord {
			return c.language, true
		}
	}
	return "", false
}

// ofData reports whether words beside a mark speak of data. In Kazakh whom a consent was
// given to stands like what it was given to: «емханаға берген келісімім».
func (r *reading) ofData(v vocabulary, f *finding) bool {
	for i := range r.words {
		if !f.marked(i) && v.has(r.text(i), "data") {
			return true
		}
	}
	return false
}

// says reports whether a word says what a consent to the processing of data is given to,
// to whom or when.
func (v vocabulary) says(word string) bool {
	for c := range v.lookUp(word) {
		if c.name != consentWord && c.name != consentSkip {
			return true
		}
	}
	return false
}

// place reports whether a word behind «на» says where, not what to: «согласие на сайте».
func place(before, word string) bool {
	if before != "на" {
		return false
	}
	return strings.HasSuffix(word, "ом") || strings.HasSuffix(word, "е") && !strings.HasSuffix(word, "ие") && !strings.HasSuffix(word, "ье")
}

func infinitive(word string) bool {
	return len(word) > 3*len("т") && (strings.HasSuffix(word, "ть") || strings.HasSuffix(word, "ться"))
}

// dative reports whether a Kazakh word answers «неге?».
func dative(word string) bool {
	return slices.ContainsFunc([]string{"ға", "ге", "қа", "ке", "ына", "іне"}, func(end string) bool {
		return strings.HasSuffix(word, end) && len(word) > len(end)+2*len("а")
	})
}

// elsewhereRule names what was seen.
const elsewhereRule = "guard:" + string(lexicon.Matter) + ":elsewhere"
