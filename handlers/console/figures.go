package console

import (
	"net/http"
	"time"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// weeks is how far the pictures look back; maxCounted bounds the walk.
const (
	weeks      = 12
	maxCounted = 200_000
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
	shares            []float64
	times             []time.Duration
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
	calWeeks   = 5
)

func (s *Server) figures(w http.ResponseWriter, r *http.Request, v *visit) error {
	now := s.Now().In(s.Zone)
	monday := mondayOf(now)
	from := monday.AddDate(0, 0, -7*(weeks-1))
	d := figuresData{Label: labelWidth, End: labelWidth + fullWidth}
	for i := range weeks {
		d.Weeks = append(d.Weeks, from.AddDate(0, 0, 7*i))
	}
	counts := make(map[privacy.Kind][]int)
	times := make(map[privacy.Kind]*answers)
	looked := 0
	err := s.Desk.Requests(r.Context(), false, func(q review.Record) bool {
		looked++
		return looked <= maxCounted && d.count(counts, times, q, from, s.Zone)
	})
	if err != nil {
		return err
	}
	d.drawWeeks(counts)
	d.drawAnswers(times)
	if err := d.drawCalendar(s, r, now, monday); err != nil {
		return err
	}
	return s.show(w, r, v, "figures", "figures", d)
}

// count takes a request in; false: those that follow are older than the pictures.
func (d *figuresData) count(counts map[privacy.Kind][]int, times map[privacy.Kind]*answers, q review.Record, from time.Time, zone *time.Location) bool {
	if q.ReceivedAt.Before(from) {
		return q.RecordedAt.After(from) // old mail that was recorded late lies among the new
	}
	if counts[q.Kind] == nil {
		counts[q.Kind] = make([]int, weeks)
	}
	if week := int(mondayOf(q.ReceivedAt.In(zone)).Sub(from).Hours()+12) / (7 * 24); week < weeks { // 12: summer time
		counts[q.Kind][week]++
		d.Total++
	}
	note(times, q)
	return true
}

func mondayOf(t time.Time) time.Time {
	back := (int(t.Weekday()) + 6) % 7
	return time.Date(t.Year(), t.Month(), t.Day()-back, 0, 0, 0, 0, t.Location())
}

// note adds a request that was answered.
func note(times map[privacy.Kind]*answers, q review.Record) {
	period := q.DueAt.Sub(q.ReceivedAt)
	if q.ClosedAt.IsZero() || period <= 0 {
		return
	}
	a := times[q.Kind]
	if a == nil {
		a = &answers{Kind: q.Kind}
		times[q.Kind] = a
	}
	took := q.ClosedAt.Sub(q.ReceivedAt)
	a.Count++
	a.times = append(a.times, took)
	a.shares = append(a.shares, took.Seconds()/period.Seconds())
	if q.ClosedAt.After(q.DueAt) {
		a.Late++
	}
}
