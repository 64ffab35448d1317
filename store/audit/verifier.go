package audit

import (
	"fmt"

	"medico-intech.kz/otinish/store/privacy"
)

// ErrBroken is a chain that does not hold. It wraps privacy.ErrDamaged.
var ErrBroken error = broken{}

type broken struct{}

func (broken) Error() string { return "the audit chain is broken" }
func (broken) Unwrap() error { return privacy.ErrDamaged }

// Verifier checks a chain entry by entry, in order from the first. The zero value
// checks hashes only; it keeps one entry, however long the chain.
type Verifier struct {
	// Mark makes the mark of an entry with this hash; nil where the key is not at
	// hand. Once an entry bears a mark all later ones must: those before there were
	// marks are held by the hashes of the first that has one.
	Mark func(hash [32]byte) [16]byte
	// Anchors are what was noted outside the store, in the order in which it was.
	Anchors []Anchor
	// Restored is the last act that put a backup back, 0 for none.
	Restored uint64

	last   Entry
	marked bool
	fits   map[int]bool // anchors whose entry was seen, by their place
}

// ActRestored is the act of a restore: what was on the chain behind it is lost.
const ActRestored = "restored"

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
	if err := v.checkMark(e); err != nil {
		return err
	}
	if e.Act.Act == ActRestored {
		v.Restored = e.Seq
	}
	for i, a := range v.Anchors {
		if a.Seq != e.Seq {
			continue
		}
		if err := a.Check(e); err != nil && v.Restored == 0 {
			return err
		} else if err == nil {
			v.fit(i)
		}
	}
	v.last = e
	return nil
}

func (v *Verifier) checkMark(e Entry) error {
	if v.Mark == nil || e.Mark == ([16]byte{}) && !v.marked {
		return nil
	}
	if e.Mark != v.Mark(e.Hash) {
		return fmt.Errorf("entry %d: %w: this store did not write it", e.Seq, ErrBroken)
	}
	v.marked = true
	return nil
}

// End says whether the chain may end with the last entry checked: it bears a mark,
// and nothing noted outside lies behind it.
func (v *Verifier) End() error {
	if v.Mark != nil && !v.marked && v.last.Seq > 0 {
		return fmt.Errorf("entry %d: %w: this store did not write it", v.last.Seq, ErrBroken)
	}
	behind := false // an anchor noted after the last restore was met
	for i, a := range v.Anchors {
		switch {
		case v.fits[i]:
			behind = behind || v.Restored != 0 && a.Seq >= v.Restored
		case v.Restored == 0:
			return fmt.Errorf("entry %d: %w: it ends before, although entry %d was noted outside", v.last.Seq+1, ErrBroken, a.Seq)
		case behind:
			return fmt.Errorf("entry %d: %w: another was noted outside after the restore", min(a.Seq, v.last.Seq+1), ErrBroken)
		}
	}
	return nil
}

func (v *Verifier) fit(i int) {
	if v.fits == nil {
		v.fits = make(map[int]bool)
	}
	v.fits[i] = true
}

// Lost counts the anchors that do not fit: after a restore they may be of what it
// took back, where none that was noted after it came before them.
func (v *Verifier) Lost() int { return len(v.Anchors) - len(v.fits) }

// Last returns the last entry that held; the zero Entry before the first.
func (v *Verifier) Last() Entry { return v.last }
