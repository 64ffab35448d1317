// Package mailbox moves mail in: it watches IMAP mailboxes, fetches what is new
// and files what has been handled. It knows no request and decides nothing.
package mailbox

import (
	"context"
	"time"
)

// Key names one message for as long as its mailbox keeps its UIDVALIDITY
// (RFC 9051 §2.3.1.1).
type Key struct {
	Mailbox     string
	UIDValidity uint32
	UID         uint32
}

// Delivery is a message as fetched.
type Delivery struct {
	Key          Key
	InternalDate time.Time // when our server took it: the date of receipt
	Size         int64     // RFC822.SIZE, octets

	// Raw is the message. Of one larger than Window it is header, structure and
	// text parts only, put together again as a MIME message; Reduced is then true.
	Raw     []byte
	Reduced bool

	// Fingerprint is SHA-256 over the first Window octets and the size (8 octets,
	// big-endian), the same for the same bytes wherever and under whatever UID they
	// lie. The size is counted where the whole message is at hand; of a larger one
	// it is RFC822.SIZE. Where Unreadable is set it is made from the key alone.
	Fingerprint [32]byte

	// Handled: the message bears HandledKeyword already.
	Handled bool

	// Unreadable says why the server could not give the message, or is empty.
	// Raw then holds what was given, often nothing. It holds no personal data.
	Unreadable string
}

// Position is what SELECT told about a mailbox.
type Position struct {
	Mailbox     string
	UIDValidity uint32
	UIDNext     uint32 // 0 where the server does not say
}

// Intake takes what the watcher finds.
type Intake interface {
	// Open is called after each SELECT; it returns the highest UID already on
	// record, 0 for none. A changed UIDValidity starts again from 0.
	Open(ctx context.Context, p Position) (after uint32, err error)

	// Prepare takes deliveries in UID order and does what needs no record: it runs
	// while the batch before is recorded. After an error of a Record, batches that
	// were prepared are dropped; they come again after the next Open.
	Prepare(ctx context.Context, batch []Delivery) Record

	// Passed moves the cursor to uid where no message lies between (expunged UIDs).
	Passed(ctx context.Context, mailbox string, uidValidity, uid uint32) error

	// ToFile returns UIDs that wait to be filed as handled, ascending, at most limit.
	ToFile(ctx context.Context, mailbox string, uidValidity uint32, limit int) ([]uint32, error)

	// Filed tells that these UIDs carry the keyword, were moved, or are gone.
	Filed(ctx context.Context, mailbox string, uidValidity uint32, uids []uint32) error
}

// Unfiler is an Intake that can find out later that a filed message is no request
// after all: its keyword is taken back.
type Unfiler interface {
	// ToUnfile returns UIDs whose keyword has to go, ascending, at most limit.
	ToUnfile(ctx context.Context, mailbox string, uidValidity uint32, limit int) ([]uint32, error)

	// Unfiled tells that these UIDs carry no keyword, or are gone.
	Unfiled(ctx context.Context, mailbox string, uidValidity uint32, uids []uint32) error
}

// Record returns when the dispositions of a prepared batch and the cursor behind
// the last of it are durable. Batches are recorded in the order in which they were
// prepared, each once. After an error nothing of the batch counts as taken.
type Record func(ctx context.Context) error

// Window is how many octets of a message are fetched in one pass. Nearly every
// letter without attachments is smaller; it bounds memory, P16 and P18.
const Window = 256 << 10

// HandledKeyword marks a handled request in the mailbox, where the server keeps
// keywords (RFC 9051 §2.3.2).
const HandledKeyword = "$OtinishHandled"
