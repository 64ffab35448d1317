package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"medico-intech.kz/otinish/handlers/adminapi"
)

// FiguresCmd tells what the pictures of the page tell.
type FiguresCmd struct{}

// Run implements the verb.
func (FiguresCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	f, err := c.Figures(ctx)
	if err != nil {
		return err
	}
	return t.print(f, func(w io.Writer) { writeFigures(w, f) })
}

func writeFigures(w io.Writer, f adminapi.Figures) {
	fmt.Fprintf(w, "Received, by the week that begins on Monday: %d\n", f.Total)
	head := "KIND"
	for i, monday := range f.Weeks {
		if head += "\t"; i%2 == len(f.Weeks)%2^1 { // every other one, this week's too: twelve fit a terminal
			head += dayAndMonth(monday)
		}
	}
	table(w, head+"\tTOTAL", func(row func(...any)) {
		for _, k := range f.Kinds {
			cells := []any{k.Kind}
			for _, n := range k.ByWeek {
				cells = append(cells, n)
			}
			row(append(cells, k.Total)...)
		}
	})
	fmt.Fprintln(w, "\nAnswered, and how much of the period it took")
	table(w, "KIND\tANSWERED\tLATE\tMEDIAN\tOF THE PERIOD\tSLOWEST\tOF THE PERIOD", func(row func(...any)) {
		for _, k := range f.Kinds {
			if k.Answered > 0 {
				row(k.Kind, k.Answered, k.Late, inUnits(k.Median), percent(k.MedianShare), inUnits(k.Slowest), percent(k.SlowestShare))
			}
		}
	})
	fmt.Fprintf(w, "\nDue: %d overdue\n", f.Overdue)
	if !slices.ContainsFunc(f.Days, func(day adminapi.DueDay) bool { return day.Count > 0 }) {
		fmt.Fprintln(w, "Nothing is due this week or in the four that follow.")
		return
	}
	table(w, "DAY\tDUE\t", func(row func(...any)) {
		for _, day := range f.Days {
			if day.Count == 0 {
				continue
			}
			note := ""
			if day.DayOff {
				note = "day off"
			}
			row(day.Date, day.Count, note)
		}
	})
}

func dayAndMonth(date string) string {
	at, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return at.Format("02.01")
}

func inUnits(seconds int64) string {
	return left(time.Time{}.Add(time.Duration(seconds)*time.Second), time.Time{})
}

func percent(share float64) string { return fmt.Sprintf("%.0f%%", 100*share) }
