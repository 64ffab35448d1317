package deadline

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestADayIsReadAsItIsWritten(t *testing.T) {
	r, zone := newRules(t), time.FixedZone("Almaty", 5*3600)
	on := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 0, 0, 0, 0, zone) }
	for text, want := range map[string]time.Time{
		"Ответ просим дать в срок до 4 декабря 2026 года.": on(12, 4),
		"в срок до «4» декабря 2026 г.":                    on(12, 4),
		"до 04.12.2026": on(12, 4),
		"2026 жылғы 4 желтоқсанға дейін жауап беріңіз": on(12, 4),
		"4 желтоқсанға дейін":                          on(12, 4),
		"by 4 December 2026, or by December 3, 2026":   on(12, 3),
		"2026-12-04": on(12, 4),
		"Закон от 21 мая 2013 года, приказ от 15.03.2026":       {}, // past
		"Запрос от 24.11.2026 № 15-2":                           {}, // the day on which it was written
		"в срок до 25 ноября 2026 года. Исх. от 24.11.2026 № 7": on(11, 25),
		"by 24 November": on(11, 24),
		"Ответ до 24 ноября 2026 года, до конца дня":        on(11, 24),
		"2026 жылғы 24 қарашадан кешіктірмей":               on(11, 24),
		"до 31 декабря 2026 года":                           {}, // later than the period
		"до 7 декабря 2026 года":                            {}, // the same
		"31 февраля 2027 года, 45.13.2026, 4 раза, 12 мест": {},
	} {
		got := r.FirstNamed([]string{"", text}, on(11, 24).Add(9*time.Hour), EndOfDay(on(12, 7)))
		if want.IsZero() != got.At.IsZero() || !want.IsZero() && (!got.At.Equal(EndOfDay(want)) || got.Line != 2) {
			t.Errorf("%s: %v", text, got)
		}
	}
}

// Lines are broken where they are full, also within a day and between it and its words.
func TestADayOverTwoLinesIsRead(t *testing.T) {
	r, zone := newRules(t), time.FixedZone("Almaty", 5*3600)
	on := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 0, 0, 0, 0, zone) }
	for text, want := range map[string]Named{
		"Ответ просим дать до 4\nдекабря 2026 года.":              {on(12, 4), 1, "4"},
		"Ответ просим дать до 4 \n  декабря":                      {on(12, 4), 1, "4 "},
		"Сұрау.\nЖауапты 2026 жылғы\n4 желтоқсанға дейін беріңіз": {on(12, 4), 2, "2026 жылғы"},
		"Ответ до 4 декабря\n2026 года":                           {on(12, 4), 1, "4 декабря"},
		"Ответ до\n4 декабря":                                     {on(12, 4), 2, "4 декабря"},
		"Please answer by December\n4, 2026.":                     {on(12, 4), 1, "December"},
		"Ответ дать не позднее\n24 ноября 2026 года":              {on(11, 24), 2, "24 ноября 2026"},
		"Жауапты 2026 жылғы 24 қарашадан\nкешіктірмей беріңіз":    {on(11, 24), 1, "2026 жылғы 24 қарашадан"},
		"Всего 4\n\nдекабря":                                      {},
		"Сведения за декабрь\n1. Число обращений":                 {},
		"Сведения за декабрь\n1) число обращений":                 {},
		"Срок ответа:\n24.12.2026":                                {},
	} {
		got := r.FirstNamed(strings.Split(text, "\n"), on(11, 24).Add(9*time.Hour), EndOfDay(on(12, 7)))
		if !want.At.IsZero() {
			want.At = EndOfDay(want.At)
		}
		if !got.At.Equal(want.At) || got.Line != want.Line || got.Text != want.Text {
			t.Errorf("%s: %v", text, got)
		}
	}
}

// A letter of nothing but days costs no more than one of its first pages: what stands behind
// the bounds is not looked at.
func TestOnlyTheFirstPagesAreLookedThrough(t *testing.T) {
	r, received := newRules(t), time.Date(2026, 11, 24, 15, 0, 0, 0, time.UTC)
	due := received.AddDate(0, 0, 15)
	for name, c := range map[string]struct {
		before []string
		found  bool
	}{
		"after little":            {slices.Repeat([]string{"пункт"}, 10), true},
		"after much text":         {slices.Repeat([]string{strings.Repeat("пункт ", 10)}, 500), true},
		"after too much text":     {slices.Repeat([]string{strings.Repeat("пункт ", 10)}, 700), false},
		"after many numbers":      {slices.Repeat([]string{"всего 12 пунктов"}, 200), true},
		"after too many numbers":  {slices.Repeat([]string{"всего 12 пунктов"}, 3000), false},
		"in a long line":          {nil, true},
		"after a very long line":  {[]string{strings.Repeat("12 ", 30000)}, false},
		"after too many of days":  {slices.Repeat([]string{"до конца января, до 4 января, by Jan. 4th, к 5-го числа"}, 50000), false},
		"after many of the words": {slices.Repeat([]string{"не позднее 12 часов понедельника в понедельник"}, 2), true},
	} {
		last := "до 25 ноября 2026 года"
		if c.before == nil {
			for _, text := range []string{"12 и 13 ", "вторника ", "недели ", "месяца ", "рабочего дня ", "после часа ", "тез арада "} {
				last = strings.Repeat(text, 150) + last
			}
		}
		got := r.FirstNamed(append(c.before, last), received, due)
		if day := time.Date(2026, 11, 25, 23, 59, 59, 0, time.UTC); c.found != (got.At.Equal(day) && got.Line == len(c.before)+1) {
			t.Errorf("%s: %v", name, got)
		}
	}
}
