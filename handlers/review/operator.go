package review

import (
	"fmt"
	"slices"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// Roles of those who work at the desk.
const (
	RoleOperator = "operator"
	RoleAuditor  = "auditor" // sees, decides nothing
)

// Operator is a person the configuration names.
type Operator struct {
	Login    string // as it stands on the audit chain
	Name     string
	Email    privacy.Address // login links and digests go here
	Role     string
	Language privacy.Language
}

// Session is a browser in which an operator has logged in to the page.
type Session struct {
	Login string
	Role  string
	Began time.Time
	Seen  time.Time // the last click
	Ends  time.Time // without another one
}

// Actor is how the operator's acts are signed.
func (o Operator) Actor() privacy.Actor { return privacy.Operator(o.Login) }

// mayDecide: an operator must be named, and must not be one who only watches. Whom
// the configuration does not list, the permissions of the socket have let in.
func (d *Desk) mayDecide(by privacy.Actor) error {
	if !by.IsOperator() {
		return privacy.Mistaken("operator-needed", fmt.Errorf("an operator must be named: %w", privacy.ErrNotAllowed))
	}
	auditor := func(o Operator) bool { return o.Actor() == by && o.Role == RoleAuditor }
	if slices.ContainsFunc(d.Operators, auditor) {
		return Auditor()
	}
	return nil
}

// Auditor is what somebody is told who only watches and would decide.
func Auditor() error {
	return privacy.Mistaken("auditor", fmt.Errorf("an auditor sees and decides nothing: %w", privacy.ErrNotAllowed))
}

// LanguageOf returns the language that the configuration says an operator reads; ""
// if it does not know them.
func (d *Desk) LanguageOf(a privacy.Actor) privacy.Language {
	for _, o := range d.Operators {
		if privacy.Operator(o.Login) == a {
			return o.Language
		}
	}
	return ""
}
