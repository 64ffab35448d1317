package deadline

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// The published sums guard against a day that was left out or moved wrongly.
func TestWorkingDaysAMonth(t *testing.T) {
	want := map[int][]int{
		2026: {19, 20, 18, 22, 17, 22, 22, 21, 22, 21, 21, 22},
		2027: {18, 20, 18, 22, 18, 22, 21, 22, 22, 20, 22, 22},
	}
	c := newRules(t).calendar
	for year, months := range want {
		got := make([]int, 12)
		for d := dateOf(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)); d.utc().Year() == year; d++ {
			if c.working(d) {
				got[d.utc().Month()-1]++
			}
		}
		if !slices.Equal(got, months) {
			t.Errorf("%d: %v working days, want %v", year, got, months)
		}
	}
}

// Each moved day is the first working day after its holiday, as the law says.
func TestMovedDays(t *testing.T) {
	c := newRules(t).calendar
	for d, e := range c.days {
		if e.MovedFrom.IsZero() {
			continue
		}
		from := dateOf(e.MovedFrom)
		if holiday := c.days[from]; holiday == nil || holiday.Holiday != e.Holiday || !from.weekend() {
			t.Errorf("%s moved from %s, which is no such holiday on a weekend", d.utc().Format(time.DateOnly), from.utc().Format(time.DateOnly))
		}
		for between := from + 1; between < d; between++ {
			if c.working(between) {
				t.Errorf("%s is a working day before the moved %s", between.utc().Format(time.DateOnly), d.utc().Format(time.DateOnly))
			}
		}
	}
}

// An order of the ministry swaps two days weeks before; the administrator adds it.
func TestAmendment(t *testing.T) {
	r := newRules(t, `
version = "2026-11-30 order"

[[day]]
date = 2026-12-12
is   = "work"

[[day]]
date = 2026-12-14
is   = "off"

[[day]]
date    = 2026-12-16
is      = "work"
`)
	due := r.Due(privacy.KindUpdate, moment(t, "2026-12-11 18:30"), zone(t))
	if got := due.At.Format(time.DateOnly); got != "2026-12-12" {
		t.Errorf("the Saturday made a working day: due %s", got)
	}
	due = r.Due(privacy.KindUpdate, moment(t, "2026-12-12 10:00"), zone(t))
	if got := due.At.Format(time.DateOnly); got != "2026-12-15" || show(due.Skipped) != "13.12 weekend, 14.12 order" {
		t.Errorf("the Monday off: due %s, skipped %s", got, show(due.Skipped))
	}
	if got := r.Due(privacy.KindUpdate, moment(t, "2026-12-15 10:00"), zone(t)).At.Format(time.DateOnly); got != "2026-12-16" {
		t.Errorf("a day off of the embedded calendar replaced: due %s", got)
	}
	if r.Version() != "2026-11-30 order" || due.Calendar != r.Version() {
		t.Errorf("version %q, shown %q", r.Version(), due.Calendar)
	}
}

func TestAYearIsAdded(t *testing.T) {
	r := newRules(t, "version = \"2028\"\nyears = [2028]\n[[day]]\ndate = 2028-01-03\nis = \"off\"\nholiday = \"new-year\"\nmoved_from = 2028-01-01\n")
	due := r.Due(privacy.KindUpdate, moment(t, "2027-12-31 10:00"), zone(t))
	if got := due.At.Format(time.DateOnly); got != "2028-01-04" || due.Warning != nil {
		t.Errorf("due %s with warning %q, want 2028-01-04 without", got, due.Warning)
	}
}

func TestBadFiles(t *testing.T) {
	days := map[string]string{
		"unknown key":     "version = \"1\"\n[[day]]\ndate = 2026-12-12\nis = \"off\"\nreason = \"x\"\n",
		`nor "work"`:      "version = \"1\"\n[[day]]\ndate = 2026-12-12\nis = \"holiday\"\n",
		"has no name":     "version = \"1\"\n[[day]]\ndate = 2026-12-12\nis = \"off\"\nholiday = \"invented\"\n",
		"stands twice":    "version = \"1\"\n[[day]]\ndate = 2026-12-12\nis = \"off\"\n[[day]]\ndate = 2026-12-12\nis = \"work\"\n",
		"without date":    "version = \"1\"\n[[day]]\nis = \"off\"\n",
		"version is":      "[[day]]\ndate = 2026-12-12\nis = \"off\"\n",
		`"kk" is missing`: "version = \"1\"\n[holidays]\nx = { ru = \"x\", en = \"x\" }\n",
	}
	for want, file := range days {
		if _, err := New([]byte(file)); !errors.Is(err, privacy.ErrBadInput) || !strings.Contains(err.Error(), want) {
			t.Errorf("want an error with %q, got %v", want, err)
		}
	}
	if _, err := New([]byte("version = ")); err == nil {
		t.Error("a file that is no TOML is taken")
	}
	clocks, err := data.ReadFile("data/clocks.toml")
	if err != nil {
		t.Fatal(err)
	}
	broken := map[string][2]string{
		"no clock for kind":    {`"erase"`, `"withdraw"`},
		"is unknown":           {`"unsubscribe"`, `"unsubscribed"`},
		"neither wd nor cd":    {`unit       = "wd"`, `unit       = "days"`},
		"count is not":         {`count      = 15`, `count      = 0`},
		`"ru" is missing`:      {`basis.ru   = "наш`, `basis.kz   = "наш`},
		"source or valid_from": {`source     = "own rule"`, `source     = ""`},
		"stated":               {`[stated]`, "[stated]\nkk = \"\"\n[stated.more]"},
	}
	for want, change := range broken {
		file := strings.ReplaceAll(string(clocks), change[0], change[1])
		if _, err := build([]byte(file), nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want an error with %q, got %v", want, err)
		}
	}
}

// Letters are built from these words: no Latin letter may stand in for a Cyrillic
// one, except in the number of the law.
func TestWordsAreInTheirAlphabet(t *testing.T) {
	r := newRules(t)
	check := func(texts map[privacy.Language]string) {
		for _, lang := range []privacy.Language{privacy.Kazakh, privacy.Russian} {
			text := strings.ReplaceAll(texts[lang], "94-V", "")
			if i := strings.IndexFunc(text, func(c rune) bool { return c >= 'A' && c <= 'z' }); i >= 0 {
				t.Errorf("%s: a Latin letter in %q", lang, texts[lang])
			}
		}
	}
	for _, clocks := range r.clocks {
		for _, c := range clocks {
			check(c.Basis)
		}
	}
	for _, names := range r.calendar.holidays {
		check(names)
	}
	check(r.stated)
}

func BenchmarkDue(b *testing.B) {
	r, err := New()
	if err != nil {
		b.Fatal(err)
	}
	at := time.Date(2026, 12, 30, 12, 0, 0, 0, time.UTC)
	b.ReportAllocs()
	for b.Loop() {
		r.Due(privacy.KindAccess, at, nil)
	}
}
