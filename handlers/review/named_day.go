package review

import (
	"time"

	"medico-intech.kz/otinish/handlers/deadline"
)

// NamedDay is a day that an authority's letter names, as it is shown to operators.
type NamedDay struct {
	At       time.Time // in the controller's zone
	Received time.Time // when the letter came
}

// Past reports whether the day lay before the letter came.
func (n NamedDay) Past() bool { return deadline.Named{At: n.At}.Past(n.Received) }

// Timed reports whether the letter names a time of the day, or hours.
func (n NamedDay) Timed() bool { return !n.At.Equal(deadline.EndOfDay(n.At)) }

// Mindable is the day to set, as YYYY-MM-DD: "" once it is over. A day counts to its end, so
// that a time is kept by the day before, while that is not over.
func (n NamedDay) Mindable(now time.Time) string {
	if n.At.IsZero() || n.At.Before(now) {
		return ""
	}
	return max(deadline.LastDay(n.At).Format(time.DateOnly), now.In(n.At.Location()).Format(time.DateOnly))
}
