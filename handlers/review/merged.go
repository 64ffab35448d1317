package review

import (
	"errors"
	"slices"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// MergedLetter is the letter of a request that was closed as repeating another: whoever
// decides the other answers it as well.
type MergedLetter struct {
	Request store.Request
	Raw     []byte // the message, or its beginning; none where only the mailbox has it
}

// maxMerged is how many letters stand on the page of another request (P16).
const maxMerged = 20

// mergedIn gives the case the letters that were merged into it, in the order in which
// they came. Others are the further requests of the same person: one that was closed
// before a merging lists none itself.
func mergedIn(tx *store.Tx, c *Case) error {
	numbers := slices.Clone(c.Request.Merged)
	for _, o := range c.Others {
		if o.MergedInto == c.Request.Number && !slices.Contains(numbers, o.Number) {
			numbers = append(numbers, o.Number)
		}
	}
	for _, n := range numbers {
		r, err := tx.RequestByNumber(n)
		if errors.Is(err, privacy.ErrNotFound) || errors.Is(err, privacy.ErrDestroyed) {
			continue // its time had ended
		}
		if err == nil {
			c.Merged = append(c.Merged, MergedLetter{Request: r})
		} else if err = c.passOver(err); err != nil {
			return err
		}
	}
	slices.SortFunc(c.Merged, func(a, b MergedLetter) int { return a.Request.ReceivedAt.Compare(b.Request.ReceivedAt) })
	c.MergedMore = max(0, len(c.Merged)-maxMerged)
	c.Merged = c.Merged[:len(c.Merged)-c.MergedMore]
	for i := range c.Merged {
		m := &c.Merged[i]
		var err error
		if m.Raw, err = tx.MessageBytes(m.Request.ID); err != nil && !errors.Is(err, privacy.ErrNotFound) {
			if err := c.passOver(err); err != nil {
				return err
			}
		}
	}
	return nil
}

// passOver warns of what cannot be read, once, and is the error where it says more.
func (c *Case) passOver(err error) error {
	if warned := slices.ContainsFunc(c.Warnings, func(w Warning) bool { return w.Code == WarnUnread }); errors.Is(err, privacy.ErrUnreadable) && !warned {
		c.Warnings = append(c.Warnings, Warning{Code: WarnUnread})
	}
	return store.PassOver(err)
}
