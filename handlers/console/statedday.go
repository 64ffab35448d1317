package console

import (
	"medico-intech.kz/otinish/handlers/deadline"
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
// letter names a time of it, or hours.
func (d itemData) StatedPast() bool  { return deadline.Named{At: d.Stated}.Past(d.Received) }
func (d itemData) StatedTimed() bool { return !d.Stated.Equal(deadline.EndOfDay(d.Stated)) }

// Mindable is the day for the form: one that is over can be minded no more. A day counts to
// its end, so that a time is kept by the day before, while that is not over.
func (d itemData) Mindable() string {
	if d.Stated.IsZero() || d.Stated.Before(d.Now) {
		return ""
	}
	const layout = "2006-01-02"
	return max(deadline.LastDay(d.Stated).Format(layout), d.Now.In(d.Stated.Location()).Format(layout))
}
