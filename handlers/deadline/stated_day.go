package deadline

import "time"

// wayIs is what a way names: a day, which lasts until its end, or a term.
type wayIs string

const (
	dated         wayIs = ""
	today         wayIs = "today"
	tomorrow      wayIs = "tomorrow"
	afterTomorrow wayIs = "after-tomorrow"
	dayEnd        wayIs = "day-end"
	weekday       wayIs = "weekday"
	nextWeekday   wayIs = "next-weekday" // of the next week
	weekEnd       wayIs = "week-end"
	nextWeek      wayIs = "next-week" // before it begins
	nextWeekEnd   wayIs = "next-week-end"
	monthStart    wayIs = "month-start" // before it begins
	monthMiddle   wayIs = "month-middle"
	monthTenth    wayIs = "month-tenth" // its ten days
	monthEnd      wayIs = "month-end"
	nextMonth     wayIs = "next-month"
	nextMonthEnd  wayIs = "next-month-end"
	monthDay      wayIs = "month-day"
	quarterEnd    wayIs = "quarter-end"
	yearEnd       wayIs = "year-end"
	atOnce        wayIs = "now"
	noDay         wayIs = "none"
)

var allWays = []wayIs{dated, today, tomorrow, afterTomorrow, dayEnd, weekday, nextWeekday, weekEnd, nextWeek, nextWeekEnd, monthStart, monthMiddle,
	monthTenth, monthEnd, nextMonth, nextMonthEnd, monthDay, quarterEnd, yearEnd, atOnce, noDay, inWorkingDays, inDays, inHours, inMinutes, inWeeks, inMonths}

// day is the midnight of the day that was found; false where there is no such day, or it
// lies longer ago than a term does.
func (r *Rules) day(way way, m matched, receivedAt time.Time) (time.Time, bool) {
	came := midnight(receivedAt)
	toSunday := (7 - int(came.Weekday())) % 7
	switch way.is {
	case dated:
		return r.ways().date(m, came)
	case tomorrow:
		return came.AddDate(0, 0, 1), true
	case afterTomorrow:
		return came.AddDate(0, 0, 2), true
	case weekday:
		ahead := int(r.ways().weekday(m)-came.Weekday()+7) % 7
		if ahead == 0 {
			ahead = 7
		}
		return came.AddDate(0, 0, ahead), true
	case nextWeekday:
		return came.AddDate(0, 0, toSunday+1+int(r.ways().weekday(m)+6)%7), true
	case weekEnd:
		if toSunday < 2 {
			return came.AddDate(0, 0, toSunday), true
		}
		return came.AddDate(0, 0, toSunday-2), true
	case nextWeek:
		return r.eve(came.AddDate(0, 0, toSunday+1), came), true
	case nextWeekEnd:
		return came.AddDate(0, 0, toSunday+5), true
	case atOnce:
		on := dateOf(came)
		for n := 0; !r.calendar.working(on) && n < maxPast; n++ {
			on++
		}
		return on.in(came.Location(), 0, 0, 0), true
	case today, dayEnd, noDay:
		return came, true
	}
	return r.inMonth(way, m, came)
}

// eve is the last working day before a day that is to come, from the day of receipt on;
// where there is none, the day before it, or that of receipt.
func (r *Rules) eve(day, came time.Time) time.Time {
	for on := dateOf(day) - 1; on >= dateOf(came); on-- {
		if r.calendar.working(on) {
			return on.in(day.Location(), 0, 0, 0)
		}
	}
	if before := day.AddDate(0, 0, -1); before.After(came) || day.Before(came) {
		return before
	}
	return came
}

// ahead is the day on which a term ends that is told as so many days before one, from the
// day of receipt on; false where none is told so.
func (r *Rules) ahead(s span, m matched, day, came time.Time) (time.Time, bool) {
	before, behind := s.beside(m.at[2], m.at[3], maxNear)
	for name, text := range map[string]string{"ahead": before, "ahead-behind": behind} {
		pattern := r.ways().beside[name]
		at := pattern.FindStringSubmatchIndex(text)
		if at == nil {
			continue
		}
		told := matched{text, at, pattern.SubexpNames()}
		n := r.ways().number(told.group("n"), "numbers")
		workingDays := told.group("wd")+told.group("wd2") != ""
		on := dateOf(day)
		for left := n; left > 0 && on > dateOf(came); {
			if on--; !workingDays || r.calendar.working(on) {
				left--
			}
		}
		return on.in(day.Location(), 0, 0, 0), n > 0
	}
	return day, false
}
