package main

import (
	"context"
	"fmt"
	"io"

	"medico-intech.kz/otinish/handlers/adminapi"
)

// ConsoleCmd is the operators' page.
type ConsoleCmd struct {
	Login    ConsoleLoginCmd    `cmd:"" help:"Print a link that logs you in to the page, once."`
	Sessions ConsoleSessionsCmd `cmd:"" help:"Who is logged in to the page, and since when."`
	Logout   ConsoleLogoutCmd   `cmd:"" help:"End the sessions of an operator, or of everybody."`
}

// ConsoleLoginCmd prints a link.
type ConsoleLoginCmd struct{}

// Run implements the verb.
func (ConsoleLoginCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	v, err := c.ConsoleLogin(ctx)
	if err != nil {
		return err
	}
	return t.print(v, func(w io.Writer) {
		fmt.Fprintln(w, v.Link)
		fmt.Fprintf(t.Err, "It works once, until %s.\n", local(v.ValidUntil))
	})
}

// ConsoleSessionsCmd lists sessions.
type ConsoleSessionsCmd struct{}

// Run implements the verb.
func (ConsoleSessionsCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	list, err := c.ConsoleSessions(ctx)
	if err != nil {
		return err
	}
	return printEach(t, list, func(w io.Writer) {
		if len(list) == 0 {
			fmt.Fprintln(w, "Nobody is logged in.")
			return
		}
		table(w, "LOGIN\tROLE\tSINCE\tLAST CLICK\tENDS", func(row func(...any)) {
			for _, s := range list {
				row(cut(s.Login, 40), s.Role, local(s.Began), local(s.Seen), local(s.Ends))
			}
		})
	})
}

// ConsoleLogoutCmd ends sessions.
type ConsoleLogoutCmd struct {
	Login string `arg:"" optional:"" help:"Whose sessions: the login as on the audit chain. Without it everybody's."`
}

// Run implements the verb.
func (q ConsoleLogoutCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	v, err := c.ConsoleLogout(ctx, q.Login)
	if err != nil {
		return err
	}
	return t.print(v, func(w io.Writer) { fmt.Fprintf(w, "Sessions ended: %d.\n", v.Ended) })
}
