package deadline

import (
	"strings"
	"time"
)

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

// inMonth is a day within a month, a quarter or a year.
func (r *Rules) inMonth(way way, m matched, came time.Time) (time.Time, bool) {
	day := r.ways().dayOfMonth(m)
	year, month, ok := r.ways().monthOf(m, came)
	last := func(month time.Month) (time.Time, bool) {
		at := time.Date(year, month+1, 0, 0, 0, 0, 0, came.Location())
		return at, ok && !at.Before(came.AddDate(0, 0, -maxPast))
	}
	on := func(day int) (time.Time, bool) {
		at, is := dayOf(year, month, day, came.Location())
		return at, ok && is && !at.Before(came.AddDate(0, 0, -maxPast))
	}
	switch way.is {
	case monthEnd:
		return last(month)
	case monthMiddle:
		return on(15)
	case monthTenth:
		if n := r.ways().number(m.group("n"), "ordinals"); n == 1 || n == 2 {
			return on(10 * n)
		}
		return last(month)
	case monthStart:
		if m.group("month") == "" {
			month++
		}
		first, ok := on(1)
		return r.eve(first, came), ok
	case nextMonth:
		return dayOf(came.Year(), came.Month()+1, day, came.Location())
	case nextMonthEnd:
		return last(month + 1)
	case quarterEnd:
		return last((month + 2) / 3 * 3)
	case yearEnd:
		return last(time.December)
	}
	at, ok := on(day) // monthDay
	if ok && at.Before(came) || !ok {
		return dayOf(came.Year(), came.Month()+1, day, came.Location())
	}
	return at, ok
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

// date is a written one; where no year stands, the next such day, or one of the last month.
func (w ways) date(m matched, came time.Time) (time.Time, bool) {
	month, year := time.Month(m.number("number")), m.number("year")
	without := w.beside["none"]
	if name := m.group("month"); name != "" {
		month, without = w.month(name), w.beside["old"]
	}
	if short := m.group("year2"); short != "" {
		year = 2000 + m.number("year2")
	}
	if year == 0 && without.MatchString(m.text[m.at[3]:]) {
		return time.Time{}, false
	}
	oldest, day := came.AddDate(0, 0, -maxPast), w.dayOfMonth(m)
	if year > 0 {
		at, ok := dayOf(year, month, day, came.Location())
		return at, ok && !at.Before(oldest)
	}
	at, ok := dayOf(came.Year(), month, day, came.Location())
	if !ok || at.Before(oldest) {
		return dayOf(came.Year()+1, month, day, came.Location())
	}
	return at, true
}

func (w ways) dayOfMonth(m matched) int {
	return w.number(m.group("day"), "numbers", "ordinals", "counted")
}

func (w ways) weekday(m matched) time.Weekday {
	return time.Weekday(w.number(m.group("weekday"), "weekdays"))
}

// monthOf is the month that is named, the next one of its name, or that of the receipt.
func (w ways) monthOf(m matched, came time.Time) (year int, month time.Month, ok bool) {
	year, month = came.Year(), came.Month()
	if name := m.group("month"); name != "" {
		if month = w.month(name); month < came.Month() {
			year++
		}
	}
	if written := m.number("year"); written > 0 {
		year = written
	}
	return year, month, month > 0
}

// month is that of a written name; 0 where there is none.
func (w ways) month(word string) time.Month {
	if n := w.number(word, "short", "months"); n > 0 {
		return time.Month(n)
	}
	for beginning, n := range w.words["months"] {
		if strings.HasPrefix(plain(word), beginning) {
			return time.Month(n)
		}
	}
	return 0
}

// dayOf is false for the 31st of February. Months behind December are of the next year.
func dayOf(year int, month time.Month, day int, zone *time.Location) (time.Time, bool) {
	if month == 13 {
		year, month = year+1, 1
	}
	at := time.Date(year, month, day, 0, 0, 0, 0, zone)
	return at, at.Month() == month && at.Day() == day
}
