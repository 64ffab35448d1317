package handlers

import (
	"slices"
	"time"

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
// proposed for the same fields, unless a better proven answer named these. What was asked for with the old ones meanwhile, by a
// question to which a yes would be enough, stays as it was (P3). A request that was closed
// asks again then, for these alone: see Reopen. at is when the answer came.
func TakeIn(tx *store.Tx, r *store.Request, answered []store.Change, at time.Time) error {
	if r.Kind != privacy.KindUpdate || r.MergedInto != "" || len(answered) == 0 {
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
	if !r.ClosedAt.IsZero() {
		Reopen(r, at)
	}
	r.Changes = instead(r.Changes, answered)
	return nil
}

// instead puts values in the place of others of the same fields. What a better proven
// answer named stays beside them, for a person to choose; what the letter named goes, for
// an answer is about it.
func instead(changes, values []store.Change) []store.Change {
	better := func(c, v store.Change) bool {
		return c.Proof != "" && provenAs(c.Proof) > provenAs(v.Proof)
	}
	kept := slices.DeleteFunc(slices.Clone(changes), func(c store.Change) bool {
		return slices.ContainsFunc(values, func(v store.Change) bool { return v.Field == c.Field && !better(c, v) })
	})
	for _, v := range values {
		if !names(store.Request{Changes: kept}, v) {
			kept = append(kept, v)
		}
	}
	return kept
}

// provenAs orders proofs.
func provenAs(p privacy.Proof) int {
	switch p {
	case privacy.Proven:
		return 2
	case privacy.Contradicted:
		return 0
	}
	return 1
}

// Reopen makes of a request that was closed, and came back, one that asks again: it can
// be carried out, refused or asked about as before, and its period begins anew. What it
// asked the first time is done, and goes.
func Reopen(r *store.Request, at time.Time) {
	r.ClosedAt, r.AgainAt, r.StatedDue, r.Changes = time.Time{}, at.UTC(), time.Time{}, nil
}
