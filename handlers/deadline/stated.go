package deadline

import (
	"regexp"
	"strings"
	"time"
)

// Named is a day that a letter names, with where it stands.
type Named struct {
	Day  time.Time // its midnight
	Line int       // counted from 1
	Text string    // as it is written
}

// maxDated bounds how much of a letter is looked through for days, maxBeside how much
// beside one for a word that makes it a term; in octets.
const (
	maxDated  = 64 << 10
	maxBeside = 64
)

// FirstNamed is the first day before the period ends that lines of a letter name, as a day
// or as a term that counts to it; zero where they name none. A day before the letter came
// is none, and the day on which it came only where the words beside it speak of a term:
// letters bear their own date. Times carry the controller's zone.
func (r *Rules) FirstNamed(lines []string, receivedAt, dueAt time.Time) Named {
	day, term := firstWritten(lines, receivedAt, dueAt), r.firstTerm(lines, receivedAt, dueAt)
	if day.Day.IsZero() || !term.Day.IsZero() && term.Day.Before(day.Day) {
		return term
	}
	return day
}

// firstWritten is the first day that is written as one. It may go on in the next line, as
// where lines are broken at 72 columns: its text is what stands in the first.
func firstWritten(lines []string, receivedAt, dueAt time.Time) (first Named) {
	ways, beside := writtenDays(), besides{regexp.MustCompile(termBefore), regexp.MustCompile(termBehind)}
	left, came, prior := maxDated, midnight(receivedAt), ""
	for i, line := range lines {
		if left -= len(line) + 1; left < 0 {
			break
		}
		text := line + " " + continued(lines[i:])
		for _, way := range ways {
			if !strings.ContainsAny(text, "0123456789") {
				break
			}
			for _, at := range way.pattern.FindAllStringSubmatchIndex(text, 20) {
				if at[0] >= len(line) || at[1] > len(line) && way.listed(text, at) {
					continue // of the next line
				}
				day := way.read(groups(text, at), receivedAt)
				switch {
				case day.Before(came), !day.Before(midnight(dueAt)), day.Equal(came) && !beside.term(prior+text[:at[0]], text[at[1]:]):
				case first.Day.IsZero() || day.Before(first.Day):
					first = Named{day, i + 1, line[at[0]:min(at[1], len(line))]}
				}
			}
		}
		prior = strings.TrimRight(line, " \t") + " "
	}
	return first
}

// continued is the beginning of what goes on behind the first of lines.
func continued(lines []string) string {
	if len(lines) < 2 {
		return ""
	}
	next := strings.TrimLeft(lines[1], " \t")
	return next[:min(len(next), maxBeside)]
}

// besides are the words beside a day that make it a term.
type besides struct{ before, behind *regexp.Regexp }

func (b besides) term(before, behind string) bool {
	return b.before.MatchString(before[max(0, len(before)-maxBeside):]) || b.behind.MatchString(behind[:min(len(behind), maxBeside)])
}

func groups(text string, at []int) (list []string) {
	for i := 0; i+1 < len(at); i += 2 {
		if at[i] < 0 {
			list = append(list, "")
			continue
		}
		list = append(list, text[at[i]:at[i+1]])
	}
	return list
}

// EndOfDay is the last second of a day.
func EndOfDay(day time.Time) time.Time { return midnight(day).AddDate(0, 0, 1).Add(-time.Second) }

func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}
