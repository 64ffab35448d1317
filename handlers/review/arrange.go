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
		return lesson, privacy.Mistaken("no-kind", fmt.Errorf("reclassify %s: no such kind; one of %v: %w", n, privacy.Kinds, privacy.ErrBadInput))
	}
	err = d.decide(ctx, decision{"reclassify", n, by, seen, ""}, func(t *turn) error {
		r := &t.Request
		before := r.Kind
		if before == kind {
			return privacy.Mistaken("kind-already", fmt.Errorf("it is of the kind %s already: %w", kind, privacy.ErrNotAllowed), privacy.Coded("kind", kind))
		}
		if err := t.voidQuestions(); err != nil { // a yes was to something else
			return err
		}
		r.Kind = kind
		due := d.due(*r)
		r.DueAt, r.Clock = due.At.UTC(), due.Clock
		d.noticeDay(r, t.Raw)
		if err := t.tx.PutRequest(*r); err != nil {
			return err
		}
		item := t.Item
		item.DueAt, item.NamedDue, item.Urgent = r.DueAt, r.NamedDue, kind == privacy.KindAuthority
		if err := t.tx.PutReviewItem(item); err != nil {
			return err
		}
		if d.Teach != nil && len(t.Raw) > 0 {
			lesson = d.Teach(t.Raw, kind)
		}
		return t.tx.Append(store.AuditAct{Actor: by, Act: "reclassified", Number: n, Reason: string(before) + "/" + string(kind)})
	})
	return lesson, err
}

// Due says by which day the letter itself wants its answer, as an authority's letter
// does; zero takes that back. Either settles what the day is that the letter names. The
// earlier day counts: a later one is refused, for it would only hide the period of the law.
func (d *Desk) Due(ctx context.Context, n privacy.Number, by privacy.Actor, seen int, day time.Time) error {
	return d.decide(ctx, decision{"due", n, by, seen, ""}, func(t *turn) error {
		r, item := &t.Request, t.Item
		on := func(at time.Time) string { return at.In(d.Office.Zone).Format(time.DateOnly) }
		if !day.IsZero() && on(day) < max(on(t.tx.Now()), on(r.ReceivedAt)) {
			return privacy.Mistaken("due-past", fmt.Errorf("the day must not lie before today, nor before the letter came: %w", privacy.ErrBadInput))
		}
		reason := ""
		if r.StatedDue = day.UTC(); day.IsZero() {
			r.StatedDue = time.Time{}
		}
		due := d.due(*r)
		if !day.IsZero() {
			if !due.Stated && on(day) > on(due.At) {
				return privacy.Mistaken("due-later", fmt.Errorf("the period ends on %s, no later than that day: %w", on(due.At), privacy.ErrBadInput), privacy.OnDay(due.At.In(d.Office.Zone)))
			}
			reason = on(day)
		}
		r.DueAt, item.DueAt = due.At.UTC(), due.At.UTC() // of what operators were told stays told
		r.NamedDue, r.DaySettled, item.NamedDue = time.Time{}, true, time.Time{}
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
		return privacy.Mistaken("no-operator", fmt.Errorf("assign %s: the configuration names no operator with this login: %w", n, privacy.ErrBadInput))
	}
	if strings.ContainsAny(to, "@ \t\r\n") { // it stands on the chain
		return privacy.Mistaken("login-needed", fmt.Errorf("assign %s: a login is needed, not an address or a name: %w", n, privacy.ErrBadInput))
	}
	return d.decide(ctx, decision{"assign", n, by, seen, ""}, func(t *turn) error {
		item, assigned := t.Item, privacy.Actor("")
		if to != "" {
			assigned = privacy.Operator(to)
		}
		if item.Assigned == assigned {
			return privacy.Mistaken("assigned-already", fmt.Errorf("it is so already: %w", privacy.ErrNotAllowed))
		}
		item.Assigned = assigned
		if err := t.tx.PutReviewItem(item); err != nil {
			return err
		}
		return t.tx.Append(store.AuditAct{Actor: by, Act: "assigned", Number: n, Reason: to})
	})
}
