package adminapi

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// ConsentCount is how many consents there are for a purpose.
type ConsentCount struct {
	Purpose   string     `json:"purpose"`
	Given     int        `json:"given"` // in force
	Withdrawn int        `json:"withdrawn"`
	Suspended int        `json:"suspended"`
	Ended     *time.Time `json:"last_withdrawal,omitempty"`
}

func (s *Server) consents(w http.ResponseWriter, r *http.Request) {
	counts, _, err := s.Desk.Consents(r.Context(), 0)
	views := []ConsentCount{}
	for _, c := range counts {
		views = append(views, ConsentCount{c.Purpose, c.Given, c.Withdrawn, c.Suspended, optional(c.Ended, s.zone())})
	}
	s.replyPart(w, views, err)
}

// Consents counts consents by purpose.
func (c *Client) Consents(ctx context.Context) (v []ConsentCount, err error) {
	err = c.call(ctx, http.MethodGet, "/consents", nil, &v)
	return v, err
}

// EndedConsent is a consent that was withdrawn or is suspended.
type EndedConsent struct {
	Subject     privacy.SubjectID `json:"subject"`
	Purpose     string            `json:"purpose"`
	GivenAt     time.Time         `json:"given_at"`
	WithdrawnAt *time.Time        `json:"withdrawn_at,omitempty"`
	SuspendedAt *time.Time        `json:"suspended_at,omitempty"`
}

func (s *Server) endedConsents(w http.ResponseWriter, r *http.Request) {
	limit, err := span(r, "limit", 50)
	if err != nil {
		s.reply(w, nil, err)
		return
	}
	_, ended, err := s.Desk.Consents(r.Context(), limit)
	views := []EndedConsent{}
	for _, c := range ended {
		views = append(views, EndedConsent{c.SubjectID, c.Purpose, c.GivenAt.In(s.zone()), optional(c.WithdrawnAt, s.zone()), optional(c.SuspendedAt, s.zone())})
	}
	s.replyPart(w, views, err)
}

// EndedConsents lists the latest withdrawals and suspensions, the newest first.
func (c *Client) EndedConsents(ctx context.Context, limit int) (v []EndedConsent, err error) {
	err = c.call(ctx, http.MethodGet, "/consents/ended?limit="+strconv.Itoa(limit), nil, &v)
	return v, err
}
