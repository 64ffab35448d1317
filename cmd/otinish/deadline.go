package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/handlers/deadline"
	"medico-intech.kz/otinish/store/privacy"
)

// DeadlineCmd is about due dates.
type DeadlineCmd struct {
	Why     DeadlineWhyCmd     `cmd:"" help:"The working of a due date: the rule, and each day from receipt to the end."`
	Changes DeadlineChangesCmd `cmd:"" help:"Due dates that a changed rule or calendar has moved since the daemon started."`
}

// DeadlineWhyCmd tells the working.
type DeadlineWhyCmd struct {
	Number privacy.Number `arg:"" help:"Number, such as OT-7F3K-92QT."`
}

// Run implements the verb.
func (q DeadlineWhyCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	n, err := privacy.ParseNumber(string(q.Number))
	if err != nil {
		return err
	}
	d, err := c.Deadline(ctx, n)
	if err != nil {
		return err
	}
	rules, err := deadline.New() // for the words around the table
	if err != nil {
		return err
	}
	return t.print(d, func(w io.Writer) { writeDeadline(w, rules, d) })
}

func writeDeadline(w io.Writer, rules *deadline.Rules, d adminapi.Deadline) {
	word := func(key string, values ...string) string { return rules.Word(d.Language, key, values...) }
	fmt.Fprintf(w, "%s\n\n%s\n\n", word("heading", string(d.Number), string(d.Kind), rules.Date(d.Language, d.DueAt)+" "+d.DueAt.Format("15:04")), d.Sentence)
	table(w, word("column-date")+"\t"+word("column-day")+"\t", func(row func(...any)) {
		row(rules.Date(d.Language, d.ReceivedAt), "-", word("receipt")+", "+d.ReceivedAt.Format("15:04"))
		for _, s := range d.Steps {
			day, why := "-", s.Reason
			if s.Day > 0 {
				day = fmt.Sprint(s.Day)
			}
			if s.Last {
				why = word("end")
			}
			date := s.Date
			if at, err := time.Parse(time.DateOnly, date); err == nil {
				date = rules.Date(d.Language, at)
			}
			row(date, day, why)
		}
	})
	fmt.Fprintf(w, "\n%s\n", word("clock", d.Clock, d.Act, d.Paragraph, d.Source))
}

// DeadlineChangesCmd lists what has moved.
type DeadlineChangesCmd struct{}

// Run implements the verb.
func (DeadlineChangesCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	list, err := c.Differences(ctx)
	if err != nil {
		return err
	}
	return printEach(t, list, func(w io.Writer) {
		if len(list) == 0 {
			fmt.Fprintln(w, "No due date has moved since the daemon started.")
			return
		}
		table(w, "NUMBER\tKIND\tBEFORE\tNOW\tCLOCK\tNOT CERTAIN", func(row func(...any)) {
			for _, d := range list {
				row(d.Number, d.Kind, local(d.Before), local(d.After), d.Clock, firstOf(d.Warning, "-"))
			}
		})
	})
}
