package audit

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// ActCut is the act of a checkpoint: what lay before was kept long enough and was cut
// off. It is an entry like any other, so that hashes, marks and anchors hold it.
const ActCut = "audit-cut"

// MinKept is how many years an entry lies on the chain at least: as long as claims
// can be raised (Civil Code of Kazakhstan Art. 178). A checkpoint that cuts younger
// ones is forged, whoever made it.
const MinKept = 3

// Cut is what a checkpoint records of the last entry that was cut off.
type Cut struct {
	Head Anchor
	At   time.Time // of that entry
	// Restored is the last restore among all that was ever cut off, 0 for none:
	// anchors of what it took back fit nowhere.
	Restored uint64
}

// Act is the act that records the cut.
func (c Cut) Act() Act {
	return Act{Actor: privacy.ActorSystem, Act: ActCut,
		Reason: fmt.Sprintf("%s %s %d", c.Head, c.At.UTC().Format(time.RFC3339Nano), c.Restored)}
}

// CutOf reads a checkpoint; false where the act is another. The error wraps ErrBroken.
func CutOf(e Entry) (c Cut, is bool, err error) {
	if e.Act.Act != ActCut {
		return c, false, nil
	}
	parts := strings.Split(e.Act.Reason, " ")
	if len(parts) == 3 {
		var bad [3]error
		c.Head, bad[0] = ParseAnchor(parts[0])
		c.At, bad[1] = time.Parse(time.RFC3339Nano, parts[1])
		c.Restored, bad[2] = strconv.ParseUint(parts[2], 10, 64)
		if bad == [3]error{} && c.Head.Seq < e.Seq && c.Restored <= c.Head.Seq {
			return c, true, nil
		}
	}
	return c, true, fmt.Errorf("entry %d: %w: the checkpoint cannot be read", e.Seq, ErrBroken)
}

// checkCut takes note of a checkpoint.
func (v *Verifier) checkCut(e Entry) error {
	c, is, err := CutOf(e)
	switch {
	case err != nil || !is:
		return err
	case c.Head.Seq <= v.Cut.Head.Seq:
		return fmt.Errorf("entry %d: %w: it records a cut before the one that entry %d records", e.Seq, ErrBroken, v.CutBy.Seq)
	case c.At.AddDate(MinKept, 0, 0).After(e.At):
		return fmt.Errorf("entry %d: %w: it records a cut of entries younger than %d years, which is never made", e.Seq, ErrBroken, MinKept)
	}
	v.Cut, v.CutBy = c, e
	v.Restored = max(v.Restored, c.Restored)
	return nil
}

// begins says whether the chain may begin with the first entry that was checked: with
// number 1, or behind the last cut on record.
func (v *Verifier) begins() error {
	switch first, cut := v.First, v.Cut.Head.Seq; {
	case first == 0 || first == cut+1 && (cut == 0 || v.before == v.Cut.Head.Hash):
		return nil
	case cut == 0:
		return fmt.Errorf("entry 1: %w: it begins with entry %d, and no checkpoint records a cut", ErrBroken, first)
	case first > cut+1:
		return fmt.Errorf("entry %d: %w: it begins with entry %d, but entry %d records a cut up to %d only", cut+1, ErrBroken, first, v.CutBy.Seq, cut)
	case first <= cut:
		return fmt.Errorf("entry %d: %w: it lies there, but entry %d records that all up to %d were cut off", first, ErrBroken, v.CutBy.Seq, cut)
	default:
		return fmt.Errorf("entry %d: %w: entry %d records %s as the last that was cut off, but it follows %s", first, ErrBroken, v.CutBy.Seq,
			short(v.Cut.Head.Hash), short(v.before))
	}
}

func short(hash [32]byte) string { return hex.EncodeToString(hash[:4]) }
