package adminapi

import (
	"context"
	"net/http"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// Deadline is the working of a due date (P11).
type Deadline struct {
	Number     privacy.Number   `json:"number"`
	Kind       privacy.Kind     `json:"kind"`
	ReceivedAt time.Time        `json:"received_at"`
	DueAt      time.Time        `json:"due_at"`
	Language   privacy.Language `json:"language"` // of sentence, warning and the reasons of steps
	Sentence   string           `json:"sentence"`
	Clock      string           `json:"clock"`
	Act        string           `json:"act"`
	Paragraph  string           `json:"paragraph"`
	Source     string           `json:"source"`
	ValidFrom  string           `json:"valid_from"` // date
	Days       int              `json:"days"`
	Unit       string           `json:"unit"` // wd working days, cd calendar days
	Calendar   string           `json:"calendar"`
	Warning    string           `json:"warning,omitempty"`
	Steps      []Step           `json:"steps"`
}

// Step is a day of a period.
type Step struct {
	Date   string `json:"date"`
	Day    int    `json:"day,omitempty"` // of the period; 0: it does not count
	Reason string `json:"reason,omitempty"`
	Last   bool   `json:"last,omitempty"`
}

// Difference is a due date that a changed rule or calendar has moved.
type Difference struct {
	Number  privacy.Number `json:"number"`
	Kind    privacy.Kind   `json:"kind"`
	Before  time.Time      `json:"before"`
	After   time.Time      `json:"after"`
	Clock   string         `json:"clock"`
	Warning string         `json:"warning,omitempty"`
	At      time.Time      `json:"at"`
}

func (s *Server) deadline(w http.ResponseWriter, r *http.Request) {
	n, err := privacy.ParseNumber(r.PathValue("number"))
	if err != nil {
		s.reply(w, nil, err)
		return
	}
	c, err := s.Desk.Case(r.Context(), n)
	if err != nil {
		s.reply(w, nil, err)
		return
	}
	due, received, rules, lang := c.Due, c.Request.CountsFrom(), s.Desk.Rules, s.language(r)
	v := Deadline{
		Number: n, Kind: c.Request.Kind, ReceivedAt: received.In(s.zone()), DueAt: due.At, Language: lang, Sentence: rules.Sentence(lang, due, received),
		Clock: due.Clock, Act: due.Act, Paragraph: due.Paragraph, Source: due.Source, ValidFrom: due.ValidFrom.Format(time.DateOnly),
		Days: due.Days, Unit: string(due.Unit), Calendar: due.Calendar, Warning: due.Warning[lang],
	}
	for _, step := range due.Steps(received) {
		v.Steps = append(v.Steps, Step{step.Date.Format(time.DateOnly), step.Number, rules.Why(lang, step.Skipped), step.Last})
	}
	s.reply(w, v, nil)
}

func (s *Server) differences(w http.ResponseWriter, r *http.Request) {
	views := []Difference{}
	for _, d := range s.Desk.Differences() {
		views = append(views, Difference{d.Number, d.Kind, d.Before, d.After, d.Clock, d.Warning[s.language(r)], d.At})
	}
	s.reply(w, views, nil)
}

// HistoryEntry is an act about a request, as it stands on the chain.
type HistoryEntry struct {
	Seq    uint64        `json:"seq"`
	At     time.Time     `json:"at"`
	Actor  privacy.Actor `json:"actor"`
	Act    string        `json:"act"`
	Reason string        `json:"reason,omitempty"`
}

func (s *Server) history(w http.ResponseWriter, r *http.Request) {
	n, err := privacy.ParseNumber(r.PathValue("number"))
	if err != nil {
		s.reply(w, nil, err)
		return
	}
	entries, err := s.Desk.History(r.Context(), n)
	views := []HistoryEntry{}
	for _, e := range entries {
		views = append(views, HistoryEntry{e.Seq, e.At.In(s.zone()), e.Act.Actor, e.Act.Act, e.Act.Reason})
	}
	s.reply(w, views, err)
}

// History asks for what the chain says about a request.
func (c *Client) History(ctx context.Context, n privacy.Number) (v []HistoryEntry, err error) {
	err = c.call(ctx, http.MethodGet, "/requests/"+string(n)+"/history", nil, &v)
	return v, err
}

// Deadline asks for the working of a due date.
func (c *Client) Deadline(ctx context.Context, n privacy.Number) (v Deadline, err error) {
	err = c.call(ctx, http.MethodGet, "/requests/"+string(n)+"/deadline", nil, &v)
	return v, err
}

// Differences lists the due dates that moved when the daemon started.
func (c *Client) Differences(ctx context.Context) (v []Difference, err error) {
	err = c.call(ctx, http.MethodGet, "/deadlines/changes", nil, &v)
	return v, err
}
