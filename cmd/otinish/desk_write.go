package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/store/privacy"
)

// AskCmd asks the writer.
type AskCmd struct {
	Target
	Preview  bool   `help:"Show the letter that would leave; decide nothing."`
	TextFile string `help:"The question, from this file; - reads standard input." placeholder:"FILE"`
	Prepared string `help:"A prepared text by name: see otinish texts." placeholder:"NAME"`
}

// Run implements the verb.
func (q AskCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	text, err := t.words(ctx, c, q.Number, q.TextFile, q.Prepared)
	if err != nil {
		return err
	}
	return t.decide(ctx, c, q.Target, Writing{Preview: q.Preview}, "ask", adminapi.Decision{Text: text})
}

// ReplyCmd answers the writer.
type ReplyCmd struct {
	Target
	Writing
	TextFile string `help:"The answer, from this file; - reads standard input." placeholder:"FILE"`
	Prepared string `help:"A prepared text by name: see otinish texts." placeholder:"NAME"`
	Open     bool   `help:"Keep the request in the queue."`
}

// Run implements the verb.
func (q ReplyCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	text, err := t.words(ctx, c, q.Number, q.TextFile, q.Prepared)
	if err != nil {
		return err
	}
	return t.decide(ctx, c, q.Target, q.Writing, "reply", adminapi.Decision{Text: text, Open: q.Open})
}

// words are an operator's own, from standard input where nothing else is said, or a
// prepared text in the language of the request.
func (t *Terminal) words(ctx context.Context, c *adminapi.Client, n privacy.Number, file, prepared string) (string, error) {
	if prepared == "" {
		return t.readText(firstOf(file, "-"))
	}
	if file != "" {
		return "", fmt.Errorf("give a text or the name of a prepared one, not both: %w", privacy.ErrBadInput)
	}
	number, err := privacy.ParseNumber(string(n))
	if err != nil {
		return "", err
	}
	r, err := c.Request(ctx, number)
	if err != nil {
		return "", err
	}
	texts, err := c.Texts(ctx, r.Language)
	if err != nil {
		return "", err
	}
	for _, text := range texts {
		if text.Name == prepared {
			return text.Text, nil
		}
	}
	return "", fmt.Errorf("no prepared text is called %q in %q; see otinish texts: %w", prepared, r.Language, privacy.ErrNotFound)
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

// decide carries a decision out and tells what came of it, or with --preview shows
// the letter that it would send.
func (t *Terminal) decide(ctx context.Context, c *adminapi.Client, target Target, writing Writing, verb string, d adminapi.Decision) error {
	n, err := privacy.ParseNumber(string(target.Number))
	if err != nil {
		return err
	}
	d.Version = target.Version
	if d.Letter, err = t.readText(writing.LetterFile); err != nil {
		return err
	}
	if writing.Preview {
		drafts, err := c.Preview(ctx, n, verb, d)
		if err != nil {
			return err
		}
		return printEach(t, drafts, func(w io.Writer) { writeDrafts(w, drafts) })
	}
	before, err := c.Request(ctx, n)
	if err != nil {
		return err
	}
	r, err := c.Decide(ctx, n, verb, d)
	if err != nil {
		return err
	}
	return t.print(r, func(w io.Writer) { writeDecided(w, verb, d, before, r) })
}

func writeDecided(w io.Writer, verb string, d adminapi.Decision, before adminapi.Request, r adminapi.Decided) {
	what := map[string]string{
		"approve": "approved", "decline": declined(d), "not-a-request": declined(adminapi.Decision{Ground: "NOT_A_REQUEST"}),
		"reclassify": "reclassified as " + string(r.Kind), "note": "note added", "confirm": "confirmation asked", "ask": "question asked",
		"reply": "answered", "assign": assigned(d), "hold": held(d), "merge": "merged into " + string(d.Into),
		"split": "split off: " + string(r.Split), "undo": "taken back",
		"due": "due " + local(r.DueAt),
	}[verb]
	fmt.Fprintf(w, "%s: %s; it is now %s.%s\n", r.Number, what, r.State, leaving(verb, r.Letters[min(len(before.Letters), len(r.Letters)):]))
	printWarnings(w, r.Warnings)
	if r.UndoUntil != nil && verb != "undo" && verb != "note" {
		fmt.Fprintf(w, "otinish undo %s takes it back until %s.\n", r.Number, r.UndoUntil.Format("15:04"))
	}
	if r.Lesson != nil {
		fmt.Fprintf(w, "So that such letters are understood, this line could go into %s:\n%s\n", r.Lesson.File, r.Lesson.Line)
	}
}

func writeDrafts(w io.Writer, drafts []adminapi.Draft) {
	if len(drafts) == 0 {
		fmt.Fprintln(w, "No letter would leave.")
	}
	for _, d := range drafts {
		fmt.Fprintf(w, "To: %s\nSubject: %s\n\n%s\n", cut(d.To, 100), cut(d.SubjectLine, 200), printableLines(d.Body))
	}
}

func declined(d adminapi.Decision) string {
	if strings.EqualFold(d.Ground, "NOT_A_REQUEST") {
		return "closed as no request"
	}
	return "declined"
}

func assigned(d adminapi.Decision) string {
	if d.To == "" {
		return "assigned to nobody"
	}
	return "assigned to " + d.To
}

func held(d adminapi.Decision) string {
	if d.Until == nil {
		return "no longer on hold"
	}
	return "on hold until " + local(*d.Until)
}

// leaving says which letters a decision caused, so that nobody believes an answer
// left when none did.
func leaving(verb string, letters []adminapi.Letter) string {
	switch verb {
	case "reclassify", "note", "assign", "hold", "undo", "split", "due":
		return ""
	}
	if len(letters) == 0 {
		return " No letter leaves."
	}
	var names []string
	for _, l := range letters {
		name := l.Template
		if l.LeavesAt != nil && l.LeavesAt.After(l.QueuedAt) {
			name += " at " + l.LeavesAt.Format("15:04")
		}
		names = append(names, name)
	}
	return " Leaving: " + strings.Join(names, ", ") + "."
}
