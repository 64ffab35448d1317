package adminapi

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// Ending is something that goes when its period ends, and why.
type Ending struct {
	What    string            `json:"what"` // consent, subject, request, message, letters, proof, audit
	ID      privacy.SubjectID `json:"id,omitempty"`
	Number  privacy.Number    `json:"number,omitempty"`
	From    uint64            `json:"from,omitempty"` // of the audit chain: entries
	To      uint64            `json:"to,omitempty"`
	EndsAt  time.Time         `json:"ends_at"`
	Since   time.Time         `json:"since"`
	Event   string            `json:"event"` // what the period counts from
	Rule    string            `json:"rule"`  // key and period of the configuration
	Source  string            `json:"source"`
	Held    string            `json:"held,omitempty"`    // what stands against it
	Omitted int               `json:"omitted,omitempty"` // more of the same kind that are not listed
}

// RetentionStatus is how the daily sweep goes.
type RetentionStatus struct {
	SweptAt *time.Time `json:"swept_at,omitempty"`
	Gone    int        `json:"gone"`              // in the last sweep
	Soon    int        `json:"soon"`              // ends within 30 days
	NextAt  *time.Time `json:"next_at,omitempty"` // the earliest
	Held    int        `json:"held"`              // has ended, and something stands against it
}

// maxDays bounds how far ahead a preview looks.
const maxDays = 36_500

func (s *Server) retention(w http.ResponseWriter, r *http.Request) {
	days, err := strconv.Atoi(r.FormValue("days"))
	if err != nil || days < 0 || days > maxDays {
		s.reply(w, nil, fmt.Errorf("days must be 0 to %d: %w", maxDays, privacy.ErrBadInput))
		return
	}
	list, err := s.endings(r.Context(), days)
	s.reply(w, list, err)
}

// endings lists so many of each kind, and counts the rest.
func (s *Server) endings(ctx context.Context, days int) ([]Ending, error) {
	list := []Ending{}
	last := make(map[string]int) // of each kind: where the last one stands
	listed := make(map[string]int)
	err := s.Desk.EndingWithin(ctx, days, func(e review.Ending) bool {
		if listed[e.What]++; listed[e.What] > dueShown {
			list[last[e.What]].Omitted++
			return true
		}
		last[e.What] = len(list)
		list = append(list, Ending{
			What: e.What, ID: e.Subject, Number: e.Number, From: e.From, To: e.To, EndsAt: e.EndsAt.In(s.zone()), Since: e.Since.In(s.zone()), Event: e.Event,
			Rule: e.Rule, Source: e.Source, Held: e.Held,
		})
		return true
	})
	return list, err
}

// Retention lists what ends within so many days, at most 1000 of a kind.
func (c *Client) Retention(ctx context.Context, days int) (v []Ending, err error) {
	err = c.call(ctx, http.MethodGet, "/retention?days="+strconv.Itoa(days), nil, &v)
	return v, err
}
