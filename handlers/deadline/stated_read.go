package deadline

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// months are the beginnings of their names, in Kazakh, Russian and English.
const months = `(қаңтар|январ|jan)|(ақпан|феврал|feb)|(наурыз|март|mar)|(сәуір|апрел|apr)|(мамыр|ма[яй]|may)|(маусым|июн|jun)|` +
	`(шілде|июл|jul)|(тамыз|август|aug)|(қыркүйек|сентябр|sep)|(қазан|октябр|oct)|(қараша|ноябр|nov)|(желтоқсан|декабр|dec)`

// termBefore ends what stands before a day by which something is asked, termBehind
// begins what stands behind it.
const (
	termBefore = `(?i)(^|\PL)(до|срок\p{L}*|позднее|позже|мерзім\p{L}*|by|before|until|than|deadline)[\s:«"]*$`
	termBehind = `(?i)^[\s,."»]*(г\.|года|ж\.)?\s*(дейін|кешіктірмей)`
)

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

// listed reports whether what stands for the day opens a list in the next line instead:
// "in December / 1. the number of".
func (w writtenDay) listed(text string, at []int) bool {
	behind := text[at[1]:]
	return w.day > w.named && w.named > 0 && (strings.HasPrefix(behind, ". ") || strings.HasPrefix(behind, ")"))
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
