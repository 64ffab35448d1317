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
	List RequestListCmd `cmd:"" default:"withargs" help:"Requests, the newest first."`
	Show RequestShowCmd `cmd:"" help:"Everything about one request."`

	Stats      RequestStatsCmd      `cmd:"" help:"Requests by month, kind and outcome, destroyed ones too; merged ones count as one."`
	Attachment RequestAttachmentCmd `cmd:"" help:"What is attached to the message behind a request; with a place, the file itself."`

	Message RequestMessageCmd `cmd:"" help:"The message behind a request, as it came; write it to a file to open its attachments."`
}

// RequestListCmd lists requests.
type RequestListCmd struct {
	Open     bool             `help:"Only those that are not done." xor:"state"`
	State    string           `help:"Only received, awaiting-confirmation, in-review, applied, refused or closed ones." xor:"state"`
	Kind     privacy.Kind     `help:"Only this kind."`
	Language privacy.Language `help:"Only this language: kk, ru or en." placeholder:"LANG"`
	Proof    privacy.Proof    `help:"Only proven, unproven or contradicted."`
	Search   bool             `help:"Search numbers, addresses and subject lines for a line read from standard input."`
	Offset   int              `help:"Leave out so many."`
	Limit    int              `help:"At most so many." default:"1000"`
}

// Run implements the verb.
func (q RequestListCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	f := adminapi.RequestFilter{Kind: q.Kind, State: q.State, Language: q.Language, Proof: q.Proof, Offset: q.Offset, Limit: q.Limit}
	if q.Open {
		f.State = "open"
	}
	if q.Search {
		var err error
		if f.Text, err = t.searchLine(); err != nil {
			return err
		}
	}
	page, err := c.Requests(ctx, f)
	if err != nil {
		return err
	}
	if page.Capped {
		fmt.Fprintln(t.Err, "There are older requests that were not looked at.")
	} else if page.More {
		fmt.Fprintf(t.Err, "There are more: --offset %d.\n", q.Offset+len(page.Requests))
	}
	return printEach(t, page.Requests, func(w io.Writer) {
		if len(page.Requests) == 0 {
			fmt.Fprintln(w, "No requests.")
			return
		}
		table(w, "NUMBER\tKIND\tSTATE\tPROOF\tREASON\tRECEIVED\tDUE", func(row func(...any)) {
			for _, r := range page.Requests {
				row(r.Number, r.Kind, r.State, r.Proof, r.Reason, local(r.ReceivedAt), local(r.DueAt))
			}
		})
	})
}

// RequestShowCmd shows one.
type RequestShowCmd struct {
	Number   privacy.Number   `arg:"" help:"Number, such as OT-7F3K-92QT."`
	Language privacy.Language `help:"Language of what was seen: kk, ru or en; without it the terminal's (LANG), else the operator's of the configuration." placeholder:"LANG" env:"OTINISH_LANGUAGE"`
}

// Run implements the verb.
func (q RequestShowCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	return showRequest(ctx, t, c, q.Number, q.Language)
}
