package review

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// Lesson is a line for a word list, made of the words by which a letter could have
// been understood. An operator hands it to whoever tends the lists.
type Lesson struct {
	File string // of classifier/lexicon
	Line string // empty: nothing to teach
}

// Reclassify says that a request is of another kind; its period is counted anew
// from the same receipt.
func (d *Desk) Reclassify(ctx context.Context, n privacy.Number, by privacy.Actor, seen int, kind privacy.Kind) (lesson Lesson, err error) {
	if !kind.Valid() {
		return lesson, fmt.Errorf("reclassify %s: no such kind; one of %v: %w", n, privacy.Kinds, privacy.ErrBadInput)
	}
	err = d.decide(ctx, decision{"reclassify", n, by, seen, ""}, func(t *turn) error {
		r := &t.Request
		before := r.Kind
		r.Kind = kind
		due := d.due(*r)
		r.DueAt, r.Clock = due.At.UTC(), due.Clock
		if err := t.tx.PutRequest(*r); err != nil {
			return err
		}
		item := t.Item
		item.DueAt, item.Urgent = r.DueAt, kind == privacy.KindAuthority
		if err := t.tx.PutReviewItem(item); err != nil {
			return err
		}
		if d.Teach != nil && before != kind && len(t.Raw) > 0 {
			lesson = d.Teach(t.Raw, kind)
		}
		return t.tx.Append(store.AuditAct{Actor: by, Act: "reclassified", Number: n, Reason: string(before) + "/" + string(kind)})
	})
	return lesson, err
}

// Due says by which day the letter itself wants its answer, as an authority's letter
// does; zero takes that back. The earlier day counts: a later one is refused, for it
// would only hide the period of the law.
func (d *Desk) Due(ctx context.Context, n privacy.Number, by privacy.Actor, seen int, day time.Time) error {
	return d.decide(ctx, decision{"due", n, by, seen, ""}, func(t *turn) error {
		r, item := &t.Request, t.Item
		reason := ""
		if r.StatedDue = day.UTC(); day.IsZero() {
			r.StatedDue = time.Time{}
		}
		due := d.due(*r)
		if !day.IsZero() {
			if !due.Stated {
				return fmt.Errorf("the period ends on %s, no later than that day: %w", due.At.Format(time.DateOnly), privacy.ErrBadInput)
			}
			reason = day.In(d.Office.Zone).Format(time.DateOnly)
		}
		r.DueAt, item.DueAt, item.Noticed = due.At.UTC(), due.At.UTC(), nil
		if err := errors.Join(t.tx.PutRequest(*r), t.tx.PutReviewItem(item)); err != nil {
			return err
		}
		return t.tx.Append(store.AuditAct{Actor: by, Act: "due-stated", Number: n, Reason: reason})
	})
}

// Assign gives a request to an operator by login, or with "" to nobody. Others may
// still decide about it.
func (d *Desk) Assign(ctx context.Context, n privacy.Number, by privacy.Actor, seen int, to string) error {
	to = strings.TrimSpace(to)
	known := func(o Operator) bool { return o.Login == to && o.Role == RoleOperator }
	if to != "" && len(d.Operators) > 0 && !slices.ContainsFunc(d.Operators, known) && privacy.Operator(to) != by {
		return fmt.Errorf("assign %s: the configuration names no operator with this login: %w", n, privacy.ErrBadInput)
	}
	if strings.ContainsAny(to, "@ \t\r\n") { // it stands on the chain
		return fmt.Errorf("assign %s: a login is needed, not an address or a name: %w", n, privacy.ErrBadInput)
	}
	return d.decide(ctx, decision{"assign", n, by, seen, ""}, func(t *turn) error {
		item := t.Item
		if item.Assigned = ""; to != "" {
			item.Assigned = privacy.Operator(to)
		}
		if err := t.tx.PutReviewItem(item); err != nil {
			return err
		}
		return t.tx.Append(store.AuditAct{Actor: by, Act: "assigned", Number: n, Reason: to})
	})
}

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
// decided meanwhile, and its due date is shown as before. A zero Until ends it.
func (d *Desk) Hold(ctx context.Context, n privacy.Number, by privacy.Actor, seen int, h Holding) error {
	h.Ground = strings.ToUpper(strings.TrimSpace(h.Ground))
	if !h.Until.IsZero() && !slices.Contains(HoldGrounds(), h.Ground) {
		return fmt.Errorf("hold %s: no such ground; one of %s: %w", n, strings.Join(HoldGrounds(), ", "), privacy.ErrBadInput)
	}
	return d.decide(ctx, decision{"hold", n, by, seen, ""}, func(t *turn) error {
		now, item := t.tx.Now(), t.Item
		act := store.AuditAct{Actor: by, Act: "held", Number: n, Reason: h.Ground}
		switch {
		case h.Until.IsZero():
			item.HeldUntil, item.HeldSince, item.HeldGround = time.Time{}, time.Time{}, ""
			act.Act, act.Reason = "released", ""
		case !h.Until.After(now) || h.Until.After(now.Add(maxHold)):
			return fmt.Errorf("the end must be a day to come, within three months: %w", privacy.ErrBadInput)
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

// Merge closes a request as a duplicate of another one of the same person.
func (d *Desk) Merge(ctx context.Context, n privacy.Number, by privacy.Actor, seen int, into privacy.Number) error {
	return d.decide(ctx, decision{"merge", n, by, seen, ""}, func(t *turn) error {
		other, err := t.tx.RequestByNumber(into)
		if err != nil {
			return fmt.Errorf("into %s: %w", into, err)
		}
		kept := other
		kept.Undo = nil
		t.undo.Other = &kept
		if t.undo.OtherItem, err = itemOf(t.tx, other.ID); err != nil {
			return err
		}
		if err := t.file(); err != nil {
			return err
		}
		return t.office.Merge(t.tx, &t.Request, &other, by)
	})
}

// Split opens a second request of the same letter and returns its number.
func (d *Desk) Split(ctx context.Context, n privacy.Number, by privacy.Actor, seen int, kind privacy.Kind) (second privacy.Number, err error) {
	if !kind.Valid() {
		return "", fmt.Errorf("split %s: no such kind; one of %v: %w", n, privacy.Kinds, privacy.ErrBadInput)
	}
	err = d.decide(ctx, decision{"split", n, by, seen, ""}, func(t *turn) error {
		if kind == t.Request.Kind {
			return fmt.Errorf("it is of the kind %s itself: %w", kind, privacy.ErrBadInput)
		}
		due := d.Rules.Due(kind, t.Request.ReceivedAt, d.Office.Zone)
		made, err := t.office.Split(t.tx, &t.Request, by, kind, due.At.UTC(), due.Clock)
		t.undo.Made, second = append(t.undo.Made, made.ID), made.Number
		return err
	})
	return second, err
}
