package deadline

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// days are the ways in which letters name a day: data/days.toml.
type days struct {
	near     []string // without one of which, and without a digit, a line names none
	months   map[string]time.Month
	weekdays map[string]time.Weekday
	ways     []dayWay

	before, behind, asked, period, within *regexp.Regexp
	clockBefore, clockBehind, clockInside *regexp.Regexp
}

type dayWay struct {
	is          dayIs
	term, asked bool           // what it takes besides
	pattern     *regexp.Regexp // its first group: all of it
}

type dayIs string

const (
	dated     dayIs = ""
	tomorrow  dayIs = "tomorrow"
	today     dayIs = "today"
	dayEnd    dayIs = "day-end"
	weekday   dayIs = "weekday"
	weekEnd   dayIs = "week-end"
	monthEnd  dayIs = "month-end"
	nextMonth dayIs = "next-month"
	monthDay  dayIs = "month-day"
	atOnce    dayIs = "now"
)

type dayFile struct {
	By          string              `toml:"by"`
	To          string              `toml:"to"`
	Near        []string            `toml:"near"`
	Before      string              `toml:"before"`
	Behind      string              `toml:"behind"`
	Asked       string              `toml:"asked"`
	Period      string              `toml:"period"`
	Range       string              `toml:"range"`
	ClockBefore string              `toml:"clock-before"`
	ClockBehind string              `toml:"clock-behind"`
	ClockInside string              `toml:"clock-inside"`
	Months      map[string][]string `toml:"months"`
	Short       map[string][]string `toml:"short"`
	Weekdays    map[string][]string `toml:"weekdays"`
	Days        []struct {
		Is       dayIs    `toml:"is"`
		Term     bool     `toml:"term"`
		Asked    bool     `toml:"asked"`
		Patterns []string `toml:"patterns"`
	} `toml:"day"`
}

func readDays(source []byte) (d days, err error) {
	var file dayFile
	if err := decode(source, &file); err != nil {
		return d, err
	}
	d.near, d.months, d.weekdays = file.Near, make(map[string]time.Month), make(map[string]time.Weekday)
	full, short, names := make(map[string]int), make(map[string]int), make(map[string]int)
	for _, table := range []struct {
		from        map[string][]string
		to          map[string]int
		first, last int
	}{{file.Months, full, 1, 12}, {file.Short, short, 1, 12}, {file.Weekdays, names, 0, 6}} {
		if err := numbered(table.from, table.to, table.first, table.last); err != nil {
			return d, err
		}
	}
	for word, n := range full {
		d.months[word] = time.Month(n)
	}
	for word, n := range short {
		d.months[word] = time.Month(n)
	}
	for word, n := range names {
		d.weekdays[word] = time.Weekday(n)
	}
	english := func(words map[string]int) map[string]int {
		only := maps.Clone(words)
		maps.DeleteFunc(only, func(word string, _ int) bool { return word[0] >= 0x80 })
		return only
	}
	parts := strings.NewReplacer("{by}", file.By, "{to}", file.To, "{month}", monthGroup(full, short),
		"{mon}", monthGroup(english(full), english(short)), "{weekday}", "(?P<weekday>"+oneOf(names)+")")
	for _, way := range file.Days {
		if !slices.Contains([]dayIs{dated, tomorrow, today, dayEnd, weekday, weekEnd, monthEnd, nextMonth, monthDay, atOnce}, way.Is) {
			return d, fmt.Errorf("day %q is unknown: %w", way.Is, privacy.ErrBadInput)
		}
		for _, p := range way.Patterns {
			compiled, err := spaced(`(?:^|[^\p{L}\d])(` + parts.Replace(p) + `)(?:$|[^\p{L}\d]|г|ж)`)
			if err != nil {
				return d, fmt.Errorf("pattern of day %q: %w", way.Is, err)
			}
			d.ways = append(d.ways, dayWay{way.Is, way.Term, way.Asked, compiled})
		}
	}
	for _, one := range []struct {
		to   **regexp.Regexp
		from string
	}{
		{&d.before, file.Before}, {&d.behind, file.Behind}, {&d.asked, file.Asked}, {&d.period, file.Period}, {&d.within, file.Range},
		{&d.clockBefore, file.ClockBefore}, {&d.clockBehind, file.ClockBehind}, {&d.clockInside, file.ClockInside},
	} {
		if *one.to, err = spaced(one.from); err != nil {
			return d, fmt.Errorf("beside a day: %w", err)
		}
	}
	return d, nil
}

// spaced compiles a pattern in which a blank is any blanks.
func spaced(pattern string) (*regexp.Regexp, error) {
	return regexp.Compile(`(?i)` + strings.NewReplacer(" ?", `\s*`, " ", `\s+`).Replace(pattern))
}

func numbered(from map[string][]string, to map[string]int, first, last int) error {
	for number, said := range from {
		n, err := strconv.Atoi(number)
		if err != nil || n < first || n > last {
			return fmt.Errorf("%q is no number of a month or a day: %w", number, privacy.ErrBadInput)
		}
		for _, word := range said {
			to[word] = n
		}
	}
	return nil
}

func monthGroup(full, short map[string]int) string {
	return `(?P<month>` + oneOf(full) + `\p{L}*|` + oneOf(short) + `)`
}

// oneOf is the longer one first, where two begin alike.
func oneOf(words map[string]int) string {
	list := slices.SortedFunc(maps.Keys(words), func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	for i, word := range list {
		list[i] = regexp.QuoteMeta(word)
	}
	return `(?:` + strings.Join(list, "|") + `)`
}

// month is that of a written name; 0 where there is none.
func (d days) month(word string) time.Month {
	word = strings.ToLower(word)
	if m := d.months[word]; m > 0 {
		return m
	}
	for beginning, m := range d.months {
		if len(beginning) > 3 && strings.HasPrefix(word, beginning) && !strings.HasSuffix(beginning, ".") {
			return m
		}
	}
	return 0
}
