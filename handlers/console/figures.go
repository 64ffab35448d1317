package console

import (
	"net/http"
	"time"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

type figuresData struct {
	Weeks    []time.Time // Mondays, the oldest first
	Kinds    []kindWeeks
	Answers  []answers
	Calendar []calendarWeek
	Overdue  int // open and late before the calendar begins
	Total    int
	// Sizes of the drawings, in units of their own.
	ByWeek, ByAnswer box
	Label, End       int // where drawings begin, and where a period ends
}

type box struct{ W, H int }

// kindWeeks is one row of the first picture.
type kindWeeks struct {
	Kind  privacy.Kind
	Y     int
	Total int
	Bars  []bar
}

type bar struct{ X, Y, W, H, Count int }

// answers is how one kind was answered in time.
type answers struct {
	Kind    privacy.Kind
	Y       int
	Count   int
	Late    int
	Median  time.Duration
	Slowest time.Duration
	// Width of the median and place of the slowest, where the period ends at full.
	MedianX, SlowestX int
}

// calendarWeek is a row of the third picture.
type calendarWeek struct{ Days []calendarDay }

type calendarDay struct {
	Date    time.Time
	X, Y    int
	Count   int
	Today   bool
	DayOff  bool
	Overdue bool
}

// Places in the drawings.
const (
	labelWidth = 0 // labels stand above the bars, so that pictures fit a telephone
	barStep    = 34
	rowHeight  = 50
	barHeight  = 22
	fullWidth  = 320 // of a whole period
	cellWidth  = 96
	cellHeight = 58
)

func (s *Server) figures(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := s.Desk.Figures(r.Context())
	if err != nil {
		return err
	}
	return s.show(w, r, v, "figures", "figures", draw(f, s.Now().In(s.Zone)))
}

// draw gives the figures their places.
func draw(f review.Figures, now time.Time) figuresData {
	d := figuresData{Weeks: f.Weeks, Total: f.Total, Overdue: f.Overdue, Label: labelWidth, End: labelWidth + fullWidth}
	d.drawWeeks(f.Kinds)
	d.drawAnswers(f.Kinds)
	d.drawCalendar(f.Days, now)
	return d
}
