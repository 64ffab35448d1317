package adminapi

import (
	"context"
	"net/http"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// RequestFilter chooses from all requests; what is empty does not choose. It goes in
// a body: what is searched for may be a name.
type RequestFilter struct {
	Kind     privacy.Kind     `json:"kind,omitempty"`
	State    string           `json:"state,omitempty"` // "open" for what is not done
	Language privacy.Language `json:"language,omitempty"`
	Proof    privacy.Proof    `json:"proof,omitempty"`
	Text     string           `json:"text,omitempty"`
	Offset   int              `json:"offset,omitempty"`
	Limit    int              `json:"limit,omitempty"`
}

// RequestPage is a part of the requests.
type RequestPage struct {
	Requests []Request `json:"requests"`
	More     bool      `json:"more"`   // further ones are chosen
	Capped   bool      `json:"capped"` // there are older ones that were not looked at
}

func (s *Server) chooseRequests(w http.ResponseWriter, r *http.Request) {
	var f RequestFilter
	if err := decode(w, r, &f); err != nil {
		s.reply(w, nil, err)
		return
	}
	f.Limit = min(f.Limit, maxList)
	p, err := s.Desk.Choose(r.Context(), review.RequestFilter(f))
	v := RequestPage{Requests: []Request{}, More: p.More, Capped: p.Capped}
	for _, req := range p.Requests {
		v.Requests = append(v.Requests, s.requestView(review.Case{Request: req}))
	}
	s.replyPart(w, v, err)
}

// Requests asks for a part of the requests, the newest first.
func (c *Client) Requests(ctx context.Context, f RequestFilter) (v RequestPage, err error) {
	f.Text = privacy.Wide(f.Text) // for the daemon that reads it
	err = c.call(ctx, http.MethodPost, "/requests", f, &v)
	return v, err
}
