package main

import (
	"fmt"
	"time"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/handlers/deadline"
)

// namedDay tells of the day that a letter names, and what to do about it. A day counts to its
// end: a time is kept by the day before, while that is not over.
func namedDay(r adminapi.Request, now time.Time) string {
	at, none := *r.NamedDue, fmt.Sprintf("say that it is none (otinish due %s --end)", r.Number)
	switch day := max(deadline.LastDay(at).Format(time.DateOnly), now.In(at.Location()).Format(time.DateOnly)); {
	case deadline.Named{At: at}.Past(r.ReceivedAt):
		return fmt.Sprintf("%s, in the letter, PAST when it came; it stands as overdue until you set the day of the answer (otinish due %s DAY) or %s", at.Format(time.DateOnly), r.Number, none)
	case at.Before(now):
		return fmt.Sprintf("%s, in the letter, before the period ends, and over; the queue goes by it until you set the day of the answer (otinish due %s DAY) or %s", local(at), r.Number, none)
	default:
		return fmt.Sprintf("%s, in the letter, before the period ends; the queue goes by it until you mind it (otinish due %s %s) or %s", local(at), r.Number, day, none)
	}
}
