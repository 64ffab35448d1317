package deadline

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// span is a line of a letter with what stands around it.
type span struct {
	text  string // the line and the beginning of the next
	line  int    // octets of text that are the line
	prior string // the end of what stands before it, and a blank
}

// beside is so much of what stands before from and behind to.
func (s span) beside(from, to, octets int) (before, behind string) {
	before, behind = s.prior+s.text[:from], s.text[to:]
	return before[max(0, len(before)-octets):], behind[:min(len(behind), octets)]
}

// found is a day in a span: where it stands with its time, and the last moment.
type found struct {
	is       dayIs
	from, to int // of the day
	begins   int // of the time before it, else from
	at       time.Time
	past     bool
}

// found is all days of a line that may be terms; one of before the receipt only near words
// by which something is asked. The end of a day of which nobody says which falls away
// where another is named beside it.
func (r *Rules) found(s span, receivedAt time.Time) (list []found) {
	d := r.days()
	digits, words := d.in(s.text)
	other := false
	for _, way := range d.ways {
		if s.line == 0 || !way.may(digits, words) {
			continue
		}
		for _, at := range way.pattern.FindAllStringSubmatchIndex(s.text, 20) {
			m := matched{s.text, at, way.pattern.SubexpNames()}
			day, ok := r.day(way, m, receivedAt)
			if !ok {
				continue
			}
			other = other || way.is != dayEnd
			if at[2] >= s.line || m.listed(s.line) {
				continue // of the next line
			}
			if f, counts := d.judge(way, s, m, day, receivedAt); counts {
				list = append(list, f)
			}
		}
	}
	if other {
		list = slices.DeleteFunc(list, func(f found) bool { return f.is == dayEnd })
	}
	return list
}

// in reports what of days a text may hold: digits, and words that stand for them.
func (d days) in(text string) (digits, words bool) {
	lower := strings.ToLower(text)
	return strings.ContainsAny(text, "0123456789"), slices.ContainsFunc(d.near, func(beginning string) bool { return strings.Contains(lower, beginning) })
}

// may reports whether a day of this sort can stand in such a text.
func (w dayWay) may(digits, words bool) bool {
	switch w.is {
	case dated:
		return digits
	case nextMonth, monthDay:
		return digits && words
	}
	return words
}

// judge says whether a day counts, and until when.
func (d days) judge(way dayWay, s span, m matched, day, receivedAt time.Time) (found, bool) {
	from, to := m.at[2], m.at[3]
	begins, at := d.clock(way, s, m, day)
	before, behind := s.beside(begins, to, maxBeside)
	term := way.is != dated || d.before.MatchString(before) || d.behind.MatchString(behind)
	if way.is != dated && d.within.MatchString(before) || !term && (way.term || !day.After(midnight(receivedAt))) {
		return found{}, false
	}
	f := found{way.is, from, to, begins, at, day.Before(midnight(receivedAt))}
	if !way.asked && !f.past {
		return f, true
	}
	before, behind = s.beside(begins, to, maxNear)
	asked := d.asked.MatchString(before) || d.asked.MatchString(behind)
	return f, asked && !(f.past && d.period.MatchString(before))
}

// matched is what a pattern found; its first group is all of it.
type matched struct {
	text  string
	at    []int
	names []string
}

func (m matched) group(name string) string {
	for i, is := range m.names {
		if is == name && m.at[2*i] >= 0 {
			return m.text[m.at[2*i]:m.at[2*i+1]]
		}
	}
	return ""
}

func (m matched) number(name string) int {
	n, _ := strconv.Atoi(m.group(name))
	return n
}

// listed reports whether what stands for the day opens a list in the next line instead:
// "in December / 1. the number of".
func (m matched) listed(line int) bool {
	i := slices.Index(m.names, "day")
	if i < 0 || m.at[2*i] < line {
		return false
	}
	behind := m.text[m.at[2*i+1]:]
	return strings.HasPrefix(behind, ". ") || strings.HasPrefix(behind, ")")
}
