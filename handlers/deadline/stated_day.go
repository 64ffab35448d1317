package deadline

import (
	"strings"
	"time"
)

// day is the midnight of the day that was found; false where there is no such day, or it
// lies longer ago than a term does.
func (r *Rules) day(way dayWay, m matched, receivedAt time.Time) (time.Time, bool) {
	came := midnight(receivedAt)
	switch way.is {
	case dated:
		return r.days().date(m, came)
	case tomorrow:
		return came.AddDate(0, 0, 1), true
	case weekday:
		ahead := int(r.days().weekdays[strings.ToLower(m.group("weekday"))]-came.Weekday()+7) % 7
		if ahead == 0 {
			ahead = 7
		}
		return came.AddDate(0, 0, ahead), true
	case weekEnd:
		friday := came.AddDate(0, 0, int(time.Friday-came.Weekday()))
		switch came.Weekday() {
		case time.Saturday:
			return came.AddDate(0, 0, 1), true
		case time.Sunday:
			return came, true
		}
		return friday, true
	case monthEnd:
		return r.days().monthEnd(m, came)
	case nextMonth:
		return dayOf(came.Year(), came.Month()+1, m.number("day"), came.Location())
	case monthDay:
		day, ok := dayOf(came.Year(), came.Month(), m.number("day"), came.Location())
		if ok && day.Before(came) {
			return dayOf(came.Year(), came.Month()+1, m.number("day"), came.Location())
		}
		return day, ok
	case atOnce:
		on := dateOf(came)
		for n := 0; !r.calendar.working(on) && n < maxPast; n++ {
			on++
		}
		return on.in(came.Location(), 0, 0, 0), true
	}
	return came, true
}

// date is a written one; where no year stands, the next such day, or one of the last month.
func (d days) date(m matched, came time.Time) (time.Time, bool) {
	month, year := time.Month(m.number("number")), m.number("year")
	if name := m.group("month"); name != "" {
		month = d.month(name)
	}
	if short := m.group("year2"); short != "" {
		year = 2000 + m.number("year2")
	}
	oldest := came.AddDate(0, 0, -maxPast)
	if year > 0 {
		day, ok := dayOf(year, month, m.number("day"), came.Location())
		return day, ok && !day.Before(oldest)
	}
	day, ok := dayOf(came.Year(), month, m.number("day"), came.Location())
	if !ok || day.Before(oldest) {
		return dayOf(came.Year()+1, month, m.number("day"), came.Location())
	}
	return day, true
}

func (d days) monthEnd(m matched, came time.Time) (time.Time, bool) {
	year, month := came.Year(), came.Month()
	if name := m.group("month"); name != "" {
		if month = d.month(name); month < came.Month() {
			year++
		}
	}
	if written := m.number("year"); written > 0 {
		year = written
	}
	day := time.Date(year, month+1, 0, 0, 0, 0, 0, came.Location())
	return day, month > 0 && !day.Before(came.AddDate(0, 0, -maxPast))
}

// dayOf is false for the 31st of February. Months behind December are of the next year.
func dayOf(year int, month time.Month, day int, zone *time.Location) (time.Time, bool) {
	if month == 13 {
		year, month = year+1, 1
	}
	at := time.Date(year, month, day, 0, 0, 0, 0, zone)
	return at, at.Month() == month && at.Day() == day
}
