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

// firstTerm is the first moment before the period ends to which lines of a letter count from
// the day it came, such as "within 3 working days", or from the moment, as hours do; zero
// where there is none. A term may go on in the next line: its text is what stands in the
// first. Times carry the controller's zone.
func (r *Rules) firstTerm(lines []string, receivedAt, dueAt time.Time) (first Named) {
	left := maxTermed
	for i, line := range lines {
		text := line
		if i+1 < len(lines) {
			text += " " + strings.TrimLeft(lines[i+1], " \t")
		}
		if line == "" || !r.terms().in(text) {
			continue
		}
		if left -= len(text); left < 0 {
			break
		}
		for _, f := range r.terms().found(text) {
			at, ok := r.termEnd(f.unit, text, f.at, receivedAt)
			if !ok || f.at[2] >= len(line) || !at.Before(dueAt.Truncate(time.Second)) || f.unit == inHours && r.timeOfDay(text, f.at, receivedAt) {
				continue
			}
			first = first.or(Named{at, i + 1, line[f.at[2]:min(f.at[3], len(line))]})
		}
	}
	return first
}

type foundTerm struct {
	unit Unit
	at   []int
}

// found is the terms of a text, without those that stand within a longer one.
func (t terms) found(text string) (list []foundTerm) {
	for _, way := range t.ways {
		for _, at := range way.pattern.FindAllStringSubmatchIndex(text, 20) {
			list = append(list, foundTerm{way.unit, at})
		}
	}
	all := slices.Clone(list)
	return slices.DeleteFunc(list, func(f foundTerm) bool {
		return slices.ContainsFunc(all, func(o foundTerm) bool {
			return o.at[2] <= f.at[2] && o.at[3] >= f.at[3] && o.at[3]-o.at[2] > f.at[3]-f.at[2]
		})
	})
}

// timeOfDay reports whether hours are a time on a day that stands behind them: "by 12 hours
// of 30 November".
func (r *Rules) timeOfDay(text string, at []int, receivedAt time.Time) bool {
	end := min(len(text), at[3]+2*maxBeside)
	s := span{text: text[at[2]:end], line: end - at[2]}
	return slices.ContainsFunc(r.found(s, receivedAt), func(f found) bool { return f.begins < at[3]-at[2] })
}

// in reports whether a text may hold a term.
func (t terms) in(text string) bool {
	text = strings.ToLower(text)
	return slices.ContainsFunc(t.near, func(beginning string) bool { return strings.Contains(text, beginning) })
}

// termEnd counts from the day of receipt, hours from its moment; false where the number is
// none that counts.
func (r *Rules) termEnd(unit Unit, text string, at []int, receivedAt time.Time) (time.Time, bool) {
	n := 1
	if len(at) > 4 && at[4] >= 0 {
		said := strings.Join(strings.Fields(strings.ToLower(text[at[4]:at[5]])), " ")
		var err error
		if n, err = strconv.Atoi(said); err != nil {
			n = r.terms().numbers[said]
		}
	}
	if n < 1 || n > 366 {
		return time.Time{}, false
	}
	received := dateOf(receivedAt)
	on := received + date(n)
	switch unit {
	case inHours:
		return receivedAt.Truncate(time.Second).Add(time.Duration(n) * time.Hour), true
	case WorkingDays:
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
