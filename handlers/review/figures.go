package review

import (
	"context"
	"slices"
	"time"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// FigureWeeks is how far the figures look back, FigureWeeksDue how far ahead.
const (
	FigureWeeks    = 12
	FigureWeeksDue = 5
)

// maxCounted bounds the walk.
const maxCounted = 200_000

// Figures are what a manager asks: what came, how it was answered, what is due.
type Figures struct {
	Weeks []time.Time // their Mondays in the controller's zone, the oldest first
	Total int         // requests received in them
	Kinds []KindFigures

	Days    []DueDay // from this week's Monday, five weeks
	Overdue int      // open, and late already
}

// KindFigures are those of one kind; there is none for a kind nobody asked for.
type KindFigures struct {
	Kind   privacy.Kind
	ByWeek []int // received, as Figures.Weeks
	Total  int

	Answered, Late  int // of those received in these weeks; what was no request is neither
	Median, Slowest time.Duration
	MedianShare     float64 // of the period; 1 is all of it
	SlowestShare    float64
}

// DueDay is a day with the open requests that are due on it.
type DueDay struct {
	Date   time.Time
	Count  int
	DayOff bool
}

// Figures counts the requests received in the last weeks, this one included, and what
// is due. Those that were merged count as one. It walks the requests of that time: a second for two hundred thousand.
func (d *Desk) Figures(ctx context.Context) (f Figures, err error) {
	now := d.Now().In(d.Office.Zone)
	monday := mondayOf(now)
	from := monday.AddDate(0, 0, -7*(FigureWeeks-1))
	for i := range FigureWeeks {
		f.Weeks = append(f.Weeks, from.AddDate(0, 0, 7*i))
	}
	t := figureTally{from: from, zone: d.Office.Zone, kinds: make(map[privacy.Kind]*kindTally)}
	looked := 0
	err = d.Store.View(func(tx *store.Tx) error {
		return tx.EachRequest(func(r store.Request) bool {
			looked++
			return looked <= maxCounted && t.count(r, func() bool { return noRequest(tx, r) })
		})
	})
	if err != nil {
		return f, err
	}
	f.Total, f.Kinds = t.total, t.figures()
	return f, d.countDue(ctx, &f, now, monday)
}

// noRequest: an operator closed it as what asks for nothing, so nobody was answered.
func noRequest(tx *store.Tx, r store.Request) bool {
	item, err := tx.ReviewItem(r.ID)
	return err == nil && item.Decision == string(privacy.StateClosed) && item.DecidedBy.IsOperator() && item.DecidedAt.Equal(r.ClosedAt)
}

func (d *Desk) countDue(ctx context.Context, f *Figures, now, monday time.Time) error {
	due := make(map[string]int)
	err := d.Requests(ctx, true, func(r store.Request) bool {
		if r.Pressing().IsZero() {
			return true
		}
		at := r.Pressing().In(d.Office.Zone)
		if at.Before(now) {
			f.Overdue++
		}
		due[at.Format(time.DateOnly)]++
		return true
	})
	for i := range 7 * FigureWeeksDue {
		day := monday.AddDate(0, 0, i)
		f.Days = append(f.Days, DueDay{day, due[day.Format(time.DateOnly)], d.WorkingDays(day.AddDate(0, 0, -1), day) == 0})
	}
	return err
}

func mondayOf(t time.Time) time.Time {
	back := (int(t.Weekday()) + 6) % 7
	return time.Date(t.Year(), t.Month(), t.Day()-back, 0, 0, 0, 0, t.Location())
}

type figureTally struct {
	from  time.Time
	zone  *time.Location
	total int
	kinds map[privacy.Kind]*kindTally
}

type kindTally struct {
	KindFigures
	times  []time.Duration
	shares []float64
}

// count takes a request in; false: those that follow are older than the figures.
func (t *figureTally) count(r store.Request, noRequest func() bool) bool {
	if r.MergedInto != "" || r.Reason == handlers.ReasonUnsplit { // it is one with another, or none
		return true
	}
	if r.ReceivedAt.Before(t.from) {
		return r.RecordedAt.After(t.from) // old mail that was recorded late lies among the new
	}
	k := t.kinds[r.Kind]
	if k == nil {
		k = &kindTally{KindFigures: KindFigures{Kind: r.Kind, ByWeek: make([]int, FigureWeeks)}}
		t.kinds[r.Kind] = k
	}
	if week := int(mondayOf(r.ReceivedAt.In(t.zone)).Sub(t.from).Hours()+12) / (7 * 24); week < FigureWeeks { // 12: summer time
		k.ByWeek[week]++
		k.Total++
		t.total++
	}
	period := r.DueAt.Sub(r.CountsFrom())
	if r.ClosedAt.IsZero() || period <= 0 || noRequest() {
		return true
	}
	took := r.ClosedAt.Sub(r.CountsFrom())
	k.Answered++
	k.times, k.shares = append(k.times, took), append(k.shares, took.Seconds()/period.Seconds())
	if r.ClosedAt.After(r.DueAt) {
		k.Late++
	}
	return true
}

// figures are the kinds in their order.
func (t *figureTally) figures() (list []KindFigures) {
	for _, kind := range append(slices.Clone(privacy.Kinds), privacy.KindNone) {
		k := t.kinds[kind]
		if k == nil {
			continue
		}
		if n := len(k.times); n > 0 {
			slices.Sort(k.times)
			slices.Sort(k.shares)
			k.Median, k.Slowest, k.MedianShare, k.SlowestShare = k.times[n/2], k.times[n-1], k.shares[n/2], k.shares[n-1]
		}
		list = append(list, k.KindFigures)
	}
	return list
}
