package main

import (
	"testing"
	"time"
)

// The terminal counts as the console does: in working days.
func TestDueIn(t *testing.T) {
	now := time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC) // a Friday
	for want, c := range map[string]struct {
		due  time.Time
		days int
	}{
		"1 working day":     {now.Add(82 * time.Hour), 1},
		"3 hours":           {now.Add(3 * time.Hour), 0},
		"1 minute":          {now.Add(time.Minute), 0},
		"overdue by 2 days": {now.Add(-50 * time.Hour), 0},
		"-":                 {},
	} {
		if got := dueIn(c.due, c.days, now); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
