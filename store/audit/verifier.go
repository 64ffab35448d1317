package audit

import (
	"errors"
	"fmt"
)

// ErrBroken is a chain that does not hold.
var ErrBroken = errors.New("the audit chain is broken")

// Verifier checks a chain entry by entry, in order from the first. The zero value
// is ready for use; it keeps one entry, however long the chain.
type Verifier struct{ last Entry }

// Check takes the next entry. The error wraps ErrBroken and names the sequence
// number where the chain breaks; the verifier then stays where it was.
func (v *Verifier) Check(e Entry) error {
	switch {
	case e.Seq != v.last.Seq+1:
		return fmt.Errorf("entry %d: %w: %d comes instead", v.last.Seq+1, ErrBroken, e.Seq)
	case e.Prev != v.last.Hash:
		return fmt.Errorf("entry %d: %w: it does not follow from the entry before", e.Seq, ErrBroken)
	case e.Hash != e.hash():
		return fmt.Errorf("entry %d: %w: its content was changed", e.Seq, ErrBroken)
	}
	v.last = e
	return nil
}

// Last returns the last entry that held; the zero Entry before the first.
func (v *Verifier) Last() Entry { return v.last }
