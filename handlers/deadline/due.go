package deadline

import (
	"slices"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// Due is the end of a period with its working.
type Due struct {
	At    time.Time // last second of the last day, in the zone asked for
	Clock string    // "A" to "E"
	Days  int
	Unit  Unit
	Basis map[privacy.Language]string // act, paragraph and period as letters say it; read only

	Act       string
	Paragraph string
	Source    string
	ValidFrom time.Time // from when the rule is used

	Stated      bool   // the letter itself set an earlier day: DueStated; Days and Act are those of the clock
	Skipped     []Day  // days stepped over, in the order of counting
	Unconfirmed bool   // a day that counts here, or its neighbour, is not confirmed yet
	Warning     Words  // for operators; nil where nothing is uncertain; read only
	Calendar    string // version of the calendar

	rule Words // what the clock rests on, also where the letter states a day
	off  []Day // the days off up to a day that the letter states
}

// Rule is what the clock rests on, as letters say it, also where the letter states a day.
func (d Due) Rule(lang privacy.Language) string { return d.rule[lang] }

// Day is a day that a period stepped over.
type Day struct {
	Date      time.Time // midnight in the zone asked for
	Reason    Reason
	Names     map[privacy.Language]string // of the holiday; nil for a weekend; read only
	MovedFrom time.Time                   // the holiday itself, for Moved; midnight in the zone asked for
}

// Reason is why a day is no working day.
type Reason string

const (
	Weekend Reason = "weekend"
	Holiday Reason = "holiday"
	Moved   Reason = "moved" // a holiday fell on a day off before
	ByOrder Reason = "order" // a day off without a holiday
)

// Due returns the end of the period for a request of this kind that our mail
// server took at receivedAt. An unknown kind gets clock A; zone nil is UTC+5.
func (r *Rules) Due(kind privacy.Kind, receivedAt time.Time, zone *time.Location) Due {
	if zone == nil {
		zone = time.FixedZone("+05", 5*60*60)
	}
	received := dateOf(receivedAt.In(zone))
	clock, warnings := r.clock(kind, received)
	w := &walk{calendar: r.calendar, words: r.words, zone: zone, warnings: warnings}
	var last date
	if clock.Unit == WorkingDays {
		last = w.forward(received, clock.Count)
	} else {
		last = w.backward(received+date(clock.Count), received)
	}
	return Due{
		At: last.in(zone, 23, 59, 59), Clock: clock.ID, Days: clock.Count, Unit: clock.Unit, Basis: clock.Basis,
		Act: clock.Act, Paragraph: clock.Paragraph, Source: clock.Source, ValidFrom: clock.ValidFrom,
		Skipped: w.skipped, Unconfirmed: w.unconfirmed, Warning: joined(w.warnings), Calendar: r.calendar.version,
		rule: clock.Basis,
	}
}

// Earliest returns the shortest of the periods of several kinds: for a letter that
// holds several, or is unclear between them. Of equal ones the first counts; no
// kind at all gets clock A.
func (r *Rules) Earliest(receivedAt time.Time, zone *time.Location, kinds ...privacy.Kind) Due {
	if len(kinds) == 0 {
		kinds = []privacy.Kind{privacy.KindNone}
	}
	var earliest Due
	for i, kind := range kinds {
		if due := r.Due(kind, receivedAt, zone); i == 0 || due.At.Before(earliest.At) {
			earliest = due
		}
	}
	return earliest
}

// DueStated is Due where the letter itself states a last day, as an authority's
// does: the earlier one counts. A stated day off means the working day before it.
func (r *Rules) DueStated(kind privacy.Kind, receivedAt time.Time, zone *time.Location, stated time.Time) Due {
	due := r.Due(kind, receivedAt, zone)
	if stated.IsZero() {
		return due
	}
	zone = due.At.Location()
	w := &walk{calendar: r.calendar, words: r.words, zone: zone}
	at := w.backward(dateOf(stated.In(zone)), dateOf(receivedAt.In(zone))).in(zone, 23, 59, 59)
	if !at.Before(due.At) {
		return due
	}
	due.At, due.Basis, due.Stated = at, r.stated, true
	due.Skipped, due.Unconfirmed, due.Warning = w.skipped, w.unconfirmed, joined(w.warnings)
	for day := dateOf(receivedAt.In(zone)) + 1; day <= dateOf(at); day++ {
		if !w.calendar.working(day) {
			due.off = append(due.off, w.describe(day))
		}
	}
	return due
}

// clock returns the newest rule for kind that was valid on day, or the oldest with
// a warning.
func (r *Rules) clock(kind privacy.Kind, day date) (*clock, []Words) {
	clocks := r.clocks[kind]
	if len(clocks) == 0 {
		clocks = r.clocks[privacy.KindNone]
	}
	for _, c := range slices.Backward(clocks) {
		if dateOf(c.ValidFrom) <= day {
			return c, nil
		}
	}
	oldest := clocks[0]
	return oldest, []Words{r.words.each("rule-later", func(lang privacy.Language) []string {
		return []string{r.words.date(lang, oldest.ValidFrom), oldest.ID}
	})}
}
