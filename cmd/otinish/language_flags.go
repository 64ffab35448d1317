package main

import (
	"errors"

	"medico-intech.kz/otinish/store/privacy"
)

// flags are what could be typed after a mistake: the words for it are those of the
// page, and name none.
func flags(err error) string {
	var m *privacy.Mistake
	if !errors.As(err, &m) {
		return ""
	}
	switch m.Code {
	case "needs-answer":
		return "--text-file FILE | --by-hand"
	case "own-words":
		return "--letter-file FILE | reply --open"
	case "answer-act":
		return "approve | decline | reply --open"
	case "no-record":
		return "subject add | reclassify | decline"
	case "no-value", "address-taken":
		return "ask | approve --by-hand"
	case "refusal-words":
		return "--article ARTICLE --text-file FILE"
	case "blocked":
		return "subject unblock"
	case "done-refuse", "done-settle":
		return "approve"
	case "changed":
		return "queue show"
	}
	return ""
}
