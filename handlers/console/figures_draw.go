package console

import (
	"net/http"
	"slices"
	"time"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

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
