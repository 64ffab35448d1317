package store

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/seal"
)

// unreadError is one sealed record that does not open although its place in the file
// is whole. It wraps privacy.ErrDamaged and privacy.ErrUnreadable.
type unreadError struct {
	table table
	cause error
}

// unreadable notes whose the record is.
func (tx *Tx) unreadable(t table, key []byte, cause error) error {
	if !tx.s.manyUnread() {
		whose, err := tx.whose(t, key)
		if err != nil {
			return err
		}
		var letter []byte
		if t == tableLetter || t == tableLetterBytes {
			letter = key
		}
		whose.KeyLost = errors.Is(cause, seal.ErrNoKey) || errors.Is(cause, seal.ErrVault) || errors.Is(cause, seal.ErrSpent)
		tx.s.noteUnread(whose, letter, cause)
	}
	return &unreadError{t, cause}
}

func (e *unreadError) Error() string {
	return fmt.Sprintf("open %s: %v: %v", tableLayout[e.table].name, privacy.ErrUnreadable, e.cause)
}

func (e *unreadError) Unwrap() []error {
	return []error{privacy.ErrDamaged, privacy.ErrUnreadable, e.cause}
}

// PassOver is for sweeps, which serve everybody else where one record cannot be read:
// nil for an error that says no more than that.
func PassOver(err error) error {
	if errors.Is(err, privacy.ErrUnreadable) {
		return nil
	}
	return err
}

// goOn lets a walk over many records visit the others: it keeps the first error of a
// record that cannot be read for the end.
type goOn struct{ first error }

func (g *goOn) past(err error) (bool, error) {
	if errors.Is(err, privacy.ErrDestroyed) {
		return true, nil
	}
	if !errors.Is(err, privacy.ErrUnreadable) {
		return false, err
	}
	if g.first == nil {
		g.first = err
	}
	return true, nil
}

func (g *goOn) end(err error) error {
	if err != nil {
		return err
	}
	return g.first
}

// Unreadable is what cannot be read: whose it is, as far as that is known.
type Unreadable struct {
	Request privacy.RequestID // empty: of a subject, or of a letter without request
	Number  privacy.Number
	Subject privacy.SubjectID
	What    string // table
	KeyLost bool   // the data key is gone or damaged; else the record is
	key     string // where it is of neither
}

// String names whose it is, without personal data.
func (u Unreadable) String() string {
	switch {
	case u.Number != "":
		return "request " + string(u.Number)
	case u.Request != "":
		return "request " + string(u.Request)
	case u.Subject != "":
		return "subject " + string(u.Subject)
	}
	return "a record of nobody known"
}

func namesOf(list []Unreadable) string {
	names := make([]string, len(list))
	for i, u := range list {
		names[i] = u.String()
	}
	return strings.Join(names, ", ")
}

// owner names whose it is.
func (u Unreadable) owner() string {
	return string(u.Request) + " " + string(u.Subject) + " " + u.key
}

// whose finds out whose a record is that cannot be read. The indexes tell.
func (tx *Tx) whose(t table, key []byte) (u Unreadable, err error) {
	u.What = tableLayout[t].name
	id := key
	switch t {
	case tableSubject, tableConsent, tableSubjectKey:
		u.Subject = keyID[privacy.SubjectID](key[:idSize])
		return u, nil
	case tableLetter, tableLetterBytes:
		id, err = tx.behind(tableLetterOf, key)
	case tableConfirmation:
		id, err = tx.behind(tableConfirmOf, key)
	case tableAnswer:
		id = key[:min(len(key), idSize)]
	case tableCaseKey:
		if !tx.has(tableRequest, key) {
			id = nil
		}
	}
	if err != nil || len(id) != idSize {
		u.key = u.What + string(key)
		return u, err
	}
	u.Request = keyID[privacy.RequestID](id)
	number, err := tx.numberOf(id)
	u.Number = number
	return u, err
}

// behind finds the request of an index whose keys are a request and what it has.
func (tx *Tx) behind(t table, what []byte) (request []byte, err error) {
	err = tx.each(t, nil, func(key, _ []byte) (bool, error) {
		if bytes.Equal(key[idSize:], what) {
			request = bytes.Clone(key[:idSize])
		}
		return request == nil, nil
	})
	return request, err
}

// numberOf finds the number of a request whose record cannot be read. It reads all of
// the index.
func (tx *Tx) numberOf(id []byte) (n privacy.Number, err error) {
	err = tx.each(tableNumber, nil, func(key, value []byte) (bool, error) {
		if bytes.Equal(value, id) {
			n = keyNumber(key)
		}
		return n == "", nil
	})
	return n, err
}
