package main

import (
	"fmt"
	"time"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/handlers/review"
)

// namedDay tells of the day that a letter names, and what to do about it.
func namedDay(r adminapi.Request, now time.Time) string {
	at, none := *r.NamedDue, fmt.Sprintf("say that it is none (otinish due %s --end)", r.Number)
	named := review.NamedDay{At: at, Received: r.ReceivedAt}
	switch day := named.Mindable(now); {
	case named.Past():
		return fmt.Sprintf("%s, in the letter, PAST when it came; it stands as overdue until you set the day of the answer (otinish due %s DAY) or %s", at.Format(time.DateOnly), r.Number, none)
	case day == "":
		return fmt.Sprintf("%s, in the letter, before the period ends, and over; the queue goes by it until you set the day of the answer (otinish due %s DAY) or %s", local(at), r.Number, none)
	default:
		return fmt.Sprintf("%s, in the letter, before the period ends; the queue goes by it until you mind it (otinish due %s %s) or %s", local(at), r.Number, day, none)
	}
}
