package deadline

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// maxTermed bounds how much of a letter is looked through closely for terms, in octets
// (P16): that takes a tenth of a second.
const maxTermed = 8 << 10

// Units of terms besides those of periods.
const (
	inHours  Unit = "hours"
	inWeeks  Unit = "weeks"
	inMonths Unit = "months"
)

// terms are the ways in which letters count to a day: data/terms.toml.
type terms struct {
	numbers map[string]int // by their word
	near    []string       // without one of which a line has no term
	ways    []termWay
}

type termWay struct {
	unit    Unit
	pattern *regexp.Regexp // its groups: all of it, and the number, where one stands
}

type termFile struct {
	By      string              `toml:"by"`
	In      string              `toml:"in"`
	Near    []string            `toml:"near"`
	Numbers map[string][]string `toml:"numbers"`
	Terms   []struct {
		Unit     Unit     `toml:"unit"`
		Patterns []string `toml:"patterns"`
	} `toml:"term"`
}

func readTerms(source []byte) (t terms, err error) {
	var file termFile
	if err := decode(source, &file); err != nil {
		return t, err
	}
	t.numbers, t.near = make(map[string]int), file.Near
	var words []string
	for number, said := range file.Numbers {
		n, err := strconv.Atoi(number)
		if err != nil {
			return t, fmt.Errorf("numbers: %q is none: %w", number, privacy.ErrBadInput)
		}
		for _, word := range said {
			t.numbers[word], words = n, append(words, strings.ReplaceAll(regexp.QuoteMeta(word), " ", `\s+`))
		}
	}
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) }) // the longer of two that begin alike
	number := `(\d{1,3}|` + strings.Join(words, "|") + `)(?:[-–]?(?:х|ти|ми|и))?(?:\s*[(«][^)»]{1,40}[)»])?`
	parts := strings.NewReplacer("{by}", file.By, "{in}", file.In)
	for _, term := range file.Terms {
		if !slices.Contains([]Unit{WorkingDays, CalendarDays, inHours, inWeeks, inMonths}, term.Unit) {
			return t, fmt.Errorf("unit %q is unknown: %w", term.Unit, privacy.ErrBadInput)
		}
		for _, p := range term.Patterns {
			p = strings.ReplaceAll(strings.ReplaceAll(parts.Replace(p), " ", `\s+`), "{n}", number)
			compiled, err := regexp.Compile(`(?i)(?:^|[^\p{L}\d])(` + p + `)(?:$|[^\p{L}\d])`)
			if err != nil {
				return t, fmt.Errorf("pattern of %q: %w", term.Unit, err)
			}
			t.ways = append(t.ways, termWay{term.Unit, compiled})
		}
	}
	return t, nil
}

// firstTerm is the first day before the period ends to which lines of a letter count from
// the day it came, such as "within 3 working days"; zero where there is none. A term may
// go on in the next line: its text is what stands in the first. Times carry the
// controller's zone.
func (r *Rules) firstTerm(lines []string, receivedAt, dueAt time.Time) (first Named) {
	left, zone, received := maxTermed, receivedAt.Location(), dateOf(receivedAt)
	for i, line := range lines {
		text := line
		if i+1 < len(lines) {
			text += " " + strings.TrimLeft(lines[i+1], " \t")
		}
		if line == "" || !r.terms.in(text) {
			continue
		}
		if left -= len(text); left < 0 {
			break
		}
		for _, way := range r.terms.ways {
			for _, at := range way.pattern.FindAllStringSubmatchIndex(text, 20) {
				day, ok := r.termEnd(way.unit, text, at, received)
				if !ok || at[2] >= len(line) || day >= dateOf(dueAt) {
					continue
				}
				if first.Day.IsZero() || day < dateOf(first.Day) {
					first = Named{day.in(zone, 0, 0, 0), i + 1, line[at[2]:min(at[3], len(line))]}
				}
			}
		}
	}
	return first
}

// in reports whether a text may hold a term.
func (t terms) in(text string) bool {
	text = strings.ToLower(text)
	return slices.ContainsFunc(t.near, func(beginning string) bool { return strings.Contains(text, beginning) })
}

// termEnd counts from the day of receipt; false where the number is none that counts.
func (r *Rules) termEnd(unit Unit, text string, at []int, received date) (date, bool) {
	n := 1
	if len(at) > 4 && at[4] >= 0 {
		said := strings.Join(strings.Fields(strings.ToLower(text[at[4]:at[5]])), " ")
		var err error
		if n, err = strconv.Atoi(said); err != nil {
			n = r.terms.numbers[said]
		}
	}
	if n < 1 || n > 366 {
		return 0, false
	}
	switch unit {
	case WorkingDays:
		return (&walk{calendar: r.calendar, words: r.words, zone: time.UTC}).forward(received, n), true
	case inHours:
		return received + date((n+23)/24), true
	case inWeeks:
		return received + date(7*n), true
	case inMonths:
		return received.months(n), true
	}
	return received + date(n), true
}

// months is the same day so many months later; where there is none, the last of that
// month.
func (d date) months(n int) date {
	year, month, day := d.utc().Date()
	last := time.Date(year, month+time.Month(n)+1, 0, 0, 0, 0, 0, time.UTC)
	return dateOf(last) - date(max(0, last.Day()-day))
}
