package main

import (
	"strings"
	"testing"
	"time"
)

// The day that an authority's letter names presses until it is settled, and says so; the
// recorded period stays.
func TestTheNamedDayAtTheTerminal(t *testing.T) {
	h := patient(t)
	body := "Просим представить сведения о персональных данных граждан"
	plain := h.waitsFor(letter{from: "a@gov.example", results: pass("gov.example"), subject: "Запрос уполномоченного органа", body: body})
	day := time.Now().AddDate(0, 0, 1)
	named := h.waitsFor(letter{from: "b@gov.example", results: pass("gov.example"), subject: "Запрос уполномоченного органа", body: body + " в срок до " + day.Format("02.01.2006")})
	out, _ := h.otinish(exitDone, "", "queue")
	says(t, out, "authority, day named")
	if strings.Index(out, named) > strings.Index(out, plain) || strings.Count(out, "day named") != 1 {
		t.Errorf("it does not press:\n%s", out)
	}
	out, _ = h.otinish(exitDone, "", "queue", "show", named)
	says(t, out, "Day named ", day.Format("2006-01-02"), "otinish due "+named+" --end")
	before, _ := h.otinish(exitDone, "", "deadline", "why", named)
	out, _ = h.otinish(exitDone, "", "queue", "show", named, "--json")
	says(t, out, `"named_due":"`+day.Format("2006-01-02"))
	h.otinish(exitDone, "", "due", named, "--end")
	if out, _ = h.otinish(exitDone, "", "queue"); strings.Index(out, named) < strings.Index(out, plain) || strings.Contains(out, "day named") {
		t.Errorf("it presses although it is settled:\n%s", out)
	}
	if after, _ := h.otinish(exitDone, "", "deadline", "why", named); after != before {
		t.Errorf("the period has moved:\n%s\n%s", before, after)
	}
	h.otinish(exitDone, "", "undo", named)
	h.otinish(exitDone, "", "due", named, day.Format("2006-01-02"))
	out, _ = h.otinish(exitDone, "", "queue", "show", named)
	if strings.Contains(out, "Day named") || !strings.Contains(out, "Due         "+day.Format("2006-01-02")) {
		t.Errorf("minded:\n%s", out)
	}
}

// A day that had passed is called past where it is told, and no command is offered that the
// desk refuses; of hours the time is told, and the day by whose end they are kept.
func TestAPassedDayAndHoursAtTheTerminal(t *testing.T) {
	h := patient(t)
	body := "Просим представить сведения о персональных данных граждан"
	day := time.Now().AddDate(0, 0, -5)
	past := h.waitsFor(letter{from: "a@gov.example", results: pass("gov.example"), subject: "Запрос уполномоченного органа", body: body + " в срок до " + day.Format("02.01.2006")})
	hours := h.waitsFor(letter{from: "b@gov.example", results: pass("gov.example"), subject: "Запрос уполномоченного органа", body: body + " в течение 48 часов"})
	out, _ := h.otinish(exitDone, "", "queue")
	says(t, out, "day named (past)")
	if strings.Count(out, "(past)") != 1 || strings.Index(out, past) > strings.Index(out, hours) {
		t.Errorf("%s", out)
	}
	out, _ = h.otinish(exitDone, "", "queue", "show", past)
	says(t, out, "Day named ", day.Format("2006-01-02")+", in the letter, PAST", "otinish due "+past+" DAY", "otinish due "+past+" --end")
	out, _ = h.otinish(exitDone, "", "queue", "show", hours)
	_, after, _ := strings.Cut(out, "Day named ")
	at, err := time.Parse("2006-01-02 15:04", strings.TrimSpace(after)[:16])
	if err != nil {
		t.Fatalf("%v in\n%s", err, out)
	}
	kept := at.AddDate(0, 0, -1).Format("2006-01-02")
	says(t, out, "otinish due "+hours+" "+kept)
	h.otinish(exitDone, "", "due", hours, kept)
}
