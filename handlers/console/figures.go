package console

import (
	"net/http"
	"slices"
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
	labelWidth = 260
	barStep    = 34
	rowHeight  = 34
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
		if looked++; looked > maxCounted {
			return false
		}
		if q.ReceivedAt.Before(from) {
			return q.RecordedAt.After(from) // old mail that was recorded late lies among the new
		}
		if counts[q.Kind] == nil {
			counts[q.Kind] = make([]int, weeks)
		}
		if week := int(mondayOf(q.ReceivedAt.In(s.Zone)).Sub(from).Hours()+12) / (7 * 24); week < weeks {
			counts[q.Kind][week]++
			d.Total++
		}
		note(times, q)
		return true
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

func (d *figuresData) drawWeeks(counts map[privacy.Kind][]int) {
	most := 1
	for _, list := range counts {
		most = max(most, slices.Max(list))
	}
	for _, kind := range append(slices.Clone(privacy.Kinds), privacy.KindNone) {
		list := counts[kind]
		if list == nil {
			continue
		}
		row := kindWeeks{Kind: kind, Y: len(d.Kinds) * rowHeight}
		for i, n := range list {
			row.Total += n
			h := n * barHeight / most
			if n > 0 {
				h = max(h, 2)
			}
			row.Bars = append(row.Bars, bar{X: labelWidth + i*barStep, Y: row.Y + rowHeight - 6 - h, W: barStep - 8, H: h, Count: n})
		}
		d.Kinds = append(d.Kinds, row)
	}
	d.ByWeek = box{labelWidth + weeks*barStep + 60, len(d.Kinds)*rowHeight + 26}
}

func (d *figuresData) drawAnswers(times map[privacy.Kind]*answers) {
	for _, kind := range append(slices.Clone(privacy.Kinds), privacy.KindNone) {
		a := times[kind]
		if a == nil {
			continue
		}
		slices.Sort(a.times)
		slices.Sort(a.shares)
		a.Y = len(d.Answers) * rowHeight
		a.Median, a.Slowest = a.times[len(a.times)/2], a.times[len(a.times)-1]
		a.MedianX, a.SlowestX = along(a.shares[len(a.shares)/2]), along(a.shares[len(a.shares)-1])
		d.Answers = append(d.Answers, *a)
	}
	d.ByAnswer = box{labelWidth + fullWidth*3/2 + 70, len(d.Answers)*rowHeight + 26}
}

// along is a place on the line of a period; what took longer than one and a half
// stands at the end.
func along(share float64) int { return int(min(share, 1.5) * fullWidth) }

func (d *figuresData) drawCalendar(s *Server, r *http.Request, now, monday time.Time) error {
	due := make(map[string]int)
	err := s.Desk.Requests(r.Context(), true, func(q review.Record) bool {
		if q.DueAt.IsZero() {
			return true
		}
		at := q.DueAt.In(s.Zone)
		if at.Before(now) {
			d.Overdue++
		}
		due[at.Format(time.DateOnly)]++
		return true
	})
	for w := range calWeeks {
		var week calendarWeek
		for i := range 7 {
			day := monday.AddDate(0, 0, 7*w+i)
			week.Days = append(week.Days, calendarDay{
				Date: day, X: i * cellWidth, Y: 24 + w*cellHeight, Count: due[day.Format(time.DateOnly)],
				Today: day.Format(time.DateOnly) == now.Format(time.DateOnly), Overdue: day.AddDate(0, 0, 1).Before(now),
				DayOff: s.Desk.WorkingDays(day.AddDate(0, 0, -1), day) == 0,
			})
		}
		d.Calendar = append(d.Calendar, week)
	}
	return err
}
