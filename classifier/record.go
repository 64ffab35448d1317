package classifier

import (
	"slices"
	"strings"

	"medico-intech.kz/otinish/classifier/lexicon"
)

// Beside the new value people say what shall become of the record: «Старый вычеркните», «Қалғаны
// дұрыс», "My e-mail has not changed". Such a sentence turns nothing round.

// Classes of words in repeats.txt of such a sentence.
const (
	formerOne   = "former-one"
	formerGone  = "gone"
	formerUsed  = "used"
	formerNot   = "negation"
	formerPlain = "plain"
	restOf      = "rest"
	restRight   = "right"
	restAnswer  = "answer"
)

// ofTheRecord reports whether unit i speaks of what stays or goes, and of nothing else.
func (r *reading) ofTheRecord(i int) bool {
	u := r.judged.units[i]
	return r.dropsFormer(u) || r.leavesRest(u) || !u.asked && slices.ContainsFunc(r.staying, func(s spot) bool { return r.unitOf(s) == i })
}

// saysOfTheRecord reports whether a guard stands in such a unit: «не изменился».
func (r *reading) saysOfTheRecord(c caution) bool {
	at := r.judged.unitAt(c.from)
	if at < 0 || r.judged.units[at].title {
		return false
	}
	u := r.judged.units[at]
	words := make([]string, 0, u.to-u.from)
	for i := u.from; i < u.to; i++ {
		words = append(words, r.text(i))
	}
	return r.dropsFormer(u) || r.leavesRest(u) || c.topic == lexicon.Negation && !u.asked && lexiconIndex().sayStays(words)
}

// dropsFormer reports whether a unit says of the former value, and of nothing else, that it is
// to go or of no use: «Старый, пожалуйста, вычеркните, я им больше не пользуюсь».
func (r *reading) dropsFormer(u unit) bool {
	former, goes, negated := false, false, false
	for i := u.from; i < u.to; i++ {
		text := r.text(i)
		is := func(class string) bool { return lexiconIndex().repeat.has(text, class) }
		switch {
		case is(formerOne):
			former = true
		case negated && is(formerUsed):
			goes, negated = true, false
		case negated:
			return false // «старый не удаляйте»
		case is(formerGone):
			goes = true
		case is(formerNot):
			negated = true
		case !is(formerPlain) && !is(repeatFill):
			return false
		}
	}
	return former && goes && !negated && !u.asked
}

// leavesRest reports whether a unit says of other values, and of nothing else, that they stay
// as they are, or where the answer shall go: «Номер телефона не меняется», «Ответ жду на …».
func (r *reading) leavesRest(u unit) bool {
	x := lexiconIndex()
	rest, right, answer := false, false, false // rest: what it is said of, also by a label
	var words []string
	for i := u.from; i < u.to; i++ {
		text := r.text(i)
		if r.inAddress(i) {
			continue
		}
		is := func(class string) bool { return x.repeat.has(text, class) }
		rest, right = rest || is(restOf) || x.labels.hasAny([]string{text}, "name", "surname", "phone", "mail", "number"), right || is(restRight)
		if is(restAnswer) {
			answer = true
			continue
		}
		if !is(restOf) && !is(restRight) && !is(formerPlain) && !is(repeatFill) && !x.labels.knows(text) && !x.stray.hasAny([]string{text}, "stays", "as-before", "changes", "none") {
			return false
		}
		words = append(words, text)
	}
	return !u.asked && (rest && right || answer || x.sayStays(words))
}

// inAddress reports whether a word is part of an e-mail address.
func (r *reading) inAddress(i int) bool {
	w := &r.words[i]
	text := r.lines[w.line].text
	from := strings.LastIndexAny(text[:w.start], " \t<(") + 1
	to := len(text)
	if n := strings.IndexAny(text[w.end:], " \t>),"); n >= 0 {
		to = int(w.end) + n
	}
	return strings.Contains(text[from:to], "@")
}
