package templates

import (
	"strings"
	"testing"
	"time"
)

func TestDates(t *testing.T) {
	almatyZone := time.FixedZone(almaty, 5*60*60)
	tests := []struct {
		at         time.Time
		zone       *time.Location
		kk, ru, en string
	}{
		{time.Date(2026, 11, 24, 9, 5, 0, 0, time.UTC), almatyZone,
			"2026 жылғы 24 қараша, 14:05 (Алматы уақыты)", "24 ноября 2026 года, 14:05 (время Алматы)", "24 November 2026, 14:05 (Almaty time)"},
		{time.Date(2026, 12, 31, 20, 0, 0, 0, time.UTC), nil, // next year in Almaty
			"2027 жылғы 1 қаңтар, 01:00 (Алматы уақыты)", "1 января 2027 года, 01:00 (время Алматы)", "1 January 2027, 01:00 (Almaty time)"},
		{time.Date(2026, 5, 9, 0, 0, 0, 0, time.UTC), time.FixedZone("", -(3*60*60 + 30*60)),
			"2026 жылғы 8 мамыр, 20:30 (UTC-3:30)", "8 мая 2026 года, 20:30 (UTC-3:30)", "8 May 2026, 20:30 (UTC-3:30)"},
		{time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), time.UTC,
			"2026 жылғы 1 наурыз, 12:00 (UTC+0)", "1 марта 2026 года, 12:00 (UTC+0)", "1 March 2026, 12:00 (UTC+0)"},
	}
	for _, tt := range tests {
		for i, want := range []string{tt.kk, tt.ru, tt.en} {
			if got := vocabularies[i].moment(tt.at, tt.zone); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		}
	}
}

func TestWrap(t *testing.T) {
	sixty := strings.Repeat("ә", 60)
	tests := []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"blank lines", "\n\n a\n\n\n\nb  \n\n", " a\n\nb\n"},
		{"no final line end", "a", "a\n"},
		{"characters, not bytes", sixty + " " + sixty[:22], sixty + " " + sixty[:22] + "\n"},
		{"one too many", sixty + " " + sixty[:24], sixty + "\n" + sixty[:24] + "\n"},
		{"a long word is not broken", "see " + sixty + sixty + " there", "see\n" + sixty + sixty + "\nthere\n"},
		{"an item is indented", "- " + sixty + " " + sixty, "- " + sixty + "\n  " + sixty + "\n"},
		{"what must stay together", sixty + " мына жазыңыз:\u00a0ИӘ", sixty + " мына\nжазыңыз:\u00a0ИӘ\n"},
	}
	for _, tt := range tests {
		if got := string(wrap(nil, []byte(tt.in))); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestFindTag(t *testing.T) {
	const number = "OT-7F3K-92QT"
	tests := []struct {
		subjectLine, token string
		ok                 bool
	}{
		{"Re: Өтінішті растаңыз [OT-7F3K-92QT K7QM-2X9D]", "K7QM-2X9D", true},
		{"Re: [OT-7F3K-92QT]", "", true},
		{"RE: [list] Fwd: [ot-7f3k-92qt k7qm-2x9d] was", "K7QM-2X9D", true},
		{"Re: Растаңыз [OT-7F3K-92QT\r\n K7QM-\r\n 2X9D]", "K7QM-2X9D", true},
		{"Re: [[OT-7F3K-92QT K7QM]", "K7QM", true},
		{"Re: [list [OT-7F3K-92QT K7QM]]", "K7QM", true},
		{"Re: Растаңыз [OT-7F3K-92QT K7QM", "K7QM", true},
		{"Re: [ОТ-7F3K-92QT]", "", true}, // Cyrillic О and Т, retyped
		{"Re: [OT-7F3K-92QD]", "", false},
		{"Re: [7F3K92QT]", "", false},
		{"Re: OT-7F3K-92QT", "", false},
		{"", "", false},
		{"[[[[", "", false},
		{"[]] [ ] ]", "", false},
	}
	for _, tt := range tests {
		n, token, ok := FindTag(tt.subjectLine)
		if ok != tt.ok || token != tt.token || ok && n != number {
			t.Errorf("%q: %q %q %v", tt.subjectLine, n, token, ok)
		}
	}
}

func FuzzFindTag(f *testing.F) {
	f.Add("Re: [[OT-7F3K-92QT K7QM]]")
	f.Fuzz(func(t *testing.T, s string) { FindTag(s) })
}
