package console

import (
	"fmt"
	"net/http"
	"slices"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// reading is what the check of several shows of a request that one press must not carry
// out unseen, and of the values that any update writes.
type reading struct {
	Tick    string // for whoever has read it; empty: nothing has to be read, or on its own page only
	Why     string
	Subject []segment // the subject line
	Blocks  []block   // the writer's own words
	Against []evidence
	Doubts  []string
	Changes []change
}

// reading is nil where there is nothing to show.
func (s *Server) reading(c review.Case) *reading {
	var d reading
	for _, ch := range c.Request.Changes {
		if c.Request.Kind == privacy.KindUpdate && c.Request.ClosedAt.IsZero() {
			d.Changes = append(d.Changes, change{Field: ch.Field, Now: current(c, ch.Field), Value: ch.Value.Reveal()})
		}
	}
	if slices.ContainsFunc(c.Warnings, func(w review.Warning) bool { return review.ReadFirst(c, w) }) && !review.Answered(c.Item) {
		d.Tick, d.Why = readMark(c.Request.Number, c.Item.Version), c.Item.Why
		seen := observations(c.Request)
		for _, e := range seen {
			if e.Against {
				d.Against = append(d.Against, e)
			}
		}
		for _, code := range c.Request.Doubts {
			said := func(e evidence) bool { return e.Topic == code }
			if review.StandsAgainst(c.Request, code) && !slices.ContainsFunc(d.Against, said) {
				d.Doubts = append(d.Doubts, code)
			}
		}
		if subject := c.Request.SubjectLine.Reveal(); subject != "" && !endless(c.Request) {
			d.Subject = mark(subject, 0, seen)
		}
		if len(c.Raw) > 0 {
			d.Blocks = slices.DeleteFunc(blocks(s.Read(c.Raw).Lines, seen, nil), func(b block) bool { return b.Origin != "own" })
		}
	}
	if d.Tick == "" && len(d.Changes) == 0 {
		return nil
	}
	return &d
}

// readMark is what the form gives back of a request that was read in the list.
func readMark(n privacy.Number, version int) string { return fmt.Sprintf("%s:%d", n, version) }

// wasRead: the operator has ticked that they have read it.
func wasRead(r *http.Request, n privacy.Number, version int) bool {
	return slices.Contains(r.PostForm["read"], readMark(n, version))
}

// inOrder puts what is ticked in the order in which it is decided.
func (s *Server) inOrder(r *http.Request, verb string, items []string) []string {
	by := make(map[privacy.Number][]string)
	var numbers []privacy.Number
	for _, ticked := range items {
		n, _, _, _ := tickedItem(ticked)
		if by[n] == nil {
			numbers = append(numbers, n)
		}
		by[n] = append(by[n], ticked)
	}
	var list []string
	for _, n := range s.Desk.InOrder(r.Context(), verb, numbers) {
		list = append(list, by[n]...)
	}
	return list
}
