package handlers

import (
	"cmp"
	"slices"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// maxOvertaken is how many requests of a person are looked through (P16).
const maxOvertaken = 50

// Overtaken lists what the same person asked later and had carried out, which carrying
// this request out now would undo: another value for a field, or the contrary. id is
// the person's, where a record was found since; may be empty.
func Overtaken(tx *store.Tx, r store.Request, id privacy.SubjectID) (list []privacy.Number, err error) {
	if r.SubjectID != "" {
		id = r.SubjectID
	}
	others, err := tx.RequestsOf(r.From, id, maxOvertaken)
	if store.PassOver(err) != nil {
		return nil, err
	}
	for _, o := range others {
		if o.ID == r.ID || o.MergedInto != "" || CompareReceipt(o, r) <= 0 || !undoes(r, o) {
			continue
		}
		done, err := haveCarriedOut(tx, o)
		if err != nil {
			return nil, err
		}
		if done {
			list = append(list, o.Number)
		}
	}
	return list, err
}

// CompareReceipt tells which of two letters came first; of one second, which was recorded
// first.
func CompareReceipt(a, b store.Request) int {
	return cmp.Or(a.CountsFrom().Compare(b.CountsFrom()), a.RecordedAt.Compare(b.RecordedAt), cmp.Compare(a.ID, b.ID))
}

// Opposed reports whether two kinds undo each other when both are carried out.
func Opposed(a, b privacy.Kind) bool {
	return slices.Contains(opposed, [2]privacy.Kind{a, b}) || slices.Contains(opposed, [2]privacy.Kind{b, a})
}

var opposed = [][2]privacy.Kind{
	{privacy.KindBlock, privacy.KindUnblock},
	{privacy.KindWithdraw, privacy.KindUpdate},
	{privacy.KindErase, privacy.KindUpdate},
	{privacy.KindErase, privacy.KindBlock},
}

// undoes: carried out after the other, a request leaves less than the other made.
func undoes(r, other store.Request) bool {
	if r.Kind != privacy.KindUpdate || other.Kind != privacy.KindUpdate {
		return Opposed(r.Kind, other.Kind)
	}
	return slices.ContainsFunc(r.Changes, func(c store.Change) bool {
		return slices.ContainsFunc(other.Changes, func(o store.Change) bool {
			return o.Field == c.Field && o.Value.Reveal() != c.Value.Reveal()
		})
	})
}

// haveCarriedOut: by an operator, or by a rule where no person was asked.
func haveCarriedOut(tx *store.Tx, r store.Request) (bool, error) {
	item, err := tx.ReviewItem(r.ID)
	if err != nil && !isNotFound(err) {
		return false, err
	}
	switch item.Decision {
	case string(privacy.StateApplied):
		return true, nil
	case "":
		return r.Proof == privacy.Proven && (r.State == privacy.StateClosed || r.State == privacy.StateApplied), nil
	}
	return false, nil
}
