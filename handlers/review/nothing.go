package review

import (
	"fmt"

	"medico-intech.kz/otinish/store/privacy"
)

// MaySayNothingHeld reports whether "nothing is held under your address" answers a
// request: it is about the writer's own data, and nobody is on record there.
func MaySayNothingHeld(c Case) bool {
	switch c.Request.Kind {
	case privacy.KindQuestion, privacy.KindAuthority, privacy.KindNone:
		return false
	}
	return c.Request.Kind.Valid() && c.Request.ClosedAt.IsZero() && !c.Request.From.IsZero() &&
		c.Request.SubjectID == "" && c.Subject.ID == "" && !c.SubjectUnread
}

// nothingHeld refuses what would not be true.
func (t *turn) nothingHeld() error {
	if !MaySayNothingHeld(*t.Case) {
		return privacy.Mistaken("something-held", fmt.Errorf("a record lies under the writer's address, or it is no request that this answers: %w", privacy.ErrNotAllowed))
	}
	_, listed, err := t.tx.Suppressed(t.Request.From)
	if err != nil {
		return err
	}
	t.undo.Silenced = !listed
	return t.office.SayNothingHeld(t.tx, &t.Request, t.by)
}
