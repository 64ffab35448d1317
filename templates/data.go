package templates

import (
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// Names of the letters.
const (
	Acknowledgement      = "acknowledgement"       // received: number, kind, due date, rights
	ConfirmationQuestion = "confirmation-question" // asks the owner of the claimed address; independent of any record (P4)
	Reminder             = "reminder"              // repeats the confirmation question once
	AddressQuestion      = "address-question"      // asks the owner of the new address
	AddressNotice        = "address-notice"        // tells the former address, offers to stop or undo
	AddressChanged       = "address-changed"       // response to the new address
	Undone               = "undone"                // the change of address was stopped
	Updated              = "updated"               // response: names of the fields changed
	Withdrawn            = "withdrawn"             // response: processing stopped, destruction by a date
	Destruction          = "destruction"           // response: processing stopped, destruction granted, by a date
	Destroyed            = "destroyed"             // last letter: the data were destroyed as asked
	Unsubscribed         = "unsubscribed"          // response: no information letters any more; independent of any record (P4)
	Unblocked            = "unblocked"             // response: the blocking has ended
	NotBlocked           = "not-blocked"           // response: nothing was blocked
	NothingHeld          = "nothing-held"          // response to a proven address without a record
	NotConfirmed         = "not-confirmed"         // closing: nothing was changed
	Refusal              = "refusal"               // an operator refused, with ground, act and article
	Answer               = "answer"                // free text of an operator
	Question             = "question"              // free text of an operator who asks the writer; awaits an answer
	Cancelled            = "cancelled"             // registered by mistake, or taken back by the author
)

// Data is what a letter can say. Which fields a letter needs is seen in its file;
// a needed one that is zero is an error that wraps privacy.ErrBadInput.
type Data struct {
	Controller Controller
	Number     privacy.Number
	Merged     []privacy.Number // further requests that are answered as this one
	Kind       privacy.Kind     // KindNone: not understood, a person reads it
	Also       []privacy.Kind   // further kinds found in the same letter
	Fields     []privacy.Field
	Same       []privacy.Field // updated: those that the record had as asked already

	ReceivedAt time.Time // when our mail server took the message
	DueAt      time.Time // the day is shown, inclusive
	DueOver    bool      // the day has passed, or has when the letter is read: no letter names it
	DueBasis   string    // act, paragraph and period in the letter's language: deadline.Due.Basis
	DoneAt     time.Time // when the act took effect
	DestroyBy  time.Time // withdrawn: the day is shown, inclusive
	ExpiresAt  time.Time // until when an answer to a question is awaited
	UndoUntil  time.Time // until when a change of address can be undone

	Token         string // reply code, for the subject line of a question
	MaskedAddress string // privacy.Address.Masked of the new address

	Ground  string // code of a refusal: see Grounds
	Article string // act and article a refusal rests on, in the letter's language
	Text    string // what the operator wrote; line breaks are kept
}

// Controller is the organisation as its letters show it.
type Controller struct {
	Name        map[privacy.Language]string
	BIN         string
	Address     string // the mailbox letters come from
	PolicyURL   string
	Responsible string // contact of the person responsible (Law 94-V Art. 25(2)(10)); optional
	// Authority is the authorised body, per language; where empty, the body of
	// Government Resolution No. 846 of 9 October 2025.
	Authority map[privacy.Language]string
	// Zone is where times are shown; nil means UTC+5, all Kazakhstan since
	// 1 March 2024.
	Zone *time.Location
}
