package adminapi

import (
	"context"
	"net/http"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// Filter chooses from the review queue; what is empty does not choose. It goes in a
// body: what is searched for may be a name.
type Filter struct {
	Kind     privacy.Kind     `json:"kind,omitempty"`
	Why      string           `json:"why,omitempty"`
	Assigned string           `json:"assigned,omitempty"` // login; "-" for nobody
	Text     string           `json:"text,omitempty"`
	Language privacy.Language `json:"language,omitempty"`
	Proof    privacy.Proof    `json:"proof,omitempty"`
	Overdue  *bool            `json:"overdue,omitempty"`
	Soon     *bool            `json:"soon,omitempty"`
	Held     *bool            `json:"held,omitempty"`
	Sort     string           `json:"sort,omitempty"` // "" urgent, then due; "newest", "oldest", "kind"
	Offset   int              `json:"offset,omitempty"`
	Limit    int              `json:"limit,omitempty"`
}

// Page is a part of the review queue.
type Page struct {
	Total    int       `json:"total"`
	Requests []Request `json:"requests"`
}

func (s *Server) choose(w http.ResponseWriter, r *http.Request) {
	var f Filter
	if err := decode(w, r, &f); err != nil {
		s.reply(w, nil, err)
		return
	}
	p, err := s.Desk.Queue(r.Context(), review.Filter(f))
	v := Page{Total: p.Total, Requests: []Request{}}
	for _, c := range p.Cases {
		q := s.requestView(c)
		if due := c.Item.Pressing(); !due.IsZero() {
			q.DaysLeft = max(0, s.Desk.WorkingDays(s.Desk.Now(), due.In(s.zone())))
		}
		v.Requests = append(v.Requests, q)
	}
	if p.Unread {
		w.Header().Set(leftOut, "unreadable")
	}
	s.reply(w, v, err)
}

// Choose asks for a part of the review queue.
func (c *Client) Choose(ctx context.Context, f Filter) (v Page, err error) {
	f.Text = privacy.Wide(f.Text) // for the daemon that reads it
	err = c.call(ctx, http.MethodPost, "/queue", f, &v)
	return v, err
}
