package handlers

import (
	"slices"
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

// ReadReply reads the writer's own words; name is what their From line shows.
//
// A yes counts only alone: a question mark, or words that are no courtesy, no closing
// formula and no signature, leave it unclear. A no counts with further words below
// it, unless one of them is a yes: to refuse is the safe side. more tells whether words
// stand beside the answer that may be something else for a person to read.
func ReadReply(own, name string) (r Reply, more bool) {
	lines := strings.FieldsFunc(own, func(r rune) bool { return r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' })
	lines = slices.DeleteFunc(lines, func(line string) bool { return foldReply(line) == "" && !asks(line) })
	if len(lines) == 0 {
		return ReplyUnclear, false
	}
	e := ending{name: strings.Fields(foldReply(name))}
	switch answerOf(lines[0]) {
	case ReplyYes:
		e.said = ReplyYes
		if asks(own) || !e.nothingElse(lines[1:]) {
			return ReplyUnclear, true
		}
		return ReplyYes, false
	case ReplyNo:
		if slices.ContainsFunc(lines[1:], saysYes) {
			return ReplyUnclear, true // no, and yes below it
		}
		e.said = ReplyNo
		return ReplyNo, asks(own) || !e.nothingElse(lines[1:])
	}
	return ReplyUnclear, true
}

// answerOf reads one line: all its clauses must say the same, or be courtesies.
func answerOf(line string) (r Reply) {
	if asks(line) {
		return ReplyUnclear
	}
	if whole, ok := replyWords[foldReply(line)]; ok {
		return whole
	}
	for i, clause := range clauses(line) {
		said, known := replyWords[clause]
		switch {
		case i == 0 && known:
			r = said
		case i > 0 && known && said == r, i > 0 && !known && courtesies[clause], i > 0 && r == ReplyYes && agreeing[clause]:
		default:
			return ReplyUnclear
		}
	}
	return r
}

// saysYes reports whether a clause of a line is a yes, or ends in one: "but yes".
func saysYes(line string) bool {
	for _, clause := range clauses(line) {
		last := clause[strings.LastIndexByte(clause, ' ')+1:]
		if replyWords[clause] == ReplyYes || last == "иә" || last == "да" || last == "yes" {
			return true
		}
	}
	return false
}

// clauses are the folded parts of a line between punctuation.
func clauses(line string) (parts []string) {
	for part := range strings.FieldsFuncSeq(line, func(r rune) bool { return strings.ContainsRune(".,;:!?…–—()\"«»", r) }) {
		if part = foldReply(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// asks reports whether there is a question mark, of whatever script.
func asks(s string) bool { return strings.ContainsAny(s, "?？﹖؟\u037e⁇⁈⁉‽¿՞") }

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
