package deadline

import (
	"embed"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/BurntSushi/toml"

	"medico-intech.kz/otinish/store/privacy"
)

//go:embed data/*.toml
var data embed.FS

// Unit is the kind of day a period counts.
type Unit string

const (
	WorkingDays  Unit = "wd"
	CalendarDays Unit = "cd"
)

// Rules is the clocks and the calendar. It does not change after New and is safe
// for concurrent use.
type Rules struct {
	clocks   map[privacy.Kind][]*clock // the oldest first
	stated   map[privacy.Language]string
	calendar *calendar
	words    words
	// How authorities write terms and days, read at first use: the patterns take some
	// megabytes, and most mail names none.
	ways func() ways
}

// clock is one rule: for these kinds, so many days, by this act.
type clock struct {
	ID        string                      `toml:"id"`
	Kinds     []privacy.Kind              `toml:"kinds"`
	Count     int                         `toml:"count"`
	Unit      Unit                        `toml:"unit"`
	Act       string                      `toml:"act"`
	Paragraph string                      `toml:"paragraph"`
	ValidFrom time.Time                   `toml:"valid_from"`
	Source    string                      `toml:"source"`
	Basis     map[privacy.Language]string `toml:"basis"`
}

type clockFile struct {
	Clocks []*clock                    `toml:"clock"`
	Stated map[privacy.Language]string `toml:"stated"`
}

// New reads the embedded clocks and calendar. Each amendment is a file like
// data/calendar.toml; its days replace those of the same date, its years and
// holidays are added, its version counts.
func New(amendments ...[]byte) (*Rules, error) {
	clocks, err := data.ReadFile("data/clocks.toml")
	if err != nil {
		return nil, fmt.Errorf("read clocks: %w", err)
	}
	days, err := data.ReadFile("data/calendar.toml")
	if err != nil {
		return nil, fmt.Errorf("read calendar: %w", err)
	}
	said, err := data.ReadFile("data/words.toml")
	if err != nil {
		return nil, fmt.Errorf("read words: %w", err)
	}
	r, err := build(clocks, append([][]byte{days}, amendments...))
	if err != nil {
		return nil, err
	}
	if r.words, err = readWords(said); err != nil {
		return nil, fmt.Errorf("read words: %w", err)
	}
	r.ways = sync.OnceValue(waysAtFirstUse)
	return r, nil
}

// waysAtFirstUse reads files of the program when they are first asked for. They are embedded
// and tested, so that this cannot fail outside development: then nothing is found by them.
func waysAtFirstUse() ways {
	terms, err := data.ReadFile("data/terms.toml")
	days, other := data.ReadFile("data/days.toml")
	if err != nil || other != nil {
		return ways{}
	}
	read, _ := readWays(terms, days)
	return read
}

func build(clocks []byte, calendars [][]byte) (*Rules, error) {
	r := &Rules{clocks: make(map[privacy.Kind][]*clock), calendar: newCalendar()}
	for i, file := range calendars {
		if err := r.calendar.add(file); err != nil {
			return nil, fmt.Errorf("read calendar %d: %w", i, err)
		}
	}
	var file clockFile
	if err := decode(clocks, &file); err != nil {
		return nil, fmt.Errorf("read clocks: %w", err)
	}
	r.stated = file.Stated
	for _, c := range file.Clocks {
		if err := c.check(); err != nil {
			return nil, fmt.Errorf("read clocks: clock %q: %w", c.ID, err)
		}
		for _, kind := range c.Kinds {
			r.clocks[kind] = append(r.clocks[kind], c)
		}
	}
	return r, r.check()
}

// decode is strict: a key nobody reads is a mistake in the file.
func decode(file []byte, into any) error {
	meta, err := toml.Decode(string(file), into)
	if err != nil {
		return err
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return fmt.Errorf("unknown key %q: %w", unknown[0].String(), privacy.ErrBadInput)
	}
	return nil
}

func (c *clock) check() error {
	switch {
	case c.ID == "", c.Act == "", c.Paragraph == "", c.Source == "", c.ValidFrom.IsZero():
		return fmt.Errorf("id, act, paragraph, source or valid_from is missing: %w", privacy.ErrBadInput)
	case c.Count < 1 || c.Count > 366:
		return fmt.Errorf("count is not 1 to 366 days: %w", privacy.ErrBadInput)
	case c.Unit != WorkingDays && c.Unit != CalendarDays:
		return fmt.Errorf("unit is neither wd nor cd: %w", privacy.ErrBadInput)
	}
	for _, kind := range c.Kinds {
		if !kind.Valid() && kind != privacy.KindNone {
			return fmt.Errorf("kind %q is unknown: %w", kind, privacy.ErrBadInput)
		}
	}
	return inEveryLanguage(c.Basis)
}

func inEveryLanguage(texts map[privacy.Language]string) error {
	for _, lang := range privacy.Languages {
		if texts[lang] == "" {
			return fmt.Errorf("text in %q is missing: %w", lang, privacy.ErrBadInput)
		}
	}
	return nil
}

// check sorts the clocks and makes sure that every kind has one.
func (r *Rules) check() error {
	var errs []error
	for _, kind := range append(slices.Clone(privacy.Kinds), privacy.KindNone) {
		if len(r.clocks[kind]) == 0 {
			errs = append(errs, fmt.Errorf("read clocks: no clock for kind %q: %w", kind, privacy.ErrBadInput))
		}
		slices.SortStableFunc(r.clocks[kind], func(a, b *clock) int { return a.ValidFrom.Compare(b.ValidFrom) })
	}
	if err := inEveryLanguage(r.stated); err != nil {
		errs = append(errs, fmt.Errorf("read clocks: stated: %w", err))
	}
	return errors.Join(errs...)
}

// Version names the calendar that the rules count with.
func (r *Rules) Version() string { return r.calendar.version }
