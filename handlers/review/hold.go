package review

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// Holding is why, and until when, a request rests.
type Holding struct {
	Ground string // one of HoldGrounds
	Until  time.Time
	Text   string // a remark, kept with the request
}

// HoldGrounds lists the codes on which a request may rest. The period goes on all
// the same: no act lets the controller stop it.
func HoldGrounds() []string {
	return []string{"AWAITING_DOCUMENTS", "AWAITING_THIRD_PARTY", "DISPUTE", "INTERNAL_CHECK", "OTHER"}
}

// maxHold: longer than any period, so longer is a slip of the pen.
const maxHold = 92 * 24 * time.Hour

// Hold lets a request rest: no reminder tells of it until the day is over. It can be
// decided meanwhile, and its due date is shown as before. A zero Until without a ground
// ends it.
func (d *Desk) Hold(ctx context.Context, n privacy.Number, by privacy.Actor, seen int, h Holding) error {
	h.Ground = strings.ToUpper(strings.TrimSpace(h.Ground))
	if !h.Until.IsZero() && !slices.Contains(HoldGrounds(), h.Ground) {
		return privacy.Mistaken("no-ground", fmt.Errorf("hold %s: no such ground; one of %s: %w", n, strings.Join(HoldGrounds(), ", "), privacy.ErrBadInput), privacy.Plain(strings.Join(HoldGrounds(), ", ")))
	}
	verb := "hold"
	if h.Until.IsZero() { // so that what is taken back has its right name
		verb = "release"
	}
	return d.decide(ctx, decision{verb, n, by, seen, ""}, func(t *turn) error {
		now, item := t.tx.Now(), t.Item
		act := store.AuditAct{Actor: by, Act: "held", Number: n, Reason: h.Ground}
		switch {
		case h.Until.IsZero() && h.Ground != "":
			return privacy.Mistaken("hold-day", fmt.Errorf("a ground is given, and no last day: %w", privacy.ErrBadInput))
		case h.Until.IsZero() && item.HeldUntil.IsZero():
			return privacy.Mistaken("not-held", fmt.Errorf("it is not on hold: %w", privacy.ErrConflict))
		case h.Until.IsZero():
			item.HeldUntil, item.HeldSince, item.HeldGround = time.Time{}, time.Time{}, ""
			act.Act, act.Reason = "released", ""
		case !h.Until.After(now) || h.Until.After(now.Add(maxHold)):
			return privacy.Mistaken("hold-end", fmt.Errorf("the end must be a day to come, within three months: %w", privacy.ErrBadInput))
		default:
			item.HeldUntil, item.HeldSince, item.HeldGround = h.Until.UTC(), now, h.Ground
		}
		if err := t.tx.PutReviewItem(item); err != nil {
			return err
		}
		if strings.TrimSpace(h.Text) != "" {
			r := t.Request
			r.Notes = append(r.Notes, store.Note{At: now, By: by, Text: privacy.NewPersonal(h.Text)})
			if err := t.tx.PutRequest(r); err != nil {
				return err
			}
		}
		return t.tx.Append(act)
	})
}

// Held reports whether a request rests at a time.
func Held(item store.ReviewItem, now time.Time) bool { return item.HeldUntil.After(now) }

// HeldLate reports whether the rest ends behind the period.
func HeldLate(item store.ReviewItem) bool {
	return !item.DueAt.IsZero() && item.HeldUntil.After(item.DueAt)
}
