package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"

	"medico-intech.kz/otinish/handlers/adminapi"
)

// RetentionCmd is how long what is kept.
type RetentionCmd struct {
	Preview RetentionPreviewCmd `cmd:"" help:"List what ends soon, when and why; changes nothing."`
}

// RetentionPreviewCmd lists what the daily sweep will take.
type RetentionPreviewCmd struct {
	Days int `help:"So many days ahead; 0: what the next sweep takes." default:"30"`
}

// Run implements the verb.
func (q RetentionPreviewCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	list, err := c.Retention(ctx, q.Days)
	if err != nil {
		return err
	}
	slices.SortStableFunc(list, func(a, b adminapi.Ending) int { return a.EndsAt.Compare(b.EndsAt) })
	return printEach(t, list, func(w io.Writer) { writeEndings(w, list, q.Days) })
}

// becomes says what the sweep does with each kind.
func becomes(what string) string {
	switch what {
	case "consent":
		return "ends"
	case "subject":
		return "destroyed"
	case "request":
		return "destroyed, counted by month"
	case "message", "letters":
		return "text removed"
	case "audit":
		return "cut off the chain"
	}
	return "forgotten"
}

func which(e adminapi.Ending) string {
	if e.From > 0 {
		return fmt.Sprintf("entries %d to %d", e.From, e.To)
	}
	return firstOf(string(e.Number), string(e.ID))
}

func writeEndings(w io.Writer, list []adminapi.Ending, days int) {
	if len(list) == 0 {
		fmt.Fprintf(w, "Nothing ends within %d days.\n", days)
		return
	}
	held, omitted := 0, 0
	sources := make(map[string]string)
	table(w, "ENDS\tWHAT\tWHICH\tBECOMES\tSINCE\tRULE\tHELD BY", func(row func(...any)) {
		for _, e := range list {
			if e.Held != "" {
				held++
			}
			omitted += e.Omitted
			sources[e.Rule] = e.Source
			row(local(e.EndsAt), e.What, which(e), becomes(e.What),
				e.Event+" "+e.Since.Format("2006-01-02"), e.Rule, firstOf(e.Held, "-"))
		}
	})
	if omitted > 0 {
		fmt.Fprintf(w, "And %d more.\n", omitted)
	}
	fmt.Fprintf(w, "%d in all, %d of them held. Nothing was changed. Why so long:\n", len(list)+omitted, held)
	for _, rule := range slices.Sorted(maps.Keys(sources)) {
		fmt.Fprintf(w, "  %s: %s\n", rule, sources[rule])
	}
}

func writeRetentionStatus(w io.Writer, r adminapi.RetentionStatus) {
	if r.SweptAt == nil {
		return
	}
	fmt.Fprintf(w, "  %-12s %d end within 30 days", "retention", r.Soon)
	if r.NextAt != nil {
		fmt.Fprintf(w, ", the next on %s", local(*r.NextAt))
	}
	fmt.Fprintf(w, "; %d held; last sweep %s\n", r.Held, local(*r.SweptAt))
}
