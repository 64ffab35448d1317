package adminapi

import (
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// Decision is what an operator decides; which fields count depends on the verb.
type Decision struct {
	Version int    `json:"version,omitempty"` // of the item the operator looked at; 0: not checked
	Text    string `json:"text,omitempty"`
	// Prepared is the name of a prepared text, in the language of the request.
	Prepared string `json:"prepared,omitempty"`
	Letter   string `json:"letter,omitempty"` // whole body instead of the letter's own words
	ByHand   bool   `json:"by_hand,omitempty"`
	Open     bool   `json:"open,omitempty"`
	// NothingHeld answers that nothing is held under the writer's address.
	NothingHeld bool `json:"nothing_held,omitempty"`

	Ground  string         `json:"ground,omitempty"`
	Article string         `json:"article,omitempty"`
	Values  []Value        `json:"values,omitempty"`
	Kind    privacy.Kind   `json:"kind,omitempty"`
	To      string         `json:"to,omitempty"`
	Until   *time.Time     `json:"until,omitempty"`
	Into    privacy.Number `json:"into,omitempty"`
}

// Value is a value an operator enters; empty: the field is not changed after all.
type Value struct {
	Field privacy.Field `json:"field"`
	Value string        `json:"value"`
}

// Decided is a request after a decision about it.
type Decided struct {
	Request
	Lesson *Lesson        `json:"lesson,omitempty"`
	Split  privacy.Number `json:"split,omitempty"` // of the request that was split off
	GoesOn *GoesOn        `json:"destruction_goes_on,omitempty"`
}

// GoesOn is a destruction that was scheduled before and for which nothing waits now.
type GoesOn struct {
	Subject privacy.SubjectID `json:"subject"`
	Day     time.Time         `json:"day"`
}

// Lesson is a line to paste into a word list.
type Lesson struct {
	File string `json:"file"`
	Line string `json:"line"`
}

// Warning is something an operator should know: see the review.Warn constants.
type Warning struct {
	Code   string         `json:"code"`
	Number privacy.Number `json:"number,omitempty"`
}

// Other is a further request of the same person.
type Other struct {
	Number     privacy.Number `json:"number"`
	Kind       privacy.Kind   `json:"kind"`
	State      privacy.State  `json:"state"`
	Decision   string         `json:"decision,omitempty"`
	ReceivedAt time.Time      `json:"received_at"`
}

// Draft is a letter as it would leave.
type Draft struct {
	Template    string           `json:"template"`
	To          string           `json:"to"`
	Language    privacy.Language `json:"language"`
	SubjectLine string           `json:"subject_line"`
	Body        string           `json:"body"`
	Editable    bool             `json:"editable"`
	Recorded    []Value          `json:"recorded,omitempty"` // values that were entered, as they will be recorded
	Warnings    []Warning        `json:"warnings,omitempty"` // of the decision: the same with each of its letters
}

// Text is a prepared text.
type Text struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// SubjectChange is what an operator changes in a record without a request.
type SubjectChange struct {
	Name     *string           `json:"name,omitempty"`
	Phone    *string           `json:"phone,omitempty"`
	Language *privacy.Language `json:"language,omitempty"`
	Letters  *bool             `json:"letters,omitempty"`
	Reason   string            `json:"reason"`
	NoLetter bool              `json:"no_letter,omitempty"` // of unblock: nobody is written to
}

// Changed is a record after a change, and the letters about it that leave.
type Changed struct {
	Subject
	Leaving []string `json:"leaving,omitempty"` // names of letters
}
