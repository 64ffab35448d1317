package handlers

import (
	"strings"
	"unicode"

	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// Reply is what the writer of an answer to one of our questions says.
type Reply string

const (
	ReplyYes     Reply = "yes"
	ReplyNo      Reply = "no"
	ReplyUnclear Reply = "unclear" // a person reads it
)

// The words our letters ask for come first; the others are what people write
// instead. They count only as the whole of the first line, so that "yes, but …"
// goes to a person.
var replyWords = map[string]Reply{
	"иә": ReplyYes, "иа": ReplyYes, "ия": ReplyYes, "растаймын": ReplyYes, "иә растаймын": ReplyYes, "келісемін": ReplyYes, "мақұлдаймын": ReplyYes, "ok": ReplyYes, "ок": ReplyYes,
	"да": ReplyYes, "подтверждаю": ReplyYes, "да подтверждаю": ReplyYes, "согласен": ReplyYes, "согласна": ReplyYes, "верно": ReplyYes,
	"yes": ReplyYes, "i confirm": ReplyYes, "confirm": ReplyYes, "confirmed": ReplyYes, "yes i confirm": ReplyYes, "yes please": ReplyYes,
	"жоқ": ReplyNo, "жок": ReplyNo, "тоқтату": ReplyNo, "токтату": ReplyNo, "тоқтатыңыз": ReplyNo, "бұл мен емес": ReplyNo, "болдырмау": ReplyNo,
	"нет": ReplyNo, "стоп": ReplyNo, "отмена": ReplyNo, "отменить": ReplyNo, "это не я": ReplyNo, "не подтверждаю": ReplyNo,
	"no": ReplyNo, "stop": ReplyNo, "cancel": ReplyNo, "undo": ReplyNo, "it was not me": ReplyNo, "not me": ReplyNo,
}

// ReadReply reads the writer's own words. more tells whether words follow the
// first line that may be something else for a person to read; a closing formula
// of a line or two is not counted.
func ReadReply(own string) (r Reply, more bool) {
	first, rest, _ := strings.Cut(strings.TrimSpace(own), "\n")
	r, ok := replyWords[foldReply(first)]
	if !ok {
		return ReplyUnclear, strings.TrimSpace(own) != ""
	}
	for line := range strings.Lines(rest) {
		if other, ok := replyWords[foldReply(line)]; ok && other != r {
			return ReplyUnclear, true // yes, and no below it
		}
	}
	return r, len(strings.Fields(rest)) > maxClosingWords
}

// maxClosingWords: "Құрметпен, Айгүл Серікқызы Смағұлова, тел. +7 701 …".
const maxClosingWords = 12

// foldReply drops case, punctuation and double blanks.
func foldReply(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		case unicode.IsSpace(r) || unicode.IsPunct(r):
			return ' '
		}
		return -1
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// QuotedNumber returns the number of a request that a subject line quotes as our
// letters do, or "".
func QuotedNumber(subjectLine string) privacy.Number {
	number, _, _ := templates.FindTag(subjectLine)
	return number
}
