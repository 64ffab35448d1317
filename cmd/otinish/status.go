package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"medico-intech.kz/otinish/handlers/adminapi"
)

// StatusCmd tells how the daemon is. It exits with 1 when it is not healthy, so
// that a monitor can call it.
type StatusCmd struct{}

// Run implements the verb.
func (StatusCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	s, err := c.Status(ctx)
	if err != nil {
		return err
	}
	if err := t.print(s, func(w io.Writer) { writeStatus(w, s, time.Now()) }); err != nil {
		return err
	}
	if !s.Healthy {
		return errSaid
	}
	return nil
}

func writeStatus(w io.Writer, s adminapi.Status, now time.Time) {
	health := "healthy: every mailbox was scanned lately"
	switch {
	case !s.Healthy:
		health = "NOT HEALTHY: a mailbox was not scanned for minutes, or something is wrong with the store or the clock"
	case len(s.Alarms) > 0:
		health = "scanned lately, but see what is wrong below"
	}
	fmt.Fprintf(w, "otinish %s, running since %s: %s\n", s.Version, s.StartedAt.Format(zoned), health)
	for _, m := range s.Mailboxes {
		state := "connected"
		if !m.Connected {
			state = "not connected"
		}
		scan := "never"
		if m.LastScan != nil {
			scan = ago(*m.LastScan, now)
		}
		fmt.Fprintf(w, "  %-12s %s, last scan %s\n", cut(m.Mailbox, 40), state, scan)
	}
	fmt.Fprintf(w, "  %-12s %d waiting, %d urgent, %d overdue, %d due soon", "queue", s.Waiting, s.Urgent, s.Overdue, s.Soon)
	if s.Held > 0 {
		fmt.Fprintf(w, ", %d on hold", s.Held)
	}
	if s.NextDue != nil {
		fmt.Fprintf(w, "; next due %s", local(*s.NextDue))
	}
	fmt.Fprintf(w, "\n  %-12s %d queued, %d given up", "letters", s.Letters.Queued, s.Letters.Failed)
	if s.Letters.LastSent != nil {
		fmt.Fprintf(w, ", the last one left %s", local(*s.Letters.LastSent))
	}
	fmt.Fprintln(w)
	fmt.Fprintf(w, "  %-12s %d on record\n", "subjects", s.Subjects)
	writeDestroyStatus(w, s.Destroy)
	writeRetentionStatus(w, s.Retention)
	for _, a := range s.Alarms {
		fmt.Fprintf(w, "! %s: %s. %s\n", a.Where, a.What, a.Remedy)
	}
}

func writeDestroyStatus(w io.Writer, d adminapi.DestroyStatus) {
	if d.Waiting > 0 && d.NextBy != nil {
		fmt.Fprintf(w, "  %-12s %d people, the next by %s\n", "to destroy", d.Waiting, local(*d.NextBy))
	}
	if d.Done > 0 && d.FinalAt != nil {
		fmt.Fprintf(w, "  %-12s %d people; final on %s, when no copy of the keys may be older\n", "destroyed", d.Done, local(*d.FinalAt))
	}
}

// AccountCmd accounts for every message (P1). It exits with 1 where one is not.
type AccountCmd struct{}

// Run implements the verb.
func (AccountCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	list, err := c.Account(ctx)
	if err != nil {
		return err
	}
	exceptions := 0
	for _, a := range list {
		exceptions += len(a.Exceptions)
	}
	if err := printEach(t, list, func(w io.Writer) { writeAccount(w, list) }); err != nil {
		return err
	}
	if exceptions > 0 {
		return errors.New("some messages have no disposition; keep the store and the mailbox as they are and report this")
	}
	return nil
}

func writeAccount(w io.Writer, list []adminapi.Account) {
	for _, a := range list {
		fmt.Fprintf(w, "%s (UIDVALIDITY %d): %d messages on the server\n", cut(a.Mailbox, 40), a.UIDValidity, a.Messages)
		for _, what := range slices.Sorted(maps.Keys(a.Dispositions)) {
			fmt.Fprintf(w, "  %-12s %d\n", what, a.Dispositions[what])
		}
		if a.Gone > 0 {
			fmt.Fprintf(w, "  %d on record are no longer on the server\n", a.Gone)
		}
		if a.Waiting > 0 {
			fmt.Fprintf(w, "  %d arrived since the last scan\n", a.Waiting)
		}
		if len(a.Exceptions) == 0 {
			fmt.Fprintln(w, "  no exceptions: every message has exactly one disposition")
			continue
		}
		fmt.Fprintf(w, "  EXCEPTIONS: %d messages without a disposition: UID %s\n", len(a.Exceptions), strings.Trim(fmt.Sprint(a.Exceptions), "[]"))
	}
}
