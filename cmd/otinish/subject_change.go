package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/store/privacy"
)

// SubjectChangeCmd changes a record without a request.
type SubjectChangeCmd struct {
	ID privacy.SubjectID `arg:"" help:"Id, as subject find prints it."`
}

// Run implements the verb. At a terminal an empty line leaves a value as it is; in a
// file a label with nothing behind it takes the value out.
func (q SubjectChangeCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	values, err := t.readLabels([]string{"name", "phone", "language", "letters", "reason"})
	if err != nil {
		return err
	}
	d := adminapi.SubjectChange{Reason: values["reason"]}
	given := func(label string) *string {
		v, ok := values[label]
		if !ok || v == "" && interactive(t.In) {
			return nil
		}
		return &v
	}
	d.Name, d.Phone = given("name"), given("phone")
	if l := given("language"); l != nil {
		language := privacy.Language(strings.ToLower(*l))
		d.Language = &language
	}
	if l := given("letters"); l != nil {
		wanted := map[string]bool{"yes": true, "no": false}
		yes, ok := wanted[strings.ToLower(*l)]
		if !ok {
			return fmt.Errorf("letters: write yes or no: %w", privacy.ErrBadInput)
		}
		d.Letters = &yes
	}
	return changeSubject(ctx, t, c, q.ID, "change", d)
}

// SubjectBlockCmd freezes a record.
type SubjectBlockCmd struct {
	ID         privacy.SubjectID `arg:"" help:"Id, as subject find prints it."`
	ReasonFile string            `help:"The reason, from this file; - reads standard input." default:"-" type:"given" placeholder:"FILE"`
}

// Run implements the verb.
func (q SubjectBlockCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	return blockSubject(ctx, t, c, q.ID, "block", q.ReasonFile)
}

// SubjectUnblockCmd ends a blocking.
type SubjectUnblockCmd struct {
	ID         privacy.SubjectID `arg:"" help:"Id, as subject find prints it."`
	ReasonFile string            `help:"The reason, from this file; - reads standard input." default:"-" type:"given" placeholder:"FILE"`
}

// Run implements the verb.
func (q SubjectUnblockCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	return blockSubject(ctx, t, c, q.ID, "unblock", q.ReasonFile)
}

func blockSubject(ctx context.Context, t *Terminal, c *adminapi.Client, id privacy.SubjectID, verb, file string) error {
	reason, err := t.readText(file)
	if err != nil {
		return err
	}
	return changeSubject(ctx, t, c, id, verb, adminapi.SubjectChange{Reason: reason})
}

func changeSubject(ctx context.Context, t *Terminal, c *adminapi.Client, id privacy.SubjectID, verb string, d adminapi.SubjectChange) error {
	s, err := c.ChangeSubject(ctx, id, verb, d)
	if err != nil {
		return err
	}
	return t.print(s, func(w io.Writer) {
		fmt.Fprintf(w, "%s: %s.\n", s.ID, map[string]string{"change": "changed", "block": "blocked", "unblock": "unblocked"}[verb])
	})
}
