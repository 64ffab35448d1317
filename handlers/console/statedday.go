package console

import "medico-intech.kz/otinish/store/privacy"

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
	if at := s.Desk.NamedIn(q, own); !at.Day.IsZero() {
		where = append(where, evidence{Key: "day", Text: at.Text, Line: at.Line})
	}
	return where
}

// Mindable is the day for the form: one that is over can be minded no more.
func (d itemData) Mindable() string {
	if d.Stated.IsZero() || d.Stated.Before(d.Now) {
		return ""
	}
	return d.Stated.Format("2006-01-02")
}
