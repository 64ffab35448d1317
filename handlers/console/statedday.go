package console

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// months are the beginnings of their names, in Kazakh, Russian and English.
const months = `(қаңтар|январ|jan)|(ақпан|феврал|feb)|(наурыз|март|mar)|(сәуір|апрел|apr)|(мамыр|ма[яй]|may)|(маусым|июн|jun)|` +
	`(шілде|июл|jul)|(тамыз|август|aug)|(қыркүйек|сентябр|sep)|(қазан|октябр|oct)|(қараша|ноябр|nov)|(желтоқсан|декабр|dec)`

// writtenDays are the ways in which letters write a day: which group holds year, day
// and month as a number, and at which the twelve groups of names begin; 0: none.
func writtenDays() []writtenDay {
	day := func(pattern string, year, day, month, named int) writtenDay {
		return writtenDay{regexp.MustCompile(`(?i)` + strings.ReplaceAll(pattern, "MONTH", "(?:"+months+`)\p{L}*`)), year, day, month, named}
	}
	return []writtenDay{
		day(`\b(20\d\d)-(\d\d)-(\d\d)\b`, 1, 3, 2, 0),
		day(`\b(\d{1,2})[./](\d{1,2})[./](20\d\d)\b`, 3, 1, 2, 0),
		day(`\b(20\d\d)\s*(?:жылғы|жылдың|ж\.)?\s*[«"]?(\d{1,2})[»"]?\s+MONTH`, 1, 2, 0, 3),
		day(`\b(\d{1,2})[»"]?(?:st|nd|rd|th)?\s+MONTH(?:,?\s+(20\d\d))?`, 14, 1, 0, 2),
		day(`\bMONTH\s+(\d{1,2})(?:,?\s+(20\d\d))?`, 14, 13, 0, 1),
	}
}

type writtenDay struct {
	pattern                 *regexp.Regexp
	year, day, month, named int
}

// maxDated bounds how much of a letter is looked through for days, in lines.
const maxDated = 500

// statedDay is the first day to come before the period of an authority's request ends
// that its letter names; the place is for marking it.
func statedDay(c caseDates, lines []Line) (first time.Time, where evidence) {
	ways := writtenDays()
	for i, l := range lines[:min(len(lines), maxDated)] {
		if l.Origin != "own" || len(l.Text) > 4<<10 {
			continue
		}
		for _, way := range ways {
			for _, found := range way.pattern.FindAllStringSubmatch(l.Text, 20) {
				day := way.read(found, c.received)
				if day.Before(midnight(c.now)) || !day.Before(midnight(c.due)) || !first.IsZero() && !day.Before(first) {
					continue
				}
				first, where = day, evidence{Key: "day", Text: found[0], Line: i + 1}
			}
		}
	}
	return first, where
}

// caseDates are the days of a request in the controller's zone.
type caseDates struct{ received, now, due time.Time }

func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

// read makes a day of what was found; where no year stands, the next such day.
func (w writtenDay) read(found []string, received time.Time) time.Time {
	number := func(group int) int {
		n, _ := strconv.Atoi(found[group])
		return n
	}
	month := 0
	if w.month > 0 {
		month = number(w.month)
	}
	for i := range 12 {
		if w.named > 0 && found[w.named+i] != "" {
			month = i + 1
		}
	}
	year, named := number(w.year), true
	if year == 0 {
		year, named = received.Year(), false
	}
	day := time.Date(year, time.Month(month), number(w.day), 0, 0, 0, 0, received.Location())
	if !named && day.Before(midnight(received)) {
		day = day.AddDate(1, 0, 0)
	}
	if int(day.Month()) != month { // the 31st of February
		return time.Time{}
	}
	return day
}

// noticeDay notes the day that an authority's letter states, until somebody has minded
// one.
func (d *itemData) noticeDay(s *Server, lines []Line) (where []evidence) {
	q := d.Request
	if q.Kind != privacy.KindAuthority || !d.Waiting || !q.StatedDue.IsZero() || q.DueAt.IsZero() {
		return nil
	}
	now, own := s.local(s.Now()), make([]string, len(lines))
	for i, l := range lines {
		if l.Origin == "own" {
			own[i] = l.Text
		}
	}
	day, at := statedDay(caseDates{d.Received, now, d.DueAt}, lines)
	if t := s.Desk.Rules.FirstTerm(own, d.Received, now, d.DueAt); !t.Day.IsZero() && (day.IsZero() || t.Day.Before(day)) {
		day, at = t.Day, evidence{Key: "day", Text: t.Text, Line: t.Line}
	}
	if day.IsZero() {
		return nil
	}
	d.Stated = day
	return []evidence{at}
}
