package mailbox

import "fmt"

// Kind is what went wrong, as the administrator sees it.
type Kind string

const (
	Unreachable    Kind = "unreachable"     // no connection
	TLSRefused     Kind = "tls-refused"     // no TLS, or a certificate that does not fit
	WrongPassword  Kind = "wrong-password"  // the server refused the login
	NoPassword     Kind = "no-password"     // our own secret cannot be read
	LoginForbidden Kind = "login-forbidden" // the server takes no password here
	NoMailbox      Kind = "no-mailbox"      // SELECT was refused
	NoUIDs         Kind = "no-uids"         // the server gives no UIDVALIDITY
	Silent         Kind = "server-silent"   // no answer in time
	Lost           Kind = "connection-lost" // the connection ended
	Garbled        Kind = "server-garbled"  // an answer that cannot be parsed
	Refused        Kind = "server-refused"  // NO or BAD
	IntakeFailed   Kind = "intake-failed"   // what was fetched could not be recorded
	CannotMove     Kind = "cannot-move"     // handled requests stay where they are
	CannotErase    Kind = "cannot-erase"    // letters of the destroyed stay in the mailbox
)

// Error is a failed operation. Its text holds no word of the server but the
// response code.
type Error struct {
	Op   string // "login", "fetch", …
	Kind Kind
	Code string // response code (RFC 9051 §7.1), or empty
	Err  error  // for errors.Is; printed only where it is our own (IntakeFailed)
}

func (e *Error) Error() string {
	s := fmt.Sprintf("mailbox: %s: %s", e.Op, e.Kind)
	if e.Code != "" {
		s += " (" + e.Code + ")"
	}
	if e.Kind == IntakeFailed && e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// cleanCode keeps what a response code may hold; it is the server's word and goes
// into logs.
func cleanCode(code string) string {
	if len(code) > 32 {
		return ""
	}
	for _, r := range code {
		if (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' {
			return ""
		}
	}
	return code
}

// remedies say what to try, one sentence a kind.
var remedies = map[Kind]string{
	Unreachable:    "Check the server name, the port and the network; the watcher keeps trying.",
	TLSRefused:     "Check the TLS mode and the port, and that the server's certificate is valid for its name.",
	WrongPassword:  "Check user name and password; some providers want a password made for this program.",
	NoPassword:     "Check that the password file exists and that the service may read it.",
	LoginForbidden: "The server takes no password on this connection: use TLS, or allow password logins for this account.",
	NoMailbox:      "Check the name of the mailbox and that this account may open it.",
	NoUIDs:         "The server keeps no lasting message numbers, so messages cannot be told apart; another server is needed.",
	Silent:         "The server takes connections but does not answer; look at its load and its log.",
	Lost:           "The connection ended; if it happens often, look at the network and the server's log.",
	Garbled:        "The server sent what cannot be understood; the message at fault will go to review.",
	Refused:        "The server refused a command; look at its log at this time.",
	IntakeFailed:   "What was fetched could not be recorded; look at the store and the disk. Mail waits in the mailbox.",
	CannotErase:    "Letters of people who were destroyed stay in the mailbox: the account must be allowed to expunge there, and the server must know UIDPLUS.",
	CannotMove:     "Handled requests stay in the mailbox: create the mailbox for them, and check that the server knows MOVE.",
}
