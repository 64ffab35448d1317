package privacy

import "errors"

// The closed list of errors that callers may tell apart. Everything else is a
// failure of the program or of what it runs on.
var (
	ErrNotFound    = errors.New("not found")
	ErrBadAddress  = errors.New("not an e-mail address")
	ErrBadNumber   = errors.New("not a request number (like OT-7F3K-92QT)")
	ErrBadInput    = errors.New("bad input")
	ErrExists      = errors.New("already exists")
	ErrNotAllowed  = errors.New("refused by a rule")
	ErrTransition  = errors.New("no such step from this state")
	ErrDestroyed   = errors.New("destroyed for good")
	ErrConflict    = errors.New("things have changed meanwhile")
	ErrUnavailable = errors.New("not available now")
	ErrDamaged     = errors.New("the store is damaged")
	ErrUnreadable  = errors.New("a record cannot be read") // with ErrDamaged: this record, and no more is known to be wrong
	ErrLocked      = errors.New("the store is in use by another process")
	ErrNewerSchema = errors.New("the store was written by a newer otinish")
)
