package adminapi

import (
	"context"
	"net/http"

	"medico-intech.kz/otinish/store/privacy"
)

// order is which requests are to be decided how.
type order struct {
	Verb    string           `json:"verb"`
	Numbers []privacy.Number `json:"numbers"`
}

// order puts several into the order in which they are decided; see review.InOrder.
func (s *Server) order(w http.ResponseWriter, r *http.Request) {
	var o order
	if err := decode(w, r, &o); err != nil {
		s.reply(w, nil, err)
		return
	}
	s.reply(w, s.Desk.InOrder(r.Context(), o.Verb, o.Numbers), nil)
}

// InOrder returns numbers in the order in which several are decided.
func (c *Client) InOrder(ctx context.Context, verb string, numbers []privacy.Number) (sorted []privacy.Number, err error) {
	err = c.call(ctx, http.MethodPost, "/queue/order", order{verb, numbers}, &sorted)
	return sorted, err
}
