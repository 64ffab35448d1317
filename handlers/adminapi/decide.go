package adminapi

import (
	"fmt"
	"net/http"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// decide runs one decision and answers with the request as it stands then.
func (s *Server) decide(w http.ResponseWriter, r *http.Request) {
	n, err := privacy.ParseNumber(r.PathValue("number"))
	var d Decision
	if err == nil {
		err = decode(w, r, &d)
	}
	if err == nil {
		err = s.carryOut(r, n, d)
	}
	if err != nil {
		s.reply(w, nil, err)
		return
	}
	c, err := s.Desk.Case(r.Context(), n)
	s.reply(w, requestView(c, s.zone()), err)
}

func (s *Server) carryOut(r *http.Request, n privacy.Number, d Decision) error {
	ctx, by := r.Context(), actor(r.Context())
	switch verb := r.PathValue("verb"); verb {
	case "approve":
		return s.Desk.Approve(ctx, n, by, review.Approval{Text: d.Text, ByHand: d.ByHand})
	case "decline":
		return s.Desk.Decline(ctx, n, by, review.Refusal{Ground: d.Ground, Article: d.Article, Text: d.Text})
	case "reclassify":
		return s.Desk.Reclassify(ctx, n, by, d.Kind)
	case "note":
		return s.Desk.Note(ctx, n, by, d.Text)
	default:
		return fmt.Errorf("no decision is called %q: %w", verb, privacy.ErrNotFound)
	}
}
