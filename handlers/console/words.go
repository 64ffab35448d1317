package console

import (
	"strings"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// left is how long there is until a period ends.
type left struct {
	Unit    string // key of forms: "unit.working-days", "unit.hours", "unit.minutes"
	Number  int
	Overdue bool
	Soon    bool
	None    bool // there is no period
}

func (s *Server) left(due, now time.Time) left {
	if due.IsZero() {
		return left{None: true}
	}
	l := left{Overdue: due.Before(now), Soon: s.Desk.Soon(due, now)}
	d := due.Sub(now)
	if l.Overdue {
		d = -d
	}
	switch days := s.Desk.WorkingDays(now, due); {
	case l.Overdue && d >= 48*time.Hour:
		l.Unit, l.Number = "unit.days", int(d.Hours()/24)
	case !l.Overdue && days > 0:
		l.Unit, l.Number = "unit.working-days", days
	case d >= time.Hour:
		l.Unit, l.Number = "unit.hours", int(d.Hours())
	default:
		l.Unit, l.Number = "unit.minutes", int(d.Minutes())
	}
	return l
}

func (s *Server) local(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.In(s.Zone)
}

func login(a privacy.Actor) string {
	return strings.TrimPrefix(string(a), string(privacy.Operator("")))
}
