package deadline

import (
	"strings"
	"time"
)

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
