package deadline

import "time"

// WorkingDays is how many working days lie behind the day of from, up to and with
// the day of to; 0 where to is not later. Zone nil is UTC+5.
func (r *Rules) WorkingDays(from, to time.Time, zone *time.Location) int {
	if zone == nil {
		zone = time.FixedZone("+05", 5*60*60)
	}
	first, last := dateOf(from.In(zone)), dateOf(to.In(zone))
	n := 0
	for day := first + 1; day <= last && n < maxLeft; day++ {
		if r.calendar.working(day) {
			n++
		}
	}
	return n
}

// maxLeft bounds the walk: no period is longer.
const maxLeft = 1000
