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
	reason, err := t.readText(q.ReasonFile)
	if err != nil {
		return err
	}
	return changeSubject(ctx, t, c, q.ID, "block", adminapi.SubjectChange{Reason: reason})
}

// SubjectUnblockCmd ends a blocking. Who was told of it by a letter is told of the end.
type SubjectUnblockCmd struct {
	ID         privacy.SubjectID `arg:"" help:"Id, as subject find prints it."`
	ReasonFile string            `help:"The reason, from this file; - reads standard input." default:"-" type:"given" placeholder:"FILE"`
	NoLetter   bool              `help:"Write to nobody, also where a letter told of the blocking."`
	Preview    bool              `help:"Show the letter that would leave; change nothing. No reason is read."`
}

// Run implements the verb.
func (q SubjectUnblockCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	d := adminapi.SubjectChange{NoLetter: q.NoLetter}
	if q.Preview {
		drafts, err := c.PreviewUnblock(ctx, q.ID, d)
		if err != nil {
			return err
		}
		return printEach(t, drafts, func(w io.Writer) { writeDrafts(w, t.speaks, drafts) })
	}
	var err error
	if d.Reason, err = t.readText(q.ReasonFile); err != nil {
		return err
	}
	return changeSubject(ctx, t, c, q.ID, "unblock", d)
}

func changeSubject(ctx context.Context, t *Terminal, c *adminapi.Client, id privacy.SubjectID, verb string, d adminapi.SubjectChange) error {
	s, err := c.ChangeSubject(ctx, id, verb, d)
	if err != nil {
		return err
	}
	return t.print(s, func(w io.Writer) {
		fmt.Fprintf(w, "%s: %s.", s.ID, map[string]string{"change": "changed", "block": "blocked", "unblock": "unblocked"}[verb])
		switch {
		case len(s.Leaving) > 0:
			fmt.Fprintf(w, " Leaving: %s.", strings.Join(s.Leaving, ", "))
		case verb != "change":
			fmt.Fprint(w, " No letter leaves.")
		}
		fmt.Fprintln(w)
	})
}
