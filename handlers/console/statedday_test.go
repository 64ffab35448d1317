package console

import (
	"strings"
	"testing"
	"time"
)

func TestADayIsReadAsItIsWritten(t *testing.T) {
	zone := time.FixedZone("Almaty", 5*3600)
	on := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 0, 0, 0, 0, zone) }
	c := caseDates{on(11, 24), on(11, 24), on(12, 7)}
	for text, want := range map[string]time.Time{
		"Ответ просим дать в срок до 4 декабря 2026 года.": on(12, 4),
		"в срок до «4» декабря 2026 г.":                    on(12, 4),
		"до 04.12.2026": on(12, 4),
		"2026 жылғы 4 желтоқсанға дейін жауап беріңіз": on(12, 4),
		"4 желтоқсанға дейін":                          on(12, 4),
		"by 4 December 2026, or by December 3, 2026":   on(12, 3),
		"2026-12-04": on(12, 4),
		"Закон от 21 мая 2013 года, приказ от 15.03.2026":   {}, // past
		"до 31 декабря 2026 года":                           {}, // later than the period
		"до 7 декабря 2026 года":                            {}, // the same
		"31 февраля 2027 года, 45.13.2026, 4 раза, 12 мест": {},
	} {
		if got, _ := statedDay(c, []Line{{text, "own"}}); !got.Equal(want) {
			t.Errorf("%s: %v", text, got)
		}
		if got, _ := statedDay(c, []Line{{text, "quoted"}}); !got.IsZero() {
			t.Errorf("quoted, %s: %v", text, got)
		}
	}
}

// The day that an authority's letter states is marked, and its form stands open with it.
func TestTheDayOfAnAuthorityIsNoticed(t *testing.T) {
	d := newDesk(t)
	n := d.gets(letterFrom("dep@gov.example", "Запрос уполномоченного органа", "Просим представить сведения о персональных данных граждан\r\nв срок до 26 ноября 2026 года."))
	b, path := d.as("aliya"), "/requests/"+string(n)
	page := b.page(path)
	holds(t, page, "The letter names ", `<mark class="day">26 ноября 2026</mark>`)
	form := b.form(page, path+"/due")
	if form.Get("until") != "2026-11-26" {
		t.Fatalf("the form has %q", form.Get("until"))
	}
	if w := b.post(path+"/due", form); w.Code != 303 {
		t.Fatalf("due: %d\n%s", w.Code, w.Body)
	}
	if strings.Contains(b.page(path), "The letter names") {
		t.Error("it is said again once it was minded")
	}
}

// So is the end of a number of days; of a term and a day the earlier one.
func TestATermOfAnAuthorityIsNoticed(t *testing.T) {
	d := newDesk(t)
	n := d.gets(letterFrom("dep@gov.example", "Запрос уполномоченного органа", "Просим представить сведения о персональных данных граждан\r\nв течение 3 рабочих дней, но не позднее 30 ноября 2026 года."))
	b, path := d.as("aliya"), "/requests/"+string(n)
	page := b.page(path)
	holds(t, page, "The letter names ", `<mark class="day">в течение 3 рабочих дней</mark>`)
	if form := b.form(page, path+"/due"); form.Get("until") != "2026-11-27" {
		t.Fatalf("the form has %q", form.Get("until"))
	}
}
