package main

import (
	"medico-intech.kz/otinish/classifier"
	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// teach makes a line for the word lists of a letter that was read as something else.
func teach(raw []byte, kind privacy.Kind) review.Lesson {
	file, line := classifier.Teach(message.Parse(raw), kind)
	return review.Lesson{File: file, Line: line}
}

// ownText is the writer's own words of a message.
func ownText(raw []byte) string { return message.Parse(raw).OwnText() }
