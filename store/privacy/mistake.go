package privacy

import (
	"fmt"
	"time"
)

// Mistake is an error for whose code there are words in each language: what whoever
// faces people tells them. In logs it is what it wraps, in English.
type Mistake struct {
	Code string
	Args []Arg
	err  error
}

// Arg is a value that stands in words. Of a Mistake it is never personal (P7).
type Arg struct {
	Table string `cbor:"1,keyasint,omitempty" json:"table,omitempty"` // whose words to use for the code, such as "kind"; "day" for a date; empty: as it is
	Value string `cbor:"2,keyasint,omitempty" json:"value"`
}

// Mistaken gives an error the code of its words.
func Mistaken(code string, err error, args ...Arg) error { return &Mistake{code, args, err} }

func (m *Mistake) Error() string { return m.err.Error() }
func (m *Mistake) Unwrap() error { return m.err }

// Plain is a value that is the same in each language: a number, a login.
func Plain(value any) Arg { return Arg{Value: fmt.Sprint(value)} }

// Coded is a code of a table of words, such as "kind" or "state".
func Coded(table string, code any) Arg { return Arg{table, fmt.Sprint(code)} }

// OnDay is a date, written as each language does.
func OnDay(at time.Time) Arg { return Arg{"day", at.Format(time.DateOnly)} }
