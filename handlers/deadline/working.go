package deadline

import (
	"fmt"
	"slices"
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
// where the last day of a calendar period is a day off, on to that day. Up to a day that
// the letter states the working days are numbered.
func (d Due) Steps(receivedAt time.Time) []Step {
	zone := d.At.Location()
	over := make(map[date]Day)
	for _, day := range slices.Concat(d.Skipped, d.off) {
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
		if !skipped || d.Unit == CalendarDays && !d.Stated {
			n++
			s.Number = n
		}
		steps = append(steps, s)
	}
	return steps
}

// Sentence tells the working of a due date to operators.
func (r *Rules) Sentence(lang privacy.Language, d Due, receivedAt time.Time) string {
	w, received := r.words, receivedAt.In(d.At.Location())
	said := []string{w.say(lang, "received", w.day(lang, received), received.Format("15:04"), d.Act, d.Paragraph, d.period(),
		w.date(lang, d.ValidFrom), d.Calendar, d.rule[lang])}
	if d.Stated {
		said = append(said, w.say(lang, "stated"))
	}
	var over []string
	for _, s := range d.Skipped {
		over = append(over, w.shortDay(lang, s.Date)+" ("+r.Why(lang, Skipped{s.Reason, s.Names, s.MovedFrom})+")")
	}
	off := func(s Day) bool { return dateOf(s.Date) == dateOf(d.At) }
	switch {
	case d.Stated && slices.ContainsFunc(d.Skipped, off):
		said = append(said, w.say(lang, "stated-off"))
	case len(over) > 0 && d.Unit == WorkingDays && !d.Stated:
		said = append(said, w.say(lang, "over", strings.Join(over, ", ")))
	case len(over) > 0:
		said = append(said, w.say(lang, "before", strings.Join(over, ", ")))
	}
	said = append(said, w.say(lang, "due", w.day(lang, d.At)))
	if d.Warning != nil {
		said = append(said, w.say(lang, "uncertain", d.Warning[lang]))
	}
	return strings.Join(said, " ")
}

// period is for the English sentence: in the others it stands in what the rule rests
// on.
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

// Why says why a day was stepped over; empty for one that counts.
func (r *Rules) Why(lang privacy.Language, s Skipped) string {
	switch s.Reason {
	case "":
		return ""
	case Holiday:
		return s.Names[lang]
	case Moved:
		return r.words.say(lang, "moved", s.Names[lang], r.words.shortDay(lang, s.MovedFrom))
	}
	return r.words.say(lang, string(s.Reason))
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
