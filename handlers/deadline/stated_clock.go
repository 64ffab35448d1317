package deadline

import (
	"regexp"
	"strings"
	"time"
)

// timed is a time of the day: from its midnight, or only that it is its morning.
type timed struct {
	at      time.Duration
	morning bool
	begins  int // where it stands in the text
}

// lastMoment is that of a day that was found, with where the time before it begins: a
// time of the day that stands beside or within it, else its last second. Its morning is
// kept by the end of the last working day before it.
func (r *Rules) lastMoment(way way, s span, m matched, day, receivedAt time.Time) (begins int, at time.Time) {
	from, to := m.at[2], m.at[3]
	back, beside := max(0, from-maxBeside), r.ways().beside
	begins = from
	if way.is == monthStart || way.is == nextWeek {
		return begins, EndOfDay(day)
	}
	var found timed
	var ok bool
	if way.is != dated {
		found, ok = timeIn(r.ways(), beside["clock-inside"], s.text[from:to])
	}
	if !ok {
		if found, ok = timeIn(r.ways(), beside["clock-before"], s.text[back:from]); ok {
			begins = back + found.begins
		}
	}
	if !ok {
		found, ok = timeIn(r.ways(), beside["clock-behind"], s.text[to:min(len(s.text), to+maxBeside)])
	}
	switch {
	case ok && way.is == dayEnd && day.Add(found.at).Before(receivedAt):
		return begins, EndOfDay(day) // of which day nobody says
	case ok && !found.morning:
		return begins, day.Add(found.at)
	case ok || r.before(s, m, begins):
		return begins, EndOfDay(r.eve(day, midnight(receivedAt)))
	}
	return begins, EndOfDay(day)
}

// before reports whether a day itself is too late, as in "before Monday"; "on or before" it
// is in time.
func (r *Rules) before(s span, m matched, begins int) bool {
	if i := m.index("weekday"); i > 0 {
		begins = m.at[2*i]
	}
	text := s.prior + s.text[:begins]
	if m.index("eve") > 0 {
		return true
	}
	at := r.ways().beside["eve"].FindStringSubmatchIndex(text[max(0, len(text)-maxBeside):])
	return at != nil && at[2] < 0 || r.ways().beside["eve-behind"].MatchString(s.text[m.at[3]:])
}

// timeIn is a time of the day that a pattern finds in a text. The end of a day is none, nor
// is a bare number without the half of its day.
func timeIn(w ways, pattern *regexp.Regexp, text string) (found timed, ok bool) {
	at := pattern.FindStringSubmatchIndex(text)
	if at == nil {
		return timed{}, false
	}
	m := matched{text, at, pattern.SubexpNames()}
	first, h, minute, sure, half := at[1], -1, 0, false, m.group("half")
	for i, name := range m.names {
		if at[2*i] < 0 || name == "" {
			continue
		}
		first = min(first, at[2*i])
		switch {
		case name == "morning":
			return timed{0, true, at[2*i]}, true
		case name == "noon":
			h, sure = 12, true
		case name == "bare":
			h = w.number(m.group(name), "numbers")
		case strings.HasPrefix(name, "hour"):
			h, sure = w.number(m.group(name), "numbers"), true
		case strings.HasPrefix(name, "minute"):
			minute = m.number(name)
		}
	}
	if half != "" {
		sure = true
		if later := half[0] == 'p' || half == "дня" || half == "вечера"; later && h < 12 {
			h += 12
		}
	}
	return timed{time.Duration(h)*time.Hour + time.Duration(minute)*time.Minute, false, first}, sure && h >= 0 && h < 24 && minute < 60
}
