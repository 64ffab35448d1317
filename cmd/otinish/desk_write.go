package main

import (
	"context"
	"fmt"
	"io"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/store/privacy"
)

// AskCmd asks the writer.
type AskCmd struct {
	Targets
	Preview  bool   `help:"Show the letter that would leave; decide nothing."`
	TextFile string `help:"The question, from this file; - reads standard input." type:"given" placeholder:"FILE"`
	Prepared string `help:"A prepared text by name: see otinish texts." placeholder:"NAME"`
}

// Run implements the verb.
func (q AskCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	typed := q.TextFile
	if q.Prepared == "" {
		typed = firstOf(typed, "-")
	}
	list, err := q.list(t, typed)
	if err == nil {
		err = oneText(q.TextFile, q.Prepared)
	}
	if err != nil {
		return err
	}
	if q.Prepared == "" { // one text for all, in the operator's words
		text, err := t.readText(typed)
		if err != nil {
			return err
		}
		t.warnLanguages(ctx, c, list)
		return t.decideEach(ctx, c, list, Writing{Preview: q.Preview}, "ask", the(adminapi.Decision{Text: text}))
	}
	return t.decideEach(ctx, c, list, Writing{Preview: q.Preview}, "ask", the(adminapi.Decision{Prepared: q.Prepared}))
}

// ReplyCmd answers the writer.
type ReplyCmd struct {
	Target
	Writing
	TextFile string `help:"The answer, from this file; - reads standard input." type:"given" placeholder:"FILE"`
	Prepared string `help:"A prepared text by name: see otinish texts." placeholder:"NAME"`
	Open     bool   `help:"Keep the request in the queue."`
}

// Run implements the verb.
func (q ReplyCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	if _, err := privacy.ParseNumber(string(q.Number)); err != nil { // before anything is typed
		return err
	}
	err := oneText(q.TextFile, q.Prepared)
	d := adminapi.Decision{Prepared: q.Prepared, Open: q.Open}
	if err == nil && q.Prepared == "" {
		d.Text, err = t.readText(firstOf(q.TextFile, "-"))
	}
	if err != nil {
		return err
	}
	return t.decide(ctx, c, q.Target, q.Writing, "reply", d)
}

// oneText refuses words beside the name of a prepared text: which of them is meant?
func oneText(file, prepared string) error {
	if file != "" && prepared != "" {
		return fmt.Errorf("give a text or the name of a prepared one, not both: %w", privacy.ErrBadInput)
	}
	return nil
}

// TextsCmd lists prepared texts.
type TextsCmd struct {
	Language privacy.Language `arg:"" optional:"" help:"kk, ru or en; all without it."`
	Full     bool             `help:"Print the texts too."`
}

// Run implements the verb.
func (q TextsCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	languages := privacy.Languages
	if q.Language != "" {
		if !q.Language.Valid() {
			return fmt.Errorf("texts: the language must be kk, ru or en: %w", privacy.ErrBadInput)
		}
		languages = []privacy.Language{q.Language}
	}
	type named struct {
		Language privacy.Language `json:"language"`
		adminapi.Text
	}
	var all []named
	for _, l := range languages {
		texts, err := c.Texts(ctx, l)
		if err != nil {
			return err
		}
		for _, text := range texts {
			all = append(all, named{l, text})
		}
	}
	return printEach(t, all, func(w io.Writer) {
		if q.Full {
			for _, text := range all {
				fmt.Fprintf(w, "## %s, %s: %s\n\n%s\n\n", text.Name, text.Language, text.Title, text.Text.Text)
			}
			return
		}
		table(w, "NAME\tLANG\tTITLE", func(row func(...any)) {
			for _, text := range all {
				row(text.Name, text.Language, text.Title)
			}
		})
	})
}
