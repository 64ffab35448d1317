package deadline

import (
	"slices"
	"strconv"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// walk steps from day to day and remembers what is worth showing.
type walk struct {
	calendar    *calendar
	words       words
	zone        *time.Location
	skipped     []Day
	unconfirmed bool
	warnings    []Words
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
		w.warn(w.words.each("no-calendar", func(privacy.Language) []string { return []string{strconv.Itoa(year)} }))
	}
	if at, doubt := w.calendar.doubt(day); doubt != nil {
		w.unconfirmed = true
		w.warn(w.words.each("unconfirmed-"+doubt.Is, func(lang privacy.Language) []string {
			return []string{w.words.date(lang, at.utc()), doubt.note(lang)}
		}))
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

// warn notes a text once.
func (w *walk) warn(text Words) {
	same := func(other Words) bool { return other[privacy.English] == text[privacy.English] }
	if !slices.ContainsFunc(w.warnings, same) {
		w.warnings = append(w.warnings, text)
	}
}
