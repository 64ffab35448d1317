package deadline

import "testing"

func TestWorkingDaysLeft(t *testing.T) {
	r, z := newRules(t), zone(t)
	for _, c := range []struct {
		from, to string
		want     int
	}{
		{"2026-11-24 09:00", "2026-11-24 23:59", 0},
		{"2026-11-24 09:00", "2026-11-25 23:59", 1},
		{"2026-11-27 18:00", "2026-11-30 23:59", 1}, // over a weekend
		{"2026-12-15 09:00", "2026-12-17 23:59", 1}, // over Independence Day
		{"2026-11-25 09:00", "2026-11-24 23:59", 0},
	} {
		if got := r.WorkingDays(moment(t, c.from), moment(t, c.to), z); got != c.want {
			t.Errorf("from %s to %s: %d, want %d", c.from, c.to, got, c.want)
		}
	}
}
