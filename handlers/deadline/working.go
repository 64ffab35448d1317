package deadline

import (
	"fmt"
	"strings"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// Step is one day of a period as it was counted.
type Step struct {
	Date   time.Time // midnight in the zone of the period
	Number int       // of the day that counts, from 1; 0 for a day stepped over
	Skipped
	Last bool // the period ends with it
}

// Skipped is why a day was stepped over; zero for one that counts.
type Skipped struct {
	Reason    Reason
	Names     map[privacy.Language]string
	MovedFrom time.Time
}

// Steps shows the working of a period (P11): each day from receipt to its end, and,
// where the last day of a calendar period is a day off, on to that day.
func (d Due) Steps(receivedAt time.Time) []Step {
	zone := d.At.Location()
	over := make(map[date]Day)
	for _, day := range d.Skipped {
		over[dateOf(day.Date)] = day
	}
	received, end := dateOf(receivedAt.In(zone)), dateOf(d.At)
	last := end
	if d.Unit == CalendarDays && !d.Stated {
		last = max(end, received+date(d.Days))
	}
	var steps []Step
	n := 0
	for day := received + 1; day <= last; day++ {
		s := Step{Date: day.in(zone, 0, 0, 0), Last: day == end}
		off, skipped := over[day]
		if skipped {
			s.Skipped = Skipped{off.Reason, off.Names, off.MovedFrom}
		}
		if !skipped || d.Unit == CalendarDays {
			n++
			s.Number = n
		}
		steps = append(steps, s)
	}
	return steps
}

// Sentence tells the working in English, for operators.
func (d Due) Sentence(receivedAt time.Time) string {
	const day = "Monday 2 January 2006"
	received := receivedAt.In(d.At.Location())
	var b strings.Builder
	fmt.Fprintf(&b, "Received on %s at %s; that day does not count. %s, %s, gives %s (rule of %s, calendar %s).",
		received.Format(day), received.Format("15:04"), d.Act, d.Paragraph, d.period(), d.ValidFrom.Format(time.DateOnly), d.Calendar)
	if d.Stated {
		b.WriteString(" The letter itself states an earlier day.")
	}
	var over []string
	for _, s := range d.Skipped {
		over = append(over, s.Date.Format("2 January")+" ("+s.why()+")")
	}
	if len(over) > 0 && d.Unit == WorkingDays {
		fmt.Fprintf(&b, " Stepped over: %s.", strings.Join(over, ", "))
	}
	if len(over) > 0 && d.Unit == CalendarDays {
		fmt.Fprintf(&b, " The last day is a day off, so it ends before: %s.", strings.Join(over, ", "))
	}
	fmt.Fprintf(&b, " So the answer is due by the end of %s.", d.At.Format(day))
	if d.Warning != "" {
		fmt.Fprintf(&b, " Not certain: %s.", d.Warning)
	}
	return b.String()
}

func (d Due) period() string {
	kind := "working day"
	if d.Unit == CalendarDays {
		kind = "calendar day"
	}
	if d.Days != 1 {
		kind += "s"
	}
	return fmt.Sprintf("%d %s", d.Days, kind)
}

func (d Day) why() string { return Skipped{d.Reason, d.Names, d.MovedFrom}.Why() }

// Why says in English why a day was stepped over; empty for one that counts.
func (s Skipped) Why() string {
	name := s.Names[privacy.English]
	switch s.Reason {
	case Holiday:
		return name
	case Moved:
		return name + ", moved from " + s.MovedFrom.Format("2 January")
	case ByOrder:
		return "day off by order"
	}
	return string(s.Reason)
}

// Covered reports whether the calendar of a year is known; of another one only
// weekends are.
func (r *Rules) Covered(year int) bool { return r.calendar.years[year] }

// Works reports whether people work on the local day of t.
func (r *Rules) Works(t time.Time) bool { return r.calendar.working(dateOf(t)) }

// SoonBefore is the end of the working day after the local day of t: what is due
// until then is due soon.
func (r *Rules) SoonBefore(t time.Time) time.Time {
	day := dateOf(t) + 1
	for n := 0; !r.calendar.working(day) && n < 31; n++ {
		day++
	}
	return day.in(t.Location(), 23, 59, 59)
}
