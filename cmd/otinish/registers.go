package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/store/privacy"
)

// LetterCmd is the register of outgoing letters.
type LetterCmd struct {
	List LetterListCmd `cmd:"" default:"withargs" help:"Letters, the newest first."`
	Show LetterShowCmd `cmd:"" help:"The letters about a request, with their words."`
}

// LetterListCmd lists letters.
type LetterListCmd struct {
	State  string `help:"Only queued, sent, failed or cancelled ones." enum:",queued,sent,failed,cancelled" default:""`
	Offset int    `help:"Leave out so many."`
	Limit  int    `help:"At most so many." default:"100"`
}

// Run implements the verb.
func (q LetterListCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	list, err := c.Letters(ctx, q.State, q.Offset, q.Limit)
	if err != nil {
		return err
	}
	return printEach(t, list, func(w io.Writer) {
		if len(list) == 0 {
			fmt.Fprintln(w, "No letters.")
			return
		}
		table(w, "WRITTEN\tLETTER\tREQUEST\tSTATE\tLEAVES OR LEFT\tTRIES", func(row func(...any)) {
			for _, l := range list {
				when := l.SentAt
				if when == nil {
					when = l.LeavesAt
				}
				at := "-"
				if when != nil {
					at = local(*when)
				}
				row(local(l.QueuedAt), l.Template, firstOf(string(l.Number), "-"), l.State, at, l.Attempts)
			}
		})
	})
}

// LetterShowCmd shows the letters about a request.
type LetterShowCmd struct {
	Number privacy.Number `arg:"" help:"Number, such as OT-7F3K-92QT."`
}

// Run implements the verb.
func (q LetterShowCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	n, err := privacy.ParseNumber(string(q.Number))
	if err != nil {
		return err
	}
	list, err := c.LettersOf(ctx, n)
	if err != nil {
		return err
	}
	return printEach(t, list, func(w io.Writer) {
		if len(list) == 0 {
			fmt.Fprintln(w, "No letters.")
		}
		for _, l := range list {
			fmt.Fprintf(w, "%s, written %s: %s\nTo: %s\nSubject: %s\n\n%s\n", l.Template, local(l.QueuedAt), l.State, cut(l.To, 100), cut(l.SubjectLine, 200), printableLines(l.Body))
		}
	})
}

// ConsentCmd is the register of consents.
type ConsentCmd struct {
	List ConsentListCmd `cmd:"" default:"withargs" help:"How many are in force, suspended and withdrawn, by purpose; or the latest that ended."`
}

// ConsentListCmd counts consents.
type ConsentListCmd struct {
	Ended bool `help:"The latest withdrawals and suspensions instead, the newest first."`
	Limit int  `help:"At most so many of them." default:"50"`
}

// Run implements the verb.
func (q ConsentListCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	if q.Ended {
		return q.ended(ctx, t, c)
	}
	list, err := c.Consents(ctx)
	if err != nil {
		return err
	}
	return printEach(t, list, func(w io.Writer) {
		table(w, "PURPOSE\tIN FORCE\tSUSPENDED\tWITHDRAWN\tLAST WITHDRAWAL", func(row func(...any)) {
			for _, n := range list {
				last := "-"
				if n.Ended != nil {
					last = local(*n.Ended)
				}
				row(cut(n.Purpose, 40), n.Given, n.Suspended, n.Withdrawn, last)
			}
		})
	})
}

func (q ConsentListCmd) ended(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	list, err := c.EndedConsents(ctx, q.Limit)
	if err != nil {
		return err
	}
	return printEach(t, list, func(w io.Writer) {
		table(w, "PURPOSE\tGIVEN\tWITHDRAWN\tSUSPENDED\tSUBJECT", func(row func(...any)) {
			for _, e := range list {
				row(cut(e.Purpose, 40), local(e.GivenAt), localOr(e.WithdrawnAt), localOr(e.SuspendedAt), e.Subject)
			}
		})
	})
}

// AuditShowCmd lists entries of the chain.
type AuditShowCmd struct {
	Before uint64 `help:"Only entries before the one with this number." placeholder:"SEQ"`
	Limit  int    `help:"At most so many." default:"50"`
}

// Run implements the verb.
func (q AuditShowCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	if q.Limit < 1 {
		return fmt.Errorf("--limit: at least 1 is needed: %w", privacy.ErrBadInput)
	}
	list, err := c.Chain(ctx, q.Before, q.Limit)
	if err != nil {
		return err
	}
	return printEach(t, list, func(w io.Writer) {
		table(w, "SEQ\tAT\tACTOR\tACT\tREQUEST\tREASON\tHASH", func(row func(...any)) {
			for _, e := range list {
				row(e.Seq, local(e.At), strings.TrimPrefix(string(e.Actor), "operator:"), e.Act, firstOf(string(e.Number), "-"), firstOf(e.Reason, "-"), e.Hash[:min(len(e.Hash), 12)])
			}
		})
	})
}
