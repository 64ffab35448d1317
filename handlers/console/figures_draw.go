package console

import (
	"slices"
	"time"

	"medico-intech.kz/otinish/handlers/review"
)

func (d *figuresData) drawWeeks(kinds []review.KindFigures) {
	most := 1
	for _, k := range kinds {
		most = max(most, slices.Max(k.ByWeek))
	}
	for _, k := range kinds {
		row := kindWeeks{Kind: k.Kind, Y: len(d.Kinds) * rowHeight, Total: k.Total}
		for i, n := range k.ByWeek {
			h := n * barHeight / most
			if n > 0 {
				h = max(h, 2)
			}
			row.Bars = append(row.Bars, bar{X: labelWidth + i*barStep, Y: row.Y + rowHeight - 6 - h, W: barStep - 8, H: h, Count: n})
		}
		d.Kinds = append(d.Kinds, row)
	}
	d.ByWeek = box{labelWidth + review.FigureWeeks*barStep + 60, len(d.Kinds)*rowHeight + 26}
}

func (d *figuresData) drawAnswers(kinds []review.KindFigures) {
	for _, k := range kinds {
		if k.Answered == 0 {
			continue
		}
		d.Answers = append(d.Answers, answers{
			Kind: k.Kind, Y: len(d.Answers) * rowHeight, Count: k.Answered, Late: k.Late, Median: k.Median, Slowest: k.Slowest,
			MedianX: along(k.MedianShare), SlowestX: along(k.SlowestShare),
		})
	}
	d.ByAnswer = box{labelWidth + fullWidth*3/2 + 70, len(d.Answers)*rowHeight + 26}
}

// along is a place on the line of a period; what took longer than one and a half
// stands at the end.
func along(share float64) int { return int(min(share, 1.5) * fullWidth) }

func (d *figuresData) drawCalendar(days []review.DueDay, now time.Time) {
	for i, day := range days {
		if i%7 == 0 {
			d.Calendar = append(d.Calendar, calendarWeek{})
		}
		week := &d.Calendar[len(d.Calendar)-1]
		week.Days = append(week.Days, calendarDay{
			Date: day.Date, X: i % 7 * cellWidth, Y: 24 + i/7*cellHeight, Count: day.Count, DayOff: day.DayOff,
			Today: day.Date.Format(time.DateOnly) == now.Format(time.DateOnly), Overdue: day.Date.AddDate(0, 0, 1).Before(now),
		})
	}
}
