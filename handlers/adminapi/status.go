package adminapi

import (
	"context"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// Daemon is what the running program tells about itself.
type Daemon interface {
	Status(ctx context.Context) (Status, error)
	// Keys tells the state of the key store.
	Keys(ctx context.Context) (Keys, error)
	// RotateKey takes the store to another master key, the content of its file.
	RotateKey(ctx context.Context, by privacy.Actor, keyFile []byte, progress func(done, total uint64)) error
	// Reseal gives everybody a new data key.
	Reseal(ctx context.Context, by privacy.Actor, progress func(done, total uint64)) error
	// CheckStore looks the store over; MendStore makes its indexes of the records.
	CheckStore(ctx context.Context) (StoreCheck, error)
	MendStore(ctx context.Context, by privacy.Actor) (StoreMended, error)
	// Account lists every message the mail server holds that has no disposition.
	Account(ctx context.Context) ([]Account, error)
}

// Status is how the daemon is.
type Status struct {
	Healthy   bool            `json:"healthy"` // scanned lately (P17)
	Version   string          `json:"version"`
	StartedAt time.Time       `json:"started_at"`
	Mailboxes []MailboxStatus `json:"mailboxes"`
	Waiting   int             `json:"waiting"`
	Urgent    int             `json:"urgent"`
	Overdue   int             `json:"overdue"`
	Soon      int             `json:"soon"` // due by the end of the next working day
	Held      int             `json:"held"`
	NextDue   *time.Time      `json:"next_due,omitempty"`
	Letters   LetterStatus    `json:"letters"`
	Subjects  int             `json:"subjects"`
	Destroy   DestroyStatus   `json:"destroy"`
	Retention RetentionStatus `json:"retention"`
	Alarms    []Alarm         `json:"alarms,omitempty"`
}

// MailboxStatus is how the watch over one mailbox goes.
type MailboxStatus struct {
	Mailbox   string     `json:"mailbox"`
	Connected bool       `json:"connected"`
	LastScan  *time.Time `json:"last_scan,omitempty"`
}

// LetterStatus is how sending goes.
type LetterStatus struct {
	Queued   int        `json:"queued"`
	Failed   int        `json:"failed"`
	LastSent *time.Time `json:"last_sent,omitempty"`
}

// DestroyStatus is how destruction goes.
type DestroyStatus struct {
	Waiting int        `json:"waiting"`            // subjects with a date
	NextBy  *time.Time `json:"next_by,omitempty"`  // the earliest
	Done    int        `json:"done"`               // subjects destroyed
	FinalAt *time.Time `json:"final_at,omitempty"` // when all of that is final: no copy of the keys is older
}

// Alarm is something a person should mend.
type Alarm struct {
	Where  string `json:"where"` // "INBOX", "smtp", "dns", "queue"
	Code   string `json:"code"`  // of what is wrong: "mailbox", "overdue"
	Count  int    `json:"count,omitempty"`
	What   string `json:"what"` // in English
	Remedy string `json:"remedy"`

	Why  string        `json:"why,omitempty"`  // of it, what exactly, whose words tell the remedy too: "wrong-password"
	Args []privacy.Arg `json:"args,omitempty"` // what stands in those words
}

// Account is how the messages of one mailbox are accounted for (P1).
type Account struct {
	Mailbox      string         `json:"mailbox"`
	UIDValidity  uint32         `json:"uidvalidity"`
	Messages     int            `json:"messages"` // on the server now
	Dispositions map[string]int `json:"dispositions"`
	Gone         int            `json:"gone"`       // on record, no longer on the server
	Waiting      int            `json:"waiting"`    // arrived since the last scan
	Exceptions   []uint32       `json:"exceptions"` // UIDs passed over: must be empty
}

// Import is the result of taking a CSV file.
type Import struct {
	Done  bool `json:"done"` // false: a progress line
	Rows  int  `json:"rows"`
	Added int  `json:"added"`
	Known int  `json:"known"`
	// Destroyed: the person was destroyed and was not entered again.
	Destroyed int      `json:"destroyed,omitempty"`
	Bad       []BadRow `json:"bad,omitempty"`
	Error     string   `json:"error,omitempty"`
	Code      string   `json:"code,omitempty"`
}

// BadRow is a row that could not be taken.
type BadRow struct {
	Line   int    `json:"line"`
	Column string `json:"column,omitempty"`
	Reason string `json:"reason"`
}

// Person is a data subject to enter.
type Person struct {
	Email       string           `json:"email"`
	Name        string           `json:"name,omitempty"`
	Phone       string           `json:"phone,omitempty"`
	Language    privacy.Language `json:"language,omitempty"`
	ConsentDate string           `json:"consent_date,omitempty"`
	Source      string           `json:"source,omitempty"`
	Purpose     string           `json:"purpose,omitempty"`
	Again       bool             `json:"again,omitempty"` // also a destroyed person
}
