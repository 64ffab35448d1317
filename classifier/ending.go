package classifier

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// «Тегімнің «-ов»-ын алып тастаңыздар», «без русского окончания -ова»: the new surname is the former one without its ending.

// surnameEnding is such an ending with the hyphen before it.
var surnameEnding = regexp.MustCompile(`(?:^|[\s«"“'(])[-–](овна|ова|ева|ёва|ов|ев|ёв|ina|ина|ин|ova|eva|ov|ev)(?:[»"”'\s,.)-]|$)`)

// endingDropped returns the surname of a whole name without the ending that a sentence says is left out; none where it has another.
func (r *reading) endingDropped(x *index, whole []string) []newPartOf {
	at := placeOfPart(x, whole, "surname")
	if at < 0 {
		return nil
	}
	for i, l := range r.lines {
		found := surnameEnding.FindStringSubmatchIndex(l.text)
		if found == nil {
			continue
		}
		bare, is := strings.CutSuffix(whole[at], l.text[found[2]:found[3]])
		words := append(wordsOf(tailOf(l.text[:found[0]], 80)), wordsOf(headOf(l.text[found[1]:], 80))...)
		if !is || utf8.RuneCountInString(bare) < 3 || !x.parts.hasAny(words, "drops") || x.parts.hasAny(words, "adds") || slices.ContainsFunc(words, func(w string) bool { return x.others.has(w, "kin") }) {
			continue
		}
		return []newPartOf{{at: at, word: bare, from: nameToken{bare, i, found[2], found[3]}, stated: true}}
	}
	return nil
}
