package main

import (
	"medico-intech.kz/otinish/classifier"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// Classification is what classify --json prints for each letter. docs/reading.md has
// the table of its keys; they are stable.
type Classification struct {
	File        string                   `json:"file"`
	Letter      int                      `json:"letter,omitempty"` // of an mbox file, from 1
	Kind        privacy.Kind             `json:"kind"`
	Certainty   privacy.Certainty        `json:"certainty"`
	Language    privacy.Language         `json:"language"`
	Fields      map[privacy.Field]string `json:"fields"`
	Also        []privacy.Kind           `json:"also"`
	Automatic   string                   `json:"automatic"`
	Doubts      []classifier.Doubt       `json:"doubts"`
	Verdicts    []Verdict                `json:"verdicts"`
	Values      []Value                  `json:"values"`
	Evidence    []Evidence               `json:"evidence"`
	Objections  []Objection              `json:"objections"`
	Ranges      []Range                  `json:"ranges"`
	Parts       []Part                   `json:"parts"`
	Attachments []Attachment             `json:"attachments"`
	Unread      string                   `json:"unread"` // why a person reads it although nothing was found
	Damage      []message.Damage         `json:"damage"`
	Notes       []message.Note           `json:"notes"`
	Reading     *Reading                 `json:"reading,omitempty"` // with -v

	explained classifier.Explanation
	message   *message.Message
}

// Verdict is one thing asked.
type Verdict struct {
	Kind      privacy.Kind       `json:"kind"`
	Certainty privacy.Certainty  `json:"certainty"`
	Doubts    []classifier.Doubt `json:"doubts"`
}

// Place is where words stand: octets [Start, End) of the UTF-8 text of a part, and the
// line there, from 1. Of the subject line the part is "subject line" and the line 0.
type Place struct {
	Part  string `json:"part"`
	Line  int    `json:"line"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

// Value is a number, an address or a name of the letter, taken as a new value or not.
type Value struct {
	Field privacy.Field `json:"field"`
	Value string        `json:"value"` // normal form; "" of one that is not valid
	Raw   string        `json:"raw"`   // as written, numbers of documents starred
	Role  string        `json:"role"`  // "new", "old", "other", "document", "open"
	Taken bool          `json:"taken"`
	Why   string        `json:"why,omitempty"` // not taken
	Valid bool          `json:"valid"`
	Wrong string        `json:"problem,omitempty"` // why not valid
	Where string        `json:"where"`
	Place
}

// Evidence is one observation.
type Evidence struct {
	Kind    privacy.Kind `json:"kind"` // of the verdict it belongs to
	Rule    string       `json:"rule"`
	Says    string       `json:"says"`
	Against bool         `json:"against"`
	Text    string       `json:"text"`
	Where   string       `json:"where"`
	Place
}

// Objection is a doubt with the words that raised it; Text is empty where the letter
// as a whole does.
type Objection struct {
	Doubt   classifier.Doubt `json:"doubt"`
	Because string           `json:"because"`
	Kind    privacy.Kind     `json:"kind"`
	Text    string           `json:"text"`
	Where   string           `json:"where"`
	Place
}

// Range is a stretch of the text with whose words it holds; "hidden" is what nobody
// sees, and stands nowhere in the text.
type Range struct {
	Origin   message.Origin `json:"origin"`
	Why      string         `json:"why,omitempty"`  // of "hidden"
	Text     string         `json:"text,omitempty"` // with -v
	LastLine int            `json:"last_line"`
	Place
}

const originHidden message.Origin = "hidden"

const partSubject = "subject line"

// Part is a part of the mail that was read as text, or the subject line.
type Part struct {
	Part     string `json:"part"`
	Type     string `json:"type"`
	Declared string `json:"charset_declared"`
	Read     string `json:"charset_read"`
	How      string `json:"charset"` // "as declared", "repaired", "guessed", "doubtful"
	Octets   int    `json:"octets"`  // of its text in UTF-8
	Lines    int    `json:"lines"`
}

// Attachment is a file that came with the letter; it is not read.
type Attachment struct {
	Part   string `json:"part"`
	Name   string `json:"name"` // numbers of documents starred
	Type   string `json:"type"`
	Inline bool   `json:"inline"`
}
