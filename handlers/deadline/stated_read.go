package deadline

import (
	"iter"
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

// found is a day or a term in a span: where it stands with its time, and the last moment.
type found struct {
	is       wayIs
	from, to int // of the day
	begins   int // of the time before it, else from
	at       time.Time
	past     bool
}

// near is the ways in which something may be written in a text, and how many patterns that are.
func (w ways) near(text string) (some []way, patterns int) {
	text = plain(text)
	digits := strings.ContainsAny(text, "0123456789")
	for _, way := range w.list {
		if slices.ContainsFunc(way.near, func(word string) bool { return word == "0-9" && digits || strings.Contains(text, word) }) {
			some, patterns = append(some, way), patterns+way.size
		}
	}
	return some, patterns
}

// found is all days and terms of a line, as far as they are written in these ways; days of
// before the receipt only near words by which something is asked. judged is how many were
// looked at.
func (r *Rules) found(s span, some []way, receivedAt time.Time) (list []found, judged int) {
	for way, m := range matches(some, s.text) {
		judged++
		if f, counts := r.judge(way, s, m, receivedAt); counts && !m.listed(s.line) {
			list = append(list, f)
		}
	}
	all := slices.Clone(list)
	list = slices.DeleteFunc(list, func(f found) bool {
		return f.from >= s.line || f.is == noDay || slices.ContainsFunc(all, func(o found) bool { return f.told(o, s.text) })
	})
	return list, judged
}

// matches is what the patterns of some ways find.
func matches(some []way, text string) iter.Seq2[way, matched] {
	return func(yield func(way, matched) bool) {
		for _, way := range some {
			patterns, _ := way.patterns() // a test compiles them all
			for _, pattern := range patterns {
				for _, at := range pattern.FindAllStringSubmatchIndex(text, 20) {
					if !yield(way, matched{text, at, pattern.SubexpNames()}) {
						return
					}
				}
			}
		}
	}
}

// told reports whether what was found is only a part of another that was, which says more:
// a term within a longer one, the hour or the day of the week of a date, the end of its day.
func (f found) told(o found, text string) bool {
	switch {
	case f.is == dayEnd && !slices.Contains([]wayIs{dayEnd, atOnce, inHours, noDay}, o.is):
		return besideEach(text[min(f.to, o.to):max(f.from, o.from, min(f.to, o.to))])
	case f.is == inHours && !o.is.counts():
		return o.begins < f.to && o.from >= f.from
	case (f.is == monthStart || f.is == monthDay) && o.is == dated && o.from < f.to && o.to > f.from:
		return true
	case f.is == atOnce && o.to <= f.from && strings.Trim(text[o.to:f.from], " ,") == "":
		return strings.HasPrefix(plain(text[f.from:]), plain("кешіктір")) // "not later", behind its day; else "without delay"
	case f.is == weekday && o.is == dated:
		return o.from >= f.to && strings.Trim(text[f.to:o.from], " ,(«\"the") == "" && o.at.Weekday() == f.at.Weekday()
	}
	longer := o.to - o.from - (f.to - f.from)
	return o.from <= f.from && o.to >= f.to && (longer > 0 || longer == 0 && o.is == noDay)
}

// besideEach reports whether what stands between a time and a day leaves them in one sentence.
func besideEach(between string) bool {
	for _, short := range []string{"ч.", "час.", "мин.", "г.", "m."} {
		between = strings.ReplaceAll(between, short, "")
	}
	return len(between) <= maxBeside && !strings.ContainsAny(between, ".!?;")
}

// judge says whether there is such a day that counts, and until when.
func (r *Rules) judge(way way, s span, m matched, receivedAt time.Time) (f found, counts bool) {
	w, from, to := r.ways(), m.at[2], m.at[3]
	if way.is.counts() {
		at, ok := r.termEnd(way.is, m, receivedAt)
		return found{way.is, from, to, from, at, false}, ok && (!way.asked || w.asked(s, from, to))
	}
	day, ok := r.day(way, m, receivedAt)
	if !ok {
		return found{}, false
	}
	begins, at := r.lastMoment(way, s, m, day, receivedAt)
	if earlier, told := r.ahead(s, m, day, midnight(receivedAt)); told {
		day, at = earlier, EndOfDay(earlier)
	}
	f = found{way.is, from, to, begins, at, day.Before(midnight(receivedAt))}
	before, behind := s.beside(begins, to, maxBeside)
	term := way.is != dated || w.beside["before"].MatchString(before) || w.beside["behind"].MatchString(behind)
	if way.is != dated && w.beside["range"].MatchString(before) || !term && (way.term || !day.After(midnight(receivedAt))) {
		return f, false
	}
	if !way.asked && !f.past {
		return f, true
	}
	before, _ = s.beside(begins, to, maxNear)
	return f, w.asked(s, begins, to) && !(f.past && w.beside["period"].MatchString(before))
}

// asked reports whether something is asked near from and to.
func (w ways) asked(s span, from, to int) bool {
	before, behind := s.beside(from, to, maxNear)
	return w.beside["asked"].MatchString(before) || w.beside["asked"].MatchString(behind)
}

// matched is what a pattern found; its first group is all of it.
type matched struct {
	text  string
	at    []int
	names []string
}

// index is the number of a group that holds something, -1 where none of its name does.
func (m matched) index(name string) int {
	for i, is := range m.names {
		if is == name && m.at[2*i] >= 0 {
			return i
		}
	}
	return -1
}

func (m matched) group(name string) string {
	if i := m.index(name); i >= 0 {
		return m.text[m.at[2*i]:m.at[2*i+1]]
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
	i := m.index("day")
	if i < 0 || m.at[2*i] < line {
		return false
	}
	behind := m.text[m.at[2*i+1]:]
	return strings.HasPrefix(behind, ". ") || strings.HasPrefix(behind, ")")
}
