package review

import (
	"context"
	"slices"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// InOrder puts requests into the order in which several are decided: as their letters
// came, so that what was said last stands at the end, and for an undo the last decision
// first. Those of which there is nothing to tell that stand behind the others.
func (d *Desk) InOrder(_ context.Context, verb string, numbers []privacy.Number) []privacy.Number {
	var list []store.Request
	var rest []privacy.Number
	d.Store.View(func(tx *store.Tx) error { // what fails is told where it is decided
		list, rest = nil, nil
		for _, n := range numbers {
			if r, err := tx.RequestByNumber(n); err != nil || verb == "undo" && r.Undo == nil {
				rest = append(rest, n)
			} else {
				list = append(list, r)
			}
		}
		return nil
	})
	slices.SortStableFunc(list, func(a, b store.Request) int {
		if verb == "undo" {
			return b.Undo.At.Compare(a.Undo.At)
		}
		return handlers.CompareReceipt(a, b)
	})
	sorted := make([]privacy.Number, 0, len(numbers))
	for _, r := range list {
		sorted = append(sorted, r.Number)
	}
	return append(sorted, rest...)
}
