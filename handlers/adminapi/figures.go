package adminapi

import (
	"context"
	"net/http"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// Figures are what came, how it was answered, and what is due.
type Figures struct {
	Weeks   []string      `json:"weeks"` // dates of their Mondays
	Total   int           `json:"total"`
	Kinds   []KindFigures `json:"kinds"`
	Days    []DueDay      `json:"days"` // this week and the four that follow
	Overdue int           `json:"overdue"`
}

// KindFigures are those of one kind.
type KindFigures struct {
	Kind     privacy.Kind `json:"kind"`
	ByWeek   []int        `json:"by_week"`
	Total    int          `json:"total"`
	Answered int          `json:"answered"`
	Late     int          `json:"late"`
	Median   int64        `json:"median_seconds"`
	Slowest  int64        `json:"slowest_seconds"`
	// Shares of the period: 1 is all of it.
	MedianShare  float64 `json:"median_share"`
	SlowestShare float64 `json:"slowest_share"`
}

// DueDay is a day with the open requests that are due on it.
type DueDay struct {
	Date   string `json:"date"`
	Count  int    `json:"due"`
	DayOff bool   `json:"day_off"`
}

func (s *Server) figures(w http.ResponseWriter, r *http.Request) {
	f, err := s.Desk.Figures(r.Context())
	v := Figures{Total: f.Total, Overdue: f.Overdue, Kinds: []KindFigures{}}
	for _, monday := range f.Weeks {
		v.Weeks = append(v.Weeks, monday.Format(time.DateOnly))
	}
	for _, k := range f.Kinds {
		v.Kinds = append(v.Kinds, KindFigures{
			k.Kind, k.ByWeek, k.Total, k.Answered, k.Late, int64(k.Median.Seconds()), int64(k.Slowest.Seconds()), k.MedianShare, k.SlowestShare,
		})
	}
	for _, day := range f.Days {
		v.Days = append(v.Days, DueDay{day.Date.Format(time.DateOnly), day.Count, day.DayOff})
	}
	s.reply(w, v, err)
}

// Figures asks for the figures.
func (c *Client) Figures(ctx context.Context) (v Figures, err error) {
	err = c.call(ctx, http.MethodGet, "/figures", nil, &v)
	return v, err
}
