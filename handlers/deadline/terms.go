package deadline

import "time"

// What a term counts in, as data/terms.toml says it.
const (
	inWorkingDays wayIs = wayIs(WorkingDays)
	inDays        wayIs = wayIs(CalendarDays)
	inHours       wayIs = "hours"
	inMinutes     wayIs = "minutes"
	inWeeks       wayIs = "weeks"
	inMonths      wayIs = "months"
)

// counts reports whether a way is a term, that counts from the receipt.
func (w wayIs) counts() bool {
	switch w {
	case inWorkingDays, inDays, inHours, inMinutes, inWeeks, inMonths:
		return true
	}
	return false
}

// termEnd counts from the day of receipt, hours from its moment; false where the number is
// none that counts.
func (r *Rules) termEnd(is wayIs, m matched, receivedAt time.Time) (time.Time, bool) {
	n := 1
	if said := m.group("n"); said != "" {
		tables := []string{"numbers", "ordinals"}
		if is != inWorkingDays && is != inDays {
			tables = tables[:1] // "in the first week" counts nothing
		}
		n = r.ways().number(said, tables...)
	}
	if n < 1 || n > 366 {
		return time.Time{}, false
	}
	received := dateOf(receivedAt)
	on := received + date(n)
	switch is {
	case inMinutes:
		return receivedAt.Truncate(time.Second).Add(time.Duration(n) * time.Minute), true
	case inHours:
		return receivedAt.Truncate(time.Second).Add(time.Duration(n) * time.Hour), true
	case inWorkingDays:
		on = (&walk{calendar: r.calendar, words: r.words, zone: time.UTC}).forward(received, n)
	case inWeeks:
		on = received + date(7*n)
	case inMonths:
		on = received.months(n)
	}
	return EndOfDay(on.in(receivedAt.Location(), 0, 0, 0)), true
}

// months is the same day so many months later; where there is none, the last of that
// month.
func (d date) months(n int) date {
	year, month, day := d.utc().Date()
	last := time.Date(year, month+time.Month(n)+1, 0, 0, 0, 0, 0, time.UTC)
	return dateOf(last) - date(max(0, last.Day()-day))
}
