package deadline

import (
	"regexp"
	"strings"
	"time"
)

// clock is the last moment of a day that was found, with where the time before it begins: a
// time of the day that stands beside or within it, else its last second.
func (d days) clock(way dayWay, s span, m matched, day time.Time) (begins int, at time.Time) {
	from, to := m.at[2], m.at[3]
	back := max(0, from-maxBeside)
	if hour, minute, begins, ok := timeIn(d.clockBefore, s.text[back:from]); ok {
		return back + begins, day.Add(hour + minute)
	}
	if way.is != dated {
		if hour, minute, _, ok := timeIn(d.clockInside, s.text[from:to]); ok {
			return from, day.Add(hour + minute)
		}
	}
	if hour, minute, _, ok := timeIn(d.clockBehind, s.text[to:min(len(s.text), to+maxBeside)]); ok {
		return from, day.Add(hour + minute)
	}
	return from, EndOfDay(day)
}

// timeIn is a time of the day that a pattern finds in a text, and where it begins. The end of
// a day is none, nor is a bare number without the half of its day.
func timeIn(pattern *regexp.Regexp, text string) (hour, minute time.Duration, begins int, ok bool) {
	at := pattern.FindStringSubmatchIndex(text)
	if at == nil {
		return 0, 0, 0, false
	}
	m := matched{text, at, pattern.SubexpNames()}
	first, h, sure, half := at[1], -1, false, strings.ToLower(m.group("half"))
	for i, name := range m.names {
		if at[2*i] < 0 || name == "" {
			continue
		}
		first = min(first, at[2*i])
		switch {
		case name == "noon":
			h, sure = 12, true
		case name == "bare":
			h = m.number(name)
		case strings.HasPrefix(name, "hour"):
			h, sure = m.number(name), true
		case strings.HasPrefix(name, "minute"):
			minute = time.Duration(m.number(name)) * time.Minute
		}
	}
	if half != "" {
		sure = true
		if later := half[0] == 'p' || half == "дня" || half == "вечера"; later && h < 12 {
			h += 12
		}
	}
	return time.Duration(h) * time.Hour, minute, first, sure && h >= 0 && h < 24 && minute < time.Hour
}
