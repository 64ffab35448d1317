package audit

import (
	"cmp"
	"fmt"

	"medico-intech.kz/otinish/store/privacy"
)

// ErrBroken is a chain that does not hold. It wraps privacy.ErrDamaged.
var ErrBroken error = broken{}

type broken struct{}

func (broken) Error() string { return "the audit chain is broken" }
func (broken) Unwrap() error { return privacy.ErrDamaged }

// Verifier checks a chain entry by entry, in order from the first that is there, and
// with End that it may begin and end so. The zero value checks hashes only; it keeps
// one entry, however long the chain.
type Verifier struct {
	// Mark makes the mark of an entry with this hash; nil where the key is not at
	// hand. Once an entry bears a mark all later ones must: those before there were
	// marks are held by the hashes of the first that has one.
	Mark func(hash [32]byte) [16]byte
	// Anchors are what was noted outside the store, in the order in which it was.
	Anchors []Anchor
	// Restored is the last act that put a backup back, 0 for none.
	Restored uint64
	// First is the number of the first entry checked; 0: none was.
	First uint64
	// Cut is the last cut that a checkpoint records, and CutBy that checkpoint; zero:
	// the chain was never cut.
	Cut   Cut
	CutBy Entry

	before [32]byte // Prev of the first
	doubt  error    // an anchor that does not fit, unless a restore was cut off

	last   Entry
	marked bool
	fits   map[int]bool // anchors whose entry was seen, by their place
	ended  int          // anchors whose entry was cut off
}

// ActRestored is the act of a restore: what was on the chain behind it is lost.
const ActRestored = "restored"

// Check takes the next entry. The error wraps ErrBroken and names the sequence
// number where the chain breaks; the verifier then stays where it was.
func (v *Verifier) Check(e Entry) error {
	if v.First == 0 && e.Seq > 1 {
		v.last = Entry{Seq: e.Seq - 1, Hash: e.Prev} // whether it may begin so, End says
		defer func() {
			if v.First == 0 {
				v.last = Entry{}
			}
		}()
	}
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
	if err := v.checkCut(e); err != nil {
		return err
	}
	if e.Act.Act == ActRestored {
		v.Restored = e.Seq
	}
	for i, a := range v.Anchors {
		if a.Seq != e.Seq {
			continue
		}
		switch err := a.Check(e); {
		case err == nil:
			v.fit(i)
		case v.Restored != 0:
		case cmp.Or(v.First, e.Seq) > 1:
			v.doubt = cmp.Or(v.doubt, err)
		default:
			return err
		}
	}
	if v.First == 0 {
		v.First, v.before = e.Seq, e.Prev
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
	if err := v.begins(); err != nil {
		return err
	}
	if v.doubt != nil && v.Restored == 0 {
		return v.doubt
	}
	v.ended = 0
	behind := false // an anchor noted after the last restore was met
	for i, a := range v.Anchors {
		switch {
		case v.endedWith(a):
			v.ended++
		case v.fits[i]:
			behind = behind || v.Restored != 0 && a.Seq >= v.Restored
		case v.Restored == 0 && a.Seq == v.Cut.Head.Seq:
			return fmt.Errorf("entry %d: %w: another was noted outside than entry %d records as cut off", a.Seq, ErrBroken, v.CutBy.Seq)
		case v.Restored == 0:
			return fmt.Errorf("entry %d: %w: it ends before, although entry %d was noted outside", v.last.Seq+1, ErrBroken, a.Seq)
		case behind:
			return fmt.Errorf("entry %d: %w: another was noted outside after the restore", min(a.Seq, v.last.Seq+1), ErrBroken)
		}
	}
	return nil
}

// endedWith reports whether the entry of an anchor was cut off. Of the last one that
// was, the checkpoint still tells the hash.
func (v *Verifier) endedWith(a Anchor) bool {
	return a.Seq < v.Cut.Head.Seq || a == v.Cut.Head
}

func (v *Verifier) fit(i int) {
	if v.fits == nil {
		v.fits = make(map[int]bool)
	}
	v.fits[i] = true
}

// Lost counts the anchors that do not fit: after a restore they may be of what it
// took back, where none that was noted after it came before them.
func (v *Verifier) Lost() int { return len(v.Anchors) - len(v.fits) - v.ended }

// Ended counts the anchors whose entries were cut off: nothing is left to compare.
func (v *Verifier) Ended() int { return v.ended }

// Last returns the last entry that held; the zero Entry before the first.
func (v *Verifier) Last() Entry { return v.last }
