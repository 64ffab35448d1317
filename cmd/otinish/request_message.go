package main

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// RequestMessageCmd writes the message behind a request.
type RequestMessageCmd struct {
	Number privacy.Number `arg:"" help:"Number, such as OT-7F3K-92QT."`
	Answer int            `help:"The answer with this number instead, as queue show counts them." placeholder:"N"`
}

// messageOf fetches the message of a request, or one that answered a question about it.
func messageOf(ctx context.Context, c *adminapi.Client, n privacy.Number, answer int) ([]byte, error) {
	if answer != 0 {
		return c.Answer(ctx, n, answer)
	}
	return c.Message(ctx, n)
}

// Run implements the verb. A terminal obeys what strangers write, so there the bytes
// are shown harmless; a file or a pipe gets them as they are.
func (q RequestMessageCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	n, err := privacy.ParseNumber(string(q.Number))
	if err != nil {
		return err
	}
	raw, err := messageOf(ctx, c, n, q.Answer)
	if err != nil {
		return err
	}
	if interactive(t.Out) {
		raw = []byte(printableLines(string(raw)))
	}
	_, err = t.Out.Write(raw)
	return err
}

// RequestAttachmentCmd lists what is attached, or writes one file.
type RequestAttachmentCmd struct {
	Number privacy.Number `arg:"" help:"Number, such as OT-7F3K-92QT."`
	Place  int            `arg:"" optional:"" help:"Which one, from 1; its content goes to standard output."`
	Answer int            `help:"Of the answer with this number, as queue show counts them." placeholder:"N"`
}

type attachment struct {
	Place     int    `json:"place"`
	Name      string `json:"name"`
	MediaType string `json:"media_type"`
	Size      *int   `json:"octets,omitempty"` // of the content; none where it lies in the mailbox only
}

// Run implements the verb. A stranger's name makes no file: whoever saves it names it.
func (q RequestAttachmentCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	n, err := privacy.ParseNumber(string(q.Number))
	if err != nil {
		return err
	}
	raw, err := messageOf(ctx, c, n, q.Answer)
	if err != nil {
		return err
	}
	if q.Place != 0 {
		return q.write(t, raw)
	}
	var list []attachment
	for i, a := range message.Parse(raw).Attachments {
		one := attachment{Place: i + 1, Name: a.Name, MediaType: a.MediaType}
		if content, ok := message.Attached(raw, i); ok {
			size := len(content)
			one.Size = &size
		}
		list = append(list, one)
	}
	return printEach(t, list, func(w io.Writer) {
		if len(list) == 0 {
			fmt.Fprintln(w, "Nothing is attached.")
			return
		}
		table(w, "PLACE\tNAME\tTYPE\tOCTETS", func(row func(...any)) {
			for _, a := range list {
				size := "in the mailbox only"
				if a.Size != nil {
					size = strconv.Itoa(*a.Size)
				}
				row(a.Place, cut(firstOf(a.Name, "-"), 60), cut(a.MediaType, 40), size)
			}
		})
	})
}

func (q RequestAttachmentCmd) write(t *Terminal, raw []byte) error {
	content, ok := message.Attached(raw, q.Place-1)
	if !ok {
		return fmt.Errorf("no attachment %d is kept here; see otinish request attachment %s: %w", q.Place, q.Number, privacy.ErrNotFound)
	}
	if interactive(t.Out) { // a terminal obeys what strangers write
		return fmt.Errorf("write it to a file: otinish request attachment %s %d > FILE: %w", q.Number, q.Place, privacy.ErrBadInput)
	}
	_, err := t.Out.Write(content)
	return err
}
