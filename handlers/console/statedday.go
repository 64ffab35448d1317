package console

import (
	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// noticeDay tells of the day that an authority's letter names, until somebody has
// settled whether it is the day of the answer, and where it stands.
func (d *itemData) noticeDay(s *Server, lines []Line) (where []evidence) {
	q := d.Request
	if q.Kind != privacy.KindAuthority || !d.Waiting || q.NamedDue.IsZero() {
		return nil
	}
	d.Stated = s.local(q.NamedDue)
	own := make([]string, len(lines))
	for i, l := range lines {
		if l.Origin == "own" {
			own[i] = l.Text
		}
	}
	if at := s.Desk.NamedIn(q, own); !at.At.IsZero() {
		where = append(where, evidence{Key: "day", Text: at.Text, Line: at.Line})
	}
	return where
}

// StatedPast reports whether the day lay before the letter came, StatedTimed whether the
// letter names a time of it, or hours; Mindable is the day for the form.
func (d itemData) StatedPast() bool  { return d.named().Past() }
func (d itemData) StatedTimed() bool { return d.named().Timed() }
func (d itemData) Mindable() string  { return d.named().Mindable(d.Now) }

func (d itemData) named() review.NamedDay { return review.NamedDay{At: d.Stated, Received: d.Received} }
