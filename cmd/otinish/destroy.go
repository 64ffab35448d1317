package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/store/privacy"
)

// SubjectDueCmd lists who must be destroyed.
type SubjectDueCmd struct{}

// Run implements the verb.
func (SubjectDueCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	list, err := c.DueDestructions(ctx)
	if err != nil {
		return err
	}
	return printEach(t, list, func(w io.Writer) {
		if len(list) == 0 {
			fmt.Fprintln(w, "Nobody.")
			return
		}
		table(w, "ID\tBY\tHELD BY", func(row func(...any)) {
			for _, d := range list {
				row(d.ID, local(d.DueAt), firstOf(d.Held, "-"))
			}
		})
	})
}

// SubjectDestroyCmd destroys a person.
type SubjectDestroyCmd struct {
	ID     privacy.SubjectID `arg:"" help:"Id, as subject find prints it."`
	Ground string            `required:"" help:"Why, as a code such as withdrawn, court-order, purpose-reached; it goes on the audit chain."`
	Yes    bool              `help:"Do not ask."`
}

// Run implements the verb.
func (q SubjectDestroyCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	if strings.ContainsAny(q.Ground, " @") {
		return fmt.Errorf("--ground is a code without blanks, such as court-order: %w", privacy.ErrBadInput)
	}
	if !q.Yes {
		if !interactive(t.In) {
			return fmt.Errorf("add --yes: nothing brings a destroyed person back: %w", privacy.ErrBadInput)
		}
		fmt.Fprint(t.Err, "Nothing brings a destroyed person back. Type destroy: ")
		var word string
		if _, err := fmt.Fscanln(t.In, &word); err != nil || word != "destroy" {
			return fmt.Errorf("nothing was destroyed: %w", privacy.ErrNotAllowed)
		}
	}
	d, err := c.DestroySubject(ctx, q.ID, adminapi.DestroyOrder{Ground: q.Ground})
	if err != nil {
		return err
	}
	return t.print(d, func(w io.Writer) {
		fmt.Fprintf(w, "Destroyed on %s", d.DestroyedAt.Format(zoned))
		if len(d.Requests) > 0 {
			fmt.Fprintf(w, ", with %s", counted(len(d.Requests), "request"))
		}
		fmt.Fprintf(w, ".\nFinal on %s: by then no copy of the key store from before may exist.\n", d.FinalAt.Format(zoned))
	})
}

// RequestStatsCmd shows what stays when people are gone; merged requests count as one.
type RequestStatsCmd struct{}

// Run implements the verb.
func (RequestStatsCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	list, err := c.Statistics(ctx)
	if err != nil {
		return err
	}
	return printEach(t, list, func(w io.Writer) {
		if len(list) == 0 {
			fmt.Fprintln(w, "No requests.")
			return
		}
		table(w, "MONTH\tKIND\tOUTCOME\tREQUESTS\tOF THEM DESTROYED", func(row func(...any)) {
			for _, s := range list {
				row(firstOf(s.Month, "?"), s.Kind, s.Outcome, s.Requests, s.Destroyed)
			}
		})
	})
}
