package adminapi

import (
	"context"
	"net/http"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// DestroyOrder is an operator's word that a person be destroyed.
type DestroyOrder struct {
	Ground string `json:"ground"` // code
}

// Destroyed is what is left of a person.
type Destroyed struct {
	ID          privacy.SubjectID `json:"id"`
	DestroyedAt time.Time         `json:"destroyed_at"`
	FinalAt     time.Time         `json:"final_at"` // no copy of the key store may be older
	Number      privacy.Number    `json:"number,omitempty"`
	Ground      string            `json:"ground"`
	Requests    []privacy.Number  `json:"requests,omitempty"`
}

// DueDestruction is a person who must be destroyed.
type DueDestruction struct {
	ID    privacy.SubjectID `json:"id"`
	DueAt time.Time         `json:"due_at"`
	Held  string            `json:"held,omitempty"` // what stands against it
}

// Statistic counts requests of one month, kind and outcome; merged ones count as one.
type Statistic struct {
	Month     string        `json:"month"`
	Kind      privacy.Kind  `json:"kind"`
	Outcome   privacy.State `json:"outcome"`
	Requests  int           `json:"requests"`
	Destroyed int           `json:"destroyed"`
}

func (s *Server) destroySubject(w http.ResponseWriter, r *http.Request) {
	var order DestroyOrder
	if err := decode(w, r, &order); err != nil {
		s.reply(w, nil, err)
		return
	}
	t, err := s.Desk.Destroy(r.Context(), actor(r.Context()), privacy.SubjectID(r.PathValue("id")), order.Ground)
	v := Destroyed{ID: t.SubjectID, DestroyedAt: t.DestroyedAt.In(s.zone()), FinalAt: t.FinalAt.In(s.zone()), Number: t.Number, Ground: t.Ground}
	for _, c := range t.Cases {
		v.Requests = append(v.Requests, c.Number)
	}
	s.reply(w, v, err)
}

// dueShown bounds a list for people.
const dueShown = 1000

func (s *Server) dueSubjects(w http.ResponseWriter, r *http.Request) {
	list, err := s.Desk.DueDestructions(r.Context(), time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), dueShown)
	views := make([]DueDestruction, 0, len(list))
	for _, d := range list {
		views = append(views, DueDestruction{d.Subject, d.DueAt.In(s.zone()), d.Held})
	}
	s.reply(w, views, err)
}

func (s *Server) statistics(w http.ResponseWriter, r *http.Request) {
	list, err := s.Desk.Statistics(r.Context())
	views := make([]Statistic, 0, len(list))
	for _, one := range list {
		views = append(views, Statistic(one))
	}
	s.reply(w, views, err)
}

// DestroySubject destroys a person at once.
func (c *Client) DestroySubject(ctx context.Context, id privacy.SubjectID, order DestroyOrder) (v Destroyed, err error) {
	err = c.call(ctx, http.MethodPost, "/subjects/"+string(id)+"/destroy", order, &v)
	return v, err
}

// DueDestructions lists who must be destroyed, at most 1000.
func (c *Client) DueDestructions(ctx context.Context) (v []DueDestruction, err error) {
	err = c.call(ctx, http.MethodGet, "/destructions", nil, &v)
	return v, err
}

// Statistics counts requests by month, kind and outcome.
func (c *Client) Statistics(ctx context.Context) (v []Statistic, err error) {
	err = c.call(ctx, http.MethodGet, "/statistics", nil, &v)
	return v, err
}
