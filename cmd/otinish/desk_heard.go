package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// heardAnswer is an answer with its message, where that is kept.
type heardAnswer struct {
	adminapi.Heard
	raw []byte
}

// heardOf fetches the answers to questions about a request.
func heardOf(ctx context.Context, c *adminapi.Client, r adminapi.Request) (list []heardAnswer, err error) {
	for _, a := range r.Answers {
		h := heardAnswer{Heard: a}
		if a.Kept {
			if h.raw, err = c.Answer(ctx, r.Number, a.Number); err != nil && !errors.Is(err, privacy.ErrNotFound) {
				return nil, err
			}
		}
		list = append(list, h)
	}
	return list, nil
}

// writeAnswers prints what was answered, whole, with the names of what came with it.
func writeAnswers(w io.Writer, told teller, answers []heardAnswer) {
	for _, a := range answers {
		fmt.Fprintf(w, "\n── Answer %d, %s ──\n\n", a.Number, local(a.At))
		if a.Proof != "" {
			fmt.Fprintf(w, "%s\n\n", told.answerProof(a.Heard))
		}
		if len(a.raw) == 0 {
			fmt.Fprintln(w, printableLines(a.Text))
			continue
		}
		m := message.Parse(a.raw)
		if len(m.From) > 0 {
			fmt.Fprintf(w, "From: %s\n\n", cut(m.From[0].Address, 80))
		}
		fmt.Fprintln(w, printableLines(m.Text))
		for _, f := range m.Attachments {
			fmt.Fprintf(w, "[attached: %s, %s]\n", cut(firstOf(f.Name, "without a name"), 80), cut(f.MediaType, 40))
		}
	}
}
