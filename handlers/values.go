package handlers

import (
	"slices"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// Unsettled returns the first field for which several values are proposed, of which
// nobody has said which is meant; "" where there is none.
func Unsettled(changes []store.Change) privacy.Field {
	for i, c := range changes {
		if slices.ContainsFunc(changes[:i], func(b store.Change) bool { return b.Field == c.Field && b.Value.Reveal() != c.Value.Reveal() }) {
			return c.Field
		}
	}
	return ""
}

// TakeIn puts the values that the writer gave in an answer in the place of those
// proposed for the same fields. What was asked for with the old ones meanwhile, by a
// question to which a yes would be enough, stays as it was (P3).
func TakeIn(tx *store.Tx, r *store.Request, answered []store.Change) error {
	if r.Kind != privacy.KindUpdate || !r.ClosedAt.IsZero() || len(answered) == 0 {
		return nil
	}
	asked, err := tx.ConfirmationsOf(r.ID)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(asked, func(c store.Confirmation) bool {
		return c.Act != store.ActAnswer && c.UsedAt.IsZero() && tx.Now().Before(c.ExpiresAt)
	}) {
		return nil
	}
	kept := slices.DeleteFunc(slices.Clone(r.Changes), func(c store.Change) bool {
		return slices.ContainsFunc(answered, func(a store.Change) bool { return a.Field == c.Field })
	})
	r.Changes = append(kept, answered...)
	return nil
}
