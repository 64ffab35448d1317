package deadline

import (
	"fmt"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// date is a day without time or zone: days since 1 January 1970.
type date int

func dateOf(t time.Time) date {
	year, month, day := t.Date()
	return date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

// in returns the moment of d at hour:minute:second in zone.
func (d date) in(zone *time.Location, hour, minute, second int) time.Time {
	year, month, day := d.utc().Date()
	return time.Date(year, month, day, hour, minute, second, 0, zone)
}

func (d date) utc() time.Time { return time.Unix(int64(d)*24*60*60, 0).UTC() }

func (d date) weekend() bool {
	weekday := d.utc().Weekday()
	return weekday == time.Saturday || weekday == time.Sunday
}

// entry is one day of the calendar's file.
type entry struct {
	Date      time.Time `toml:"date"`
	Is        string    `toml:"is"` // "off" or "work"
	Holiday   string    `toml:"holiday"`
	MovedFrom time.Time `toml:"moved_from"`
	Confirmed *bool     `toml:"confirmed"` // absent: true
	Note      string    `toml:"note"`
	Notes     Words     `toml:"notes"` // in other languages; where one is missing, Note is told
}

func (e *entry) off() bool { return e.Is == "off" }
func (e *entry) note(lang privacy.Language) string {
	if said := e.Notes[lang]; said != "" {
		return said
	}
	return e.Note
}

func (e *entry) unconfirmed() bool { return e.Confirmed != nil && !*e.Confirmed }

type calendarFile struct {
	Version  string                                 `toml:"version"`
	Years    []int                                  `toml:"years"`
	Holidays map[string]map[privacy.Language]string `toml:"holidays"`
	Days     []*entry                               `toml:"day"`
}

type calendar struct {
	version  string
	years    map[int]bool
	holidays map[string]map[privacy.Language]string
	days     map[date]*entry
}

func newCalendar() *calendar {
	return &calendar{
		years:    make(map[int]bool),
		holidays: make(map[string]map[privacy.Language]string),
		days:     make(map[date]*entry),
	}
}

// add reads one file over what is there.
func (c *calendar) add(source []byte) error {
	var file calendarFile
	if err := decode(source, &file); err != nil {
		return err
	}
	if file.Version == "" {
		return fmt.Errorf("version is missing: %w", privacy.ErrBadInput)
	}
	c.version = file.Version
	for _, year := range file.Years {
		c.years[year] = true
	}
	for name, texts := range file.Holidays {
		if err := inEveryLanguage(texts); err != nil {
			return fmt.Errorf("holiday %q: %w", name, err)
		}
		c.holidays[name] = texts
	}
	seen := make(map[date]bool)
	for _, e := range file.Days {
		d := dateOf(e.Date)
		day := e.Date.Format(time.DateOnly)
		switch {
		case e.Date.IsZero():
			return fmt.Errorf("a day without date: %w", privacy.ErrBadInput)
		case e.Is != "off" && e.Is != "work":
			return fmt.Errorf(`%s is neither "off" nor "work": %w`, day, privacy.ErrBadInput)
		case e.Holiday != "" && c.holidays[e.Holiday] == nil:
			return fmt.Errorf("%s: holiday %q has no name: %w", day, e.Holiday, privacy.ErrBadInput)
		case seen[d]:
			return fmt.Errorf("%s stands twice: %w", day, privacy.ErrBadInput)
		}
		seen[d] = true
		c.days[d] = e
	}
	return nil
}

// working reports whether people work on d in a five-day week.
func (c *calendar) working(d date) bool {
	if e := c.days[d]; e != nil {
		return !e.off()
	}
	return !d.weekend()
}

// doubt returns the unconfirmed entry that d or a neighbour of it has, or nil: the
// day may yet be announced one day earlier or later.
func (c *calendar) doubt(d date) (date, *entry) {
	for _, near := range [...]date{d, d - 1, d + 1} {
		if e := c.days[near]; e != nil && e.unconfirmed() {
			return near, e
		}
	}
	return 0, nil
}
