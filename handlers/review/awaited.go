package review

import (
	"slices"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// Awaited is an answer that a request waits for.
type Awaited struct {
	Act   store.Act
	Until time.Time
	From  privacy.Address // whom was asked
}

// awaited lists the questions about an undecided request that are open, the one that
// ends first at the top; of several of one sort to one address the latest.
func awaited(tx *store.Tx, r store.Request) (list []Awaited, err error) {
	if !undecided(r) {
		return nil, nil
	}
	asked, err := tx.ConfirmationsOf(r.ID)
	if err != nil {
		return nil, err
	}
	for _, c := range asked {
		if !c.UsedAt.IsZero() || c.ExpiresAt.Before(tx.Now()) || c.Act == store.ActUndoAddress { // that one only can object
			continue
		}
		same := slices.IndexFunc(list, func(a Awaited) bool { return a.Act == c.Act && a.From == c.Address })
		switch {
		case same < 0:
			list = append(list, Awaited{c.Act, c.ExpiresAt, c.Address})
		case list[same].Until.Before(c.ExpiresAt):
			list[same].Until = c.ExpiresAt
		}
	}
	slices.SortFunc(list, func(a, b Awaited) int { return a.Until.Compare(b.Until) })
	return list, nil
}

// WhyTakenUp is why a request waits that an operator took up before its answer came.
const WhyTakenUp = "taken-up"

// takeUp lays a request that waits for an answer before the operator who decides about it
// now. What was asked stays open: a clear yes to it counts while nothing else is decided,
// and whatever else is answered brings the request, or what became of it, back.
func (t *turn) takeUp() (err error) {
	if t.Request.State != privacy.StateAwaiting {
		return nil
	}
	if err := t.office.Review(t.tx, &t.Request, WhyTakenUp); err != nil {
		return err
	}
	t.Item, err = t.tx.ReviewItem(t.Request.ID)
	return err
}

// voidQuestions ends what a yes, or the end of a period, would bring about by itself: what
// was asked about is carried out, or asked no longer. Answers come before a person.
func (t *turn) voidQuestions() error {
	asked, err := t.tx.ConfirmationsOf(t.Request.ID)
	if err != nil {
		return err
	}
	for _, c := range asked {
		if c.UsedAt.IsZero() && c.Act != store.ActUndoAddress {
			c.UsedAt = t.tx.Now() // undoing knows by it which to open again
			if err := t.tx.UpdateConfirmation(c); err != nil {
				return err
			}
		}
	}
	return nil
}
