package deadline

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// walk steps from day to day and remembers what is worth showing.
type walk struct {
	calendar    *calendar
	zone        *time.Location
	skipped     []Day
	unconfirmed bool
	warnings    []string
}

// forward returns the count-th working day after received.
func (w *walk) forward(received date, count int) date {
	day := received
	for count > 0 {
		day++
		if w.works(day) {
			count--
		}
	}
	return day
}

// backward returns the last working day up to day; where there is none after
// received, day itself.
func (w *walk) backward(day, received date) date {
	for last := day; last > received; last-- {
		if w.works(last) {
			return last
		}
	}
	return day
}

func (w *walk) works(day date) bool {
	if year := day.utc().Year(); !w.calendar.years[year] {
		w.warn("no calendar for " + strconv.Itoa(year) + ": only weekends are counted as days off")
	}
	if at, doubt := w.calendar.doubt(day); doubt != nil {
		w.unconfirmed = true
		w.warn(at.utc().Format(time.DateOnly) + ` is not confirmed as "` + doubt.Is + `": ` + doubt.Note)
	}
	if w.calendar.working(day) {
		return true
	}
	w.skipped = append(w.skipped, w.describe(day))
	return false
}

func (w *walk) describe(day date) Day {
	d := Day{Date: day.in(w.zone, 0, 0, 0), Reason: Weekend}
	e := w.calendar.days[day]
	if e == nil {
		return d
	}
	d.Names = w.calendar.holidays[e.Holiday]
	switch {
	case !e.MovedFrom.IsZero():
		d.Reason, d.MovedFrom = Moved, dateOf(e.MovedFrom).in(w.zone, 0, 0, 0)
	case e.Holiday != "":
		d.Reason = Holiday
	default:
		d.Reason = ByOrder
	}
	return d
}

// warn notes text once.
func (w *walk) warn(text string) {
	if !slices.Contains(w.warnings, text) {
		w.warnings = append(w.warnings, text)
	}
}

// warning is all that is uncertain about the period, in one line.
func (w *walk) warning() string { return strings.Join(w.warnings, "; ") }
