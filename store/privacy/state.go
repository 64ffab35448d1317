package privacy

import (
	"fmt"
	"slices"
)

// State is where a request stands.
type State string

const (
	StateReceived State = "received"
	StateAwaiting State = "awaiting-confirmation"
	StateInReview State = "in-review"
	StateApplied  State = "applied"
	StateRefused  State = "refused"
	StateClosed   State = "closed"
)

var steps = map[State][]State{
	"":            {StateReceived},
	StateReceived: {StateAwaiting, StateInReview, StateApplied, StateClosed},
	StateAwaiting: {StateInReview, StateApplied, StateClosed},
	StateInReview: {StateAwaiting, StateApplied, StateRefused, StateClosed},
	StateApplied:  {StateClosed},
	StateRefused:  {StateClosed},
	StateClosed:   {StateInReview}, // its letter came back, or a late answer needs a person
}

// Step says whether a request may go from one state to another. Two steps need
// more than the order of states: applied needs a proven author or an operator
// (P3), refused needs an operator (P12). The error wraps ErrTransition or
// ErrNotAllowed.
func Step(from, to State, by Actor, proof Proof) error {
	if !slices.Contains(steps[from], to) {
		return fmt.Errorf("step from %q to %q: %w", from, to, ErrTransition)
	}
	if to == StateApplied && proof != Proven && !by.IsOperator() {
		return fmt.Errorf("step to %q: the author is not proven and no operator decided: %w", to, ErrNotAllowed)
	}
	if to == StateRefused && !by.IsOperator() {
		return fmt.Errorf("step to %q: only a person refuses: %w", to, ErrNotAllowed)
	}
	return nil
}

// Open reports whether a request in this state still waits for somebody.
func (s State) Open() bool { return s == StateReceived || s == StateAwaiting || s == StateInReview }
