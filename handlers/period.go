package handlers

import (
	"fmt"
	"strconv"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// Period is a time to keep something, counted in the calendar; the zero Period has
// no end.
type Period struct {
	n    int
	unit byte // 'd', 'm', 'y'
}

// Never is how a Period without end is written.
const Never = "never"

// maxPeriod bounds the number: what is to be kept longer than a century has no end.
const maxPeriod = 36_500

// ParsePeriod reads "90d", "18m" (months), "3y" or "never".
func ParsePeriod(s string) (Period, error) {
	if s == Never {
		return Period{}, nil
	}
	if len(s) > 1 {
		unit := s[len(s)-1]
		n, err := strconv.Atoi(s[:len(s)-1])
		if err == nil && n > 0 && n <= maxPeriod && (unit == 'd' || unit == 'm' || unit == 'y') {
			return Period{n, unit}, nil
		}
	}
	return Period{}, fmt.Errorf(`a period is written like "90d", "18m", "3y" or "never": %w`, privacy.ErrBadInput)
}

// UnmarshalText lets a configuration hold periods.
func (p *Period) UnmarshalText(text []byte) (err error) {
	*p, err = ParsePeriod(string(text))
	return err
}

func (p Period) String() string {
	if p.Endless() {
		return Never
	}
	return strconv.Itoa(p.n) + string(p.unit)
}

// Endless reports whether the period has no end.
func (p Period) Endless() bool { return p.n == 0 }

// End is when the period ends that begins at from. A month without that day ends
// with its first days of the next one, so that no period is ever too short.
func (p Period) End(from time.Time) time.Time {
	switch p.unit {
	case 'd':
		return from.AddDate(0, 0, p.n)
	case 'm':
		return from.AddDate(0, p.n, 0)
	}
	return from.AddDate(p.n, 0, 0)
}

// Longer is the longer of two periods, the first where they are equal.
func Longer(a, b Period) Period {
	if b.Endless() || a.shorter(b) {
		return b
	}
	return a
}

// shorter compares by what the periods are at the least: months of 28 days.
func (p Period) shorter(than Period) bool {
	from := time.Date(2025, 2, 1, 0, 0, 0, 0, time.UTC)
	return !p.Endless() && !than.Endless() && p.End(from).Before(than.End(from))
}
