package store

import (
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// Records as they lie in the store. Field numbers are the wire format (CBOR with
// integer keys): a number is never used again for something else.

// Subject is a data subject on record.
type Subject struct {
	ID        privacy.SubjectID `cbor:"1,keyasint"`
	Address   privacy.Address   `cbor:"2,keyasint"`
	Name      privacy.Personal  `cbor:"3,keyasint,omitempty"`
	Phone     privacy.Personal  `cbor:"4,keyasint,omitempty"` // E.164
	Language  privacy.Language  `cbor:"5,keyasint,omitempty"`
	AddedAt   time.Time         `cbor:"6,keyasint"`
	ChangedAt time.Time         `cbor:"7,keyasint"`
	Source    string            `cbor:"8,keyasint,omitempty"` // where the record came from: "import", "site form"

	// Blocked: frozen, no use, no change, no destruction (P13).
	Blocked bool `cbor:"9,keyasint,omitempty"`
	// NoLetters: the subject wants no information letters (unsubscribe).
	NoLetters bool `cbor:"10,keyasint,omitempty"`
	// DestructionDueAt is when the data must be destroyed after a withdrawal; zero: not due.
	DestructionDueAt time.Time `cbor:"11,keyasint,omitempty"`
	// Notes say why an operator changed the record without a request.
	Notes []Note `cbor:"20,keyasint,omitempty"`
}

// Consent is a grant for one purpose with its evidence. Withdrawn, never deleted.
type Consent struct {
	ID          privacy.ConsentID `cbor:"1,keyasint"`
	SubjectID   privacy.SubjectID `cbor:"2,keyasint"`
	Purpose     string            `cbor:"3,keyasint"`
	GivenAt     time.Time         `cbor:"4,keyasint,omitempty"`
	Source      string            `cbor:"5,keyasint,omitempty"`
	WithdrawnAt time.Time         `cbor:"6,keyasint,omitempty"`
	WithdrawnBy privacy.RequestID `cbor:"7,keyasint,omitempty"`
	// SuspendedBy: an unproven withdrawal has stopped optional processing while
	// proof is pending (P8); empty when not suspended.
	SuspendedBy privacy.RequestID `cbor:"8,keyasint,omitempty"`
	SuspendedAt time.Time         `cbor:"9,keyasint,omitempty"`
}

// Processing reports whether the consent allows processing now.
func (c Consent) Processing() bool { return c.WithdrawnAt.IsZero() && c.SuspendedBy == "" }

// Change is a proposed or applied new value of a field.
type Change struct {
	Field privacy.Field    `cbor:"1,keyasint"`
	Value privacy.Personal `cbor:"2,keyasint"`
	Where string           `cbor:"3,keyasint,omitempty"` // where in the letter it stood
	Valid bool             `cbor:"4,keyasint,omitempty"`
	// Proof is that of the answer that names it; empty: the letter does.
	Proof privacy.Proof `cbor:"5,keyasint,omitempty"`
}

// Observation is one piece of evidence: rule, words, place.
type Observation struct {
	Rule  string           `cbor:"1,keyasint"`
	Text  privacy.Personal `cbor:"2,keyasint,omitempty"`
	Where string           `cbor:"3,keyasint,omitempty"`
}

// Request is one thing asked by one letter.
type Request struct {
	ID          privacy.RequestID `cbor:"1,keyasint"`
	Number      privacy.Number    `cbor:"2,keyasint"`
	Kind        privacy.Kind      `cbor:"3,keyasint"`
	Certainty   privacy.Certainty `cbor:"4,keyasint"`
	Language    privacy.Language  `cbor:"5,keyasint"`
	State       privacy.State     `cbor:"6,keyasint"`
	Proof       privacy.Proof     `cbor:"7,keyasint"`
	ProofBy     string            `cbor:"8,keyasint,omitempty"` // method: "dmarc", "dkim", "confirmation"
	Route       privacy.Route     `cbor:"9,keyasint"`
	Reason      string            `cbor:"10,keyasint,omitempty"` // code of the rule that chose the route
	From        privacy.Address   `cbor:"11,keyasint,omitempty"`
	SubjectID   privacy.SubjectID `cbor:"12,keyasint,omitempty"` // empty: no record under this address
	Changes     []Change          `cbor:"13,keyasint,omitempty"`
	Evidence    []Observation     `cbor:"14,keyasint,omitempty"`
	Doubts      []string          `cbor:"15,keyasint,omitempty"`
	ReceivedAt  time.Time         `cbor:"16,keyasint"` // INTERNALDATE
	RecordedAt  time.Time         `cbor:"17,keyasint"`
	DueAt       time.Time         `cbor:"18,keyasint,omitempty"`
	Clock       string            `cbor:"19,keyasint,omitempty"`
	ClosedAt    time.Time         `cbor:"20,keyasint,omitempty"`
	Message     MessageKey        `cbor:"21,keyasint"`
	MessageID   privacy.Personal  `cbor:"22,keyasint,omitempty"` // the letter's Message-ID, for threading
	SubjectLine privacy.Personal  `cbor:"23,keyasint,omitempty"`
	Automatic   string            `cbor:"24,keyasint,omitempty"`
	Notes       []Note            `cbor:"25,keyasint,omitempty"`
	// Undo: for a changed address, the address before, until UndoUntil.
	FormerAddress privacy.Address `cbor:"26,keyasint,omitempty"`
	UndoUntil     time.Time       `cbor:"27,keyasint,omitempty"`
	// References of the letter, for threading.
	References []string `cbor:"28,keyasint,omitempty"`
	// Words is a digest of the folded words of the letter: the limits count letters
	// caused by the same words (P5).
	Words string `cbor:"30,keyasint,omitempty"`
	// Quiet says why no letter leaves about this request, or is empty: "contradicted",
	// "automatic", "authority", "old", "over the limit".
	Quiet string `cbor:"31,keyasint,omitempty"`
	// Found is what was found out about the mail: codes of message.Damage and Note.
	Found []string `cbor:"32,keyasint,omitempty"`
	// ProofWhy is the code of senderauth.Finding, ProofClues what was looked at; ProofLines
	// is the same in English sentences, of requests of schema 6 and before alone.
	ProofWhy   string         `cbor:"33,keyasint,omitempty"`
	ProofLines []string       `cbor:"34,keyasint,omitempty"`
	ProofClues []privacy.Clue `cbor:"44,keyasint,omitempty"`
	// ProofNextAt is when the proof is tried again, while a name server does not
	// answer; zero: it stands. ProofTries counts how often it was tried again.
	ProofNextAt time.Time `cbor:"35,keyasint,omitempty"`
	ProofTries  int       `cbor:"36,keyasint,omitempty"`
	// Undo is what an operator's last decision can be taken back with, until it ends.
	Undo *Undo `cbor:"40,keyasint,omitempty"`
	// MergedInto is the request that this one repeats.
	MergedInto privacy.Number `cbor:"41,keyasint,omitempty"`
	// StatedDue is the day that the letter itself states; the earlier day counts.
	StatedDue time.Time `cbor:"42,keyasint,omitempty"`
	// Merged are the requests that were closed as repeating this one.
	Merged []privacy.Number `cbor:"43,keyasint,omitempty"`
	// NamedDue is a day before the period ends that an authority's letter names, while
	// no operator has settled whether it is the day of the answer (DaySettled). DueAt
	// stays as it is: the queue goes by the earlier of the two.
	NamedDue   time.Time `cbor:"46,keyasint,omitempty"`
	DaySettled bool      `cbor:"45,keyasint,omitempty"`
	// AgainAt is when an answer asked for something again after it was closed; the
	// period counts anew from then. Zero: it did not.
	AgainAt time.Time `cbor:"47,keyasint,omitempty"`
}

// CountsFrom is when the period of a request began.
func (r Request) CountsFrom() time.Time {
	if r.AgainAt.IsZero() {
		return r.ReceivedAt
	}
	return r.AgainAt
}

// Note is a remark of an operator, or what somebody answered.
type Note struct {
	At   time.Time        `cbor:"1,keyasint"`
	By   privacy.Actor    `cbor:"2,keyasint"`
	Text privacy.Personal `cbor:"3,keyasint"`
	// Touched is what an operator changed in a record without a request: fields,
	// "letters", TouchedBlocked, TouchedUnblocked. Notes of schema 8 and before have none.
	Touched []string `cbor:"4,keyasint,omitempty"`
	// Proof, ProofBy and ProofWhy are those of the answer that the note keeps, as in Request.
	Proof    privacy.Proof `cbor:"5,keyasint,omitempty"`
	ProofBy  string        `cbor:"6,keyasint,omitempty"`
	ProofWhy string        `cbor:"7,keyasint,omitempty"`
}

// What a note says was touched of a record beside its fields.
const (
	TouchedLetters   = "letters"
	TouchedBlocked   = "blocked"
	TouchedUnblocked = "unblocked"
)

// ReviewItem is a request that waits for a person.
type ReviewItem struct {
	RequestID privacy.RequestID `cbor:"1,keyasint"`
	Since     time.Time         `cbor:"2,keyasint"`
	DueAt     time.Time         `cbor:"3,keyasint"`
	Why       string            `cbor:"4,keyasint"`           // code: "doubtful", "contradicted", ...
	Urgent    bool              `cbor:"5,keyasint,omitempty"` // authority: at the top
	DecidedAt time.Time         `cbor:"6,keyasint,omitempty"` // zero: still waiting
	DecidedBy privacy.Actor     `cbor:"7,keyasint,omitempty"`
	Decision  string            `cbor:"8,keyasint,omitempty"`
	Version   int               `cbor:"9,keyasint"` // counts changes: two operators on one item
	Assigned  privacy.Actor     `cbor:"10,keyasint,omitempty"`
	// HeldUntil: an operator holds it, so reminders pause. The period goes on.
	HeldUntil  time.Time `cbor:"11,keyasint,omitempty"`
	HeldSince  time.Time `cbor:"12,keyasint,omitempty"`
	HeldGround string    `cbor:"13,keyasint,omitempty"` // code
	// Noticed: causes of which operators were told, so that each letter leaves once.
	Noticed []string `cbor:"14,keyasint,omitempty"`
	// Stood: since what was done was taken back, the item at version StoodAt stands
	// as it did at this one.
	Stood   int `cbor:"15,keyasint,omitempty"`
	StoodAt int `cbor:"16,keyasint,omitempty"`
	// NamedDue is that of the request: the item stands in the queue by it.
	NamedDue time.Time `cbor:"17,keyasint,omitempty"`
}

// Pressing is the day by which an item stands in the queue: that of the period, or an
// earlier one that the letter names and nobody has settled. Zero: there is none.
func (item ReviewItem) Pressing() time.Time { return earlier(item.DueAt, item.NamedDue) }

// Pressing is the same of a request.
func (r Request) Pressing() time.Time { return earlier(r.DueAt, r.NamedDue) }

func earlier(due, named time.Time) time.Time {
	if due.IsZero() || !named.IsZero() && named.Before(due) {
		return named
	}
	return due
}

// Stands is the version that tells how an item stands: what was decided and taken
// back again leaves it as it was.
func (item ReviewItem) Stands() int {
	if item.StoodAt != 0 && item.StoodAt == item.Version {
		return item.Stood
	}
	return item.Version
}

// LetterState is where an outgoing letter stands.
type LetterState string

const (
	LetterQueued LetterState = "queued"
	LetterHeld   LetterState = "held" // waits for a destruction: Farewell
	LetterSent   LetterState = "sent"
	LetterFailed LetterState = "failed" // given up; a person was told
	// LetterCancelled: its decision was taken back before it left.
	LetterCancelled LetterState = "cancelled"
)

// Letter is an outgoing mail with the bytes that leave, the same at each attempt.
type Letter struct {
	ID        privacy.LetterID  `cbor:"1,keyasint"`
	RequestID privacy.RequestID `cbor:"2,keyasint,omitempty"`
	Template  string            `cbor:"3,keyasint"`
	Language  privacy.Language  `cbor:"4,keyasint"`
	To        privacy.Address   `cbor:"5,keyasint"`
	MessageID string            `cbor:"6,keyasint,omitempty"` // ours, without angle brackets: the ID, @, our domain
	Bytes     []byte            `cbor:"7,keyasint"`
	State     LetterState       `cbor:"8,keyasint"`
	QueuedAt  time.Time         `cbor:"9,keyasint"`
	NextAt    time.Time         `cbor:"10,keyasint"` // when the next attempt is due
	Attempts  []Attempt         `cbor:"11,keyasint,omitempty"`
	SentAt    time.Time         `cbor:"12,keyasint,omitempty"`
	Limits    []LimitKey        `cbor:"13,keyasint,omitempty"` // what it counts against (P5)
	Farewell  *Farewell         `cbor:"14,keyasint,omitempty"` // it tells of a destruction
}

// Attempt is one try to send a letter.
type Attempt struct {
	At      time.Time `cbor:"1,keyasint"`
	Outcome string    `cbor:"2,keyasint"` // "accepted", "refused", "temporary", "unknown"
	Code    int       `cbor:"3,keyasint,omitempty"`
	Stage   string    `cbor:"4,keyasint,omitempty"`
}

// Act is what a confirmation token allows: bound to one request and one address.
type Act string

const (
	ActConfirmRequest Act = "confirm-request" // the owner of the address on file confirms the request
	ActConfirmAddress Act = "confirm-address" // the owner of the new address confirms it
	ActUndoAddress    Act = "undo-address"    // the owner of the former address stops the change
	ActAnswer         Act = "answer"          // the writer answers a question of an operator; any words will do
)

// Confirmation is an open question, kept under the keyed digest of its token.
type Confirmation struct {
	RequestID  privacy.RequestID `cbor:"1,keyasint"`
	Address    privacy.Address   `cbor:"2,keyasint"` // whom we asked
	Act        Act               `cbor:"3,keyasint"`
	AskedAt    time.Time         `cbor:"4,keyasint"`
	ExpiresAt  time.Time         `cbor:"5,keyasint"`
	UsedAt     time.Time         `cbor:"6,keyasint,omitempty"`
	RemindedAt time.Time         `cbor:"7,keyasint,omitempty"`
	Attempts   int               `cbor:"8,keyasint,omitempty"` // answers that did not count
	// Digest is the key it is stored under; filled in by the store.
	Digest []byte `cbor:"-"`
}

// MessageKey names a message in the mailbox: IMAP's mailbox, UIDVALIDITY and UID.
type MessageKey struct {
	Mailbox     string `cbor:"1,keyasint"`
	UIDValidity uint32 `cbor:"2,keyasint"`
	UID         uint32 `cbor:"3,keyasint"`
}

// Disposition is what became of a message: every message ends in exactly one (P1).
type Disposition struct {
	What     string              `cbor:"1,keyasint"`           // see the Disposed constants
	Requests []privacy.RequestID `cbor:"2,keyasint,omitempty"` // what it asked
	Reason   string              `cbor:"3,keyasint,omitempty"` // code
	// Moved is where the message lies since it was handled, as far as the server said.
	Moved *MessageKey `cbor:"4,keyasint,omitempty"`
}

const (
	DisposedRequest   = "request"   // one or more requests were recorded
	DisposedReply     = "reply"     // answered one of our questions
	DisposedOrdinary  = "ordinary"  // asks nothing; left to people
	DisposedAutomatic = "automatic" // written by a machine
	DisposedDuplicate = "duplicate" // the same bytes were taken before
	DisposedOwn       = "own"       // our own letter
)

// Cursor is how far a mailbox has been taken.
type Cursor struct {
	Mailbox     string `cbor:"1,keyasint"`
	UIDValidity uint32 `cbor:"2,keyasint"`
	UID         uint32 `cbor:"3,keyasint"` // highest UID with a disposition
	// Baseline is the highest UID that was there at the first run: mail up to it
	// gets no letter (P14).
	Baseline uint32 `cbor:"4,keyasint"`
	// Restored: a backup was put back and the mailbox was not opened since.
	Restored bool `cbor:"5,keyasint,omitempty"`
	// Gap is the highest UID that was there when a restored store was first opened:
	// mail up to it may have been answered after the backup was taken.
	Gap uint32 `cbor:"6,keyasint,omitempty"`
}

// Suppression keeps an address from being processed although no record exists.
type Suppression struct {
	Since     time.Time         `cbor:"1,keyasint"`
	RequestID privacy.RequestID `cbor:"2,keyasint"`
}
