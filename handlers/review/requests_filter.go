package review

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// RequestFilter chooses from all requests, done ones too; what is empty does not
// choose.
type RequestFilter struct {
	Kind     privacy.Kind
	State    string // a privacy.State, or "open" for what is not done
	Language privacy.Language
	Proof    privacy.Proof
	Text     string // in number, subject line or address, in any case
	Offset   int
	Limit    int // 0: 50
}

// RequestPage is a part of the requests.
type RequestPage struct {
	Requests []Record
	More     bool // further ones are chosen
	Capped   bool // there are older ones that were not looked at
}

// maxLooked is how many requests a filter looks through before it gives up.
const maxLooked = 50_000

// Choose returns requests, the newest first, without those that a splitting made which
// was taken back.
func (d *Desk) Choose(ctx context.Context, f RequestFilter) (p RequestPage, err error) {
	if f.Limit <= 0 {
		f.Limit = pageSize
	}
	if err := f.check(); err != nil {
		return p, fmt.Errorf("requests: %w", err)
	}
	f.Text = sought(f.Text)
	skip, looked := f.Offset, 0
	err = d.Requests(ctx, f.State == openState, func(r store.Request) bool {
		if looked++; looked > maxLooked {
			p.Capped = true
			return false
		}
		if !f.matches(r) {
			return true
		}
		if skip--; skip >= 0 {
			return true
		}
		if len(p.Requests) == f.Limit {
			p.More = true
			return false
		}
		p.Requests = append(p.Requests, r)
		return true
	})
	return p, err
}

const openState = "open"

// States are those a request can be in.
func States() []privacy.State {
	return []privacy.State{
		privacy.StateReceived, privacy.StateAwaiting, privacy.StateInReview, privacy.StateApplied, privacy.StateRefused, privacy.StateClosed,
	}
}

func (f RequestFilter) check() error {
	if f.State != "" && f.State != openState && !slices.Contains(States(), privacy.State(f.State)) {
		return privacy.Mistaken("no-state", fmt.Errorf("no such state; open, or one of %v: %w", States(), privacy.ErrBadInput))
	}
	return Filter{Kind: f.Kind, Language: f.Language, Proof: f.Proof}.check()
}

func (f RequestFilter) matches(r store.Request) bool {
	return r.Reason != handlers.ReasonUnsplit && (f.Kind == "" || f.Kind == r.Kind) && (f.Language == "" || f.Language == r.Language) && (f.Proof == "" || f.Proof == r.Proof) &&
		(f.State == "" || f.State == openState || f.State == string(r.State)) &&
		(f.Text == "" || strings.Contains(strings.ToLower(string(r.Number)+"\n"+r.SubjectLine.Reveal()+"\n"+r.From.Reveal()), f.Text))
}
