package classifier

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"medico-intech.kz/otinish/classifier/lexicon"
	"medico-intech.kz/otinish/store/privacy"
)

// Some ask for what shall be done on a day to come: "I withdraw my consent from 1 January 2030". Done at once it would be done
// too early, so a person looks. The day is held against the one on which the letter says that it was written; where its year is left out, the
// next such day is meant if it is soon. The words are in dates.txt.

// dateWords are dates.txt.
var dateWords = sync.OnceValue(func() vocabulary { return newVocabulary("dates.txt") })

// dayToken is a run of letters or of digits.
type dayToken struct {
	text   string
	number int // -1: no number
	month  int // 1 to 12; 0: no month
}

// introduced is how many tokens a word may stand off the day that it leads to.
const introduced = 2

// dayToCome returns the words of a sentence that asks for a kind from a day on that is later than the letter.
func (r *reading) dayToCome(kind privacy.Kind) (from, to int, yes bool) {
	if r.written.IsZero() {
		return 0, 0, false
	}
	for i, u := range r.judged.units {
		c := r.judged.chances[i]
		if c[asks(kind)]+c[touches(kind)] >= levelSaid && r.leadsToLater(u) {
			return u.from, u.to - 1, true
		}
	}
	return 0, 0, false
}

// leadsToLater reports whether words of a unit lead to a day later than the one after the letter's: it may have been written in another time zone.
func (r *reading) leadsToLater(u unit) bool {
	for line := r.words[u.from].line; line <= r.words[u.to-1].line; line++ {
		text := r.lines[line].text
		start, end := 0, len(text)
		if u.from > 0 && r.words[u.from-1].line == line { // numbers are no words: «2030 жылғы …»
			start = int(r.words[u.from-1].end)
		}
		if u.to < len(r.words) && r.words[u.to].line == line {
			end = int(r.words[u.to].start)
		}
		tokens := dayTokens(text[start:end])
		for k := range tokens {
			day, n, ok := dayAt(tokens[k:])
			if !ok && !toldOf(tokens, k) {
				day, n, ok = r.nearDay(tokens[k:])
			}
			if ok && day.After(r.written.AddDate(0, 0, 1)) && leadsTo(tokens, k, k+n) {
				return true
			}
		}
	}
	return false
}

// soon is how many days ahead a day without its year is taken for one to come: «с 1 декабря», written in November; «с 1 сентября» was.
const soon = 100

// nearDay reads a day whose year is left out, as the next such day where that is soon.
func (r *reading) nearDay(tokens []dayToken) (day time.Time, n int, ok bool) {
	if len(tokens) < 2 {
		return time.Time{}, 0, false
	}
	month, date := tokens[1].month, tokens[0]
	if tokens[0].month > 0 {
		month, date = tokens[0].month, tokens[1]
	}
	if month == 0 || !date.isDay() || len(tokens) > 2 && tokens[2].isYear() {
		return time.Time{}, 0, false
	}
	day = time.Date(r.written.Year(), time.Month(month), date.number, 0, 0, 0, 0, time.UTC)
	if day.Before(r.written) {
		day = day.AddDate(1, 0, 0)
	}
	return day, 2, day.Before(r.written.AddDate(0, 0, soon))
}

// leadsTo reports whether a word before or behind a day, which is tokens [from, to), says that something shall be from it on.
func leadsTo(tokens []dayToken, from, to int) bool {
	is := func(class string) func(dayToken) bool {
		return func(t dayToken) bool { return t.number < 0 && dateWords().has(t.text, class) }
	}
	return slices.ContainsFunc(tokens[max(0, from-introduced):from], is("from")) ||
		slices.ContainsFunc(tokens[to:min(len(tokens), to+introduced)], is("from-behind"))
}

// toldOf reports whether "on" and a verb or a word shortly before it say of a day that it was, or is no more than named: "the consent I signed on 3
// February". "As agreed, from 1 January" leads to the day all the same.
func toldOf(tokens []dayToken, at int) bool {
	is := func(class string) func(dayToken) bool {
		return func(t dayToken) bool { return t.number < 0 && dateWords().has(t.text, class) }
	}
	return at > 0 && is("at")(tokens[at-1]) && slices.ContainsFunc(tokens[max(0, at-2*introduced):at], is("was"))
}

// dayTokens cuts a text into runs of letters and of digits, without those that only hang on a number: «1-ші», "1st", «2030 жылғы».
func dayTokens(text string) (tokens []dayToken) {
	for len(text) > 0 {
		c, n := utf8.DecodeRuneInString(text)
		is := unicode.IsLetter
		if unicode.IsDigit(c) {
			is = unicode.IsDigit
		} else if !unicode.IsLetter(c) {
			text = text[n:]
			continue
		}
		end := strings.IndexFunc(text, func(c rune) bool { return !is(c) })
		if end < 0 {
			end = len(text)
		}
		t := dayToken{text: text[:end], number: -1}
		if number, err := strconv.Atoi(t.text); err == nil {
			t.number = number
		}
		t.month = monthOf(t.text)
		behindNumber := len(tokens) > 0 && tokens[len(tokens)-1].number >= 0
		if !behindNumber || !dateWords().has(t.text, "hung") {
			tokens = append(tokens, t)
		}
		text = text[end:]
	}
	return tokens
}

// monthOf returns the month that a word names; 0: none.
func monthOf(word string) (month int) {
	for c := range dateWords().lookUp(word) {
		if number, ok := strings.CutPrefix(c.name, "m"); ok {
			month, _ = strconv.Atoi(number)
		}
	}
	return month
}

// dayAt reads the day that tokens begin with, and of how many it is made. It has a year: «1 января 2030», "January 1st, 2030", «2030 жылғы 1 қаңтар»,
// 01.01.2030, 12/25/2030, 2030-01-01, "January 2030", 2030.
func dayAt(tokens []dayToken) (day time.Time, n int, ok bool) {
	part := func(i int) dayToken {
		if i < len(tokens) {
			return tokens[i]
		}
		return dayToken{number: -1}
	}
	a, b, c := part(0), part(1), part(2)
	on := func(year, month, day, n int) (time.Time, int, bool) {
		return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC), n, true
	}
	switch {
	case a.isDay() && b.asMonth() > 0 && c.isYear():
		return on(c.number, b.asMonth(), a.number, 3)
	case a.month > 0 && b.isDay() && c.isYear():
		return on(c.number, a.month, b.number, 3)
	case a.isYear() && b.isDay() && c.month > 0:
		return on(a.number, c.month, b.number, 3)
	case a.isYear() && b.asMonth() > 0 && c.isDay():
		return on(a.number, b.asMonth(), c.number, 3)
	case a.number >= 1 && a.number <= 12 && b.isDay() && b.number > 12 && c.isYear(): // 12/25/2030
		return on(c.number, a.number, b.number, 3)
	case a.month > 0 && b.isYear():
		return on(b.number, a.month, 1, 2)
	case a.isYear() && b.month > 0:
		return on(a.number, b.month, 1, 2)
	case a.isYear():
		return on(a.number, 1, 1, 1)
	}
	return time.Time{}, 0, false
}

func (t dayToken) isDay() bool  { return t.number >= 1 && t.number <= 31 }
func (t dayToken) isYear() bool { return t.number >= 2000 && t.number < 2200 }

// asMonth returns the month that a token names, in a word or as a number; 0: none.
func (t dayToken) asMonth() int {
	if t.month == 0 && t.number >= 1 && t.number <= 12 {
		return t.number
	}
	return t.month
}

// dayRule names what was seen.
const dayRule = "guard:" + string(lexicon.Date) + ":day"
