package review

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// Filter chooses from the review queue; what is zero or nil does not choose.
type Filter struct {
	Kind     privacy.Kind
	Why      string
	Assigned string // login; "-" for nobody
	Text     string // in number, address, name, subject line, in any case
	Language privacy.Language
	Proof    privacy.Proof
	Overdue  *bool
	Soon     *bool
	Held     *bool

	Sort   string // "" urgent, then due; "newest", "oldest", "kind"
	Offset int
	Limit  int // 0: 50
}

// Page is a part of the queue.
type Page struct {
	Cases  []Case
	Total  int  // that the filter chooses
	Unread bool // a request cannot be read, and is left out: status lists it
}

const pageSize = 50

// Queue returns a page of the review queue. Without a filter, in the order of need,
// it costs no more than the page.
func (d *Desk) Queue(_ context.Context, f Filter) (p Page, err error) {
	if f.Limit <= 0 {
		f.Limit = pageSize
	}
	if err := f.check(); err != nil {
		return p, fmt.Errorf("queue: %w", err)
	}
	err = d.Store.View(func(tx *store.Tx) (err error) {
		p = Page{}
		if f.all() {
			p.Total = tx.CountWaiting()
			err = d.take(tx, f, &p)
		} else {
			err = d.choose(tx, f, &p)
		}
		for i := range p.Cases { // what is proposed hangs on it
			if c := &p.Cases[i]; c.Request.SubjectID == "" || c.Request.Kind == privacy.KindUnblock {
				c.Subject, _ = subjectOf(tx, c.Request)
			}
		}
		return err
	})
	return p, err
}

// all: nothing is left out and the order is that of the queue.
func (f Filter) all() bool {
	return f == Filter{Offset: f.Offset, Limit: f.Limit}
}

func (d *Desk) take(tx *store.Tx, f Filter, p *Page) error {
	n := 0
	var failed error
	err := tx.EachWaiting(func(item store.ReviewItem) bool {
		if n++; n <= f.Offset {
			return true
		}
		c, err := light(tx, item)
		if failed = d.passLost(err); failed != nil {
			return false
		}
		if err != nil {
			p.Unread = true
			return true
		}
		p.Cases = append(p.Cases, c)
		return len(p.Cases) < f.Limit
	})
	p.Unread = p.Unread || err != nil
	return firstError(store.PassOver(err), failed)
}

// passLost lets a list go on behind a request that cannot be read or is gone. For one
// that is gone the store is looked through, so that status tells of it.
func (d *Desk) passLost(err error) error {
	if errors.Is(err, privacy.ErrNotFound) {
		d.Store.Suspect()
		return nil
	}
	return store.PassOver(err)
}

// light is a case without what only its own page shows.
func light(tx *store.Tx, item store.ReviewItem) (Case, error) {
	r, err := tx.Request(item.RequestID)
	return Case{Request: r, Item: item}, err
}

func (d *Desk) choose(tx *store.Tx, f Filter, p *Page) error {
	var chosen []Case
	var failed error
	if whys := usedWhys(tx); f.Why != "" && !slices.Contains(knownWhys, f.Why) && !slices.Contains(whys, f.Why) {
		all := append(whys, knownWhys...)
		slices.Sort(all)
		return privacy.Mistaken("no-why", fmt.Errorf("queue: no such reason; one of %s: %w", strings.Join(slices.Compact(all), ", "), privacy.ErrBadInput))
	}
	match := d.matcher(tx, f)
	err := tx.EachWaiting(func(item store.ReviewItem) bool {
		c, err := light(tx, item)
		if failed = d.passLost(err); failed != nil {
			return false
		}
		if p.Unread = p.Unread || err != nil; err == nil && match(c) {
			chosen = append(chosen, c)
		}
		return true
	})
	p.Unread = p.Unread || err != nil
	if err := firstError(store.PassOver(err), failed); err != nil {
		return err
	}
	arrange(chosen, f.Sort)
	p.Total = len(chosen)
	from := min(max(f.Offset, 0), len(chosen))
	p.Cases = chosen[from:min(from+f.Limit, len(chosen))]
	return nil
}

func arrange(cases []Case, by string) {
	newer := func(a, b Case) int { return b.Request.ReceivedAt.Compare(a.Request.ReceivedAt) }
	switch by {
	case "newest":
		slices.SortStableFunc(cases, newer)
	case "oldest":
		slices.SortStableFunc(cases, func(a, b Case) int { return newer(b, a) })
	case "kind":
		slices.SortStableFunc(cases, func(a, b Case) int {
			return cmp.Compare(slices.Index(privacy.Kinds, a.Request.Kind), slices.Index(privacy.Kinds, b.Request.Kind))
		})
	}
}

// matcher reads the clock and the calendar once for the whole queue.
func (d *Desk) matcher(tx *store.Tx, f Filter) func(Case) bool {
	now, soon := tx.Now(), d.soonBefore(tx.Now())
	text := sought(f.Text)
	number, err := privacy.ParseNumber(privacy.Wide(text))
	if err != nil {
		number = ""
	}
	is := func(want *bool, have bool) bool { return want == nil || *want == have }
	return func(c Case) bool {
		r, item := c.Request, c.Item
		due := item.Pressing()
		overdue := !due.IsZero() && due.Before(now)
		return (f.Kind == "" || f.Kind == r.Kind) && (f.Why == "" || f.Why == item.Why) &&
			(f.Language == "" || f.Language == r.Language) && (f.Proof == "" || f.Proof == r.Proof) &&
			assignedTo(item, f.Assigned) && is(f.Held, Held(item, now)) && is(f.Overdue, overdue) &&
			is(f.Soon, !overdue && !due.IsZero() && !due.After(soon)) &&
			(text == "" || number != "" && number == r.Number || holds(tx, r, text))
	}
}

func assignedTo(item store.ReviewItem, login string) bool {
	switch login {
	case "":
		return true
	case "-":
		return item.Assigned == ""
	}
	return item.Assigned == privacy.Operator(login)
}

func holds(tx *store.Tx, r store.Request, text string) bool {
	words := []string{string(r.Number), r.From.Reveal(), r.SubjectLine.Reveal()}
	if r.SubjectID != "" {
		if s, err := tx.Subject(r.SubjectID); err == nil {
			words = append(words, s.Name.Reveal())
		}
	}
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(strings.ToLower(w), text) })
}
