package main

import (
	"context"
	"fmt"
	"io"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/store/privacy"
)

// RequestCmd is the register of requests.
type RequestCmd struct {
	List RequestListCmd `cmd:"" default:"1" help:"Requests, the newest first, at most 1000."`
	Show RequestShowCmd `cmd:"" help:"Everything about one request."`

	Stats   RequestStatsCmd   `cmd:"" help:"Requests by month, kind and outcome, destroyed ones too."`
	Message RequestMessageCmd `cmd:"" help:"The message behind a request, as it came; write it to a file to open its attachments."`
}

// RequestListCmd lists requests.
type RequestListCmd struct {
	Open bool `help:"Only those that are not done."`
}

// Run implements the verb.
func (q RequestListCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	list, err := c.Requests(ctx, q.Open)
	if err != nil {
		return err
	}
	return printEach(t, list, func(w io.Writer) {
		if len(list) == 0 {
			fmt.Fprintln(w, "No requests.")
			return
		}
		table(w, "NUMBER\tKIND\tSTATE\tPROOF\tREASON\tRECEIVED\tDUE", func(row func(...any)) {
			for _, r := range list {
				row(r.Number, r.Kind, r.State, r.Proof, r.Reason, local(r.ReceivedAt), local(r.DueAt))
			}
		})
	})
}

// RequestShowCmd shows one.
type RequestShowCmd struct {
	Number   privacy.Number   `arg:"" help:"Number, such as OT-7F3K-92QT."`
	Language privacy.Language `help:"Language of what was seen: kk, ru or en; without it the operator's of the configuration." placeholder:"LANG" env:"OTINISH_LANGUAGE"`
}

// Run implements the verb.
func (q RequestShowCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	return showRequest(ctx, t, c, q.Number, q.Language)
}
