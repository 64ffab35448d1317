package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/store/privacy"
)

// decide carries a decision out and tells what came of it, or with --preview shows
// the letter that it would send.
func (t *Terminal) decide(ctx context.Context, c *adminapi.Client, target Target, writing Writing, verb string, d adminapi.Decision) error {
	n, err := privacy.ParseNumber(string(target.Number))
	if err != nil {
		return err
	}
	d.Version = target.Version
	if d.Letter, err = t.letterWords(ctx, c, n, verb, d, writing.LetterFile); err != nil {
		return err
	}
	if writing.Preview {
		drafts, err := c.Preview(ctx, n, verb, d)
		if err != nil {
			return err
		}
		type draft struct {
			Number privacy.Number `json:"number"`
			adminapi.Draft
		}
		var list []draft
		for _, d := range drafts {
			list = append(list, draft{n, d})
		}
		return printEach(t, list, func(w io.Writer) {
			if target.Several {
				fmt.Fprintf(w, "── %s ──\n", n)
			}
			writeDrafts(w, t.speaks, drafts)
		})
	}
	before, err := c.Request(ctx, n)
	if err != nil {
		return err
	}
	r, err := c.Decide(ctx, n, verb, d)
	if err != nil {
		return err
	}
	letters := r.Letters[min(len(before.Letters), len(r.Letters)):]
	if r.Split != "" {
		second, err := c.Request(ctx, r.Split)
		if err != nil {
			return err
		}
		letters = second.Letters
	}
	return t.print(r, func(w io.Writer) { writeDecided(w, t.speaks, verb, d, letters, r) })
}

func writeDecided(w io.Writer, l func() privacy.Language, verb string, d adminapi.Decision, letters []adminapi.Letter, r adminapi.Decided) {
	what := map[string]string{
		"approve": "approved", "decline": declined(d), "not-a-request": declined(adminapi.Decision{Ground: "NOT_A_REQUEST"}),
		"reclassify": "reclassified as " + string(r.Kind), "note": "note added", "confirm": "confirmation asked", "ask": "question asked",
		"reply": "answered", "assign": assigned(d), "hold": held(d), "merge": "merged into " + string(d.Into),
		"split": "split off: " + string(r.Split), "undo": "taken back",
		"due": "due " + local(r.DueAt),
	}[verb]
	fmt.Fprintf(w, "%s: %s; it is now %s.%s\n", r.Number, what, r.State, leaving(verb, letters))
	printGoesOn(w, r.GoesOn, l)
	printWarnings(w, r.Warnings, l)
	if r.UndoUntil != nil && verb != "undo" && verb != "note" {
		fmt.Fprintf(w, "otinish undo %s takes it back until %s.\n", r.Number, r.UndoUntil.Format("15:04"))
	}
	if r.Lesson != nil {
		fmt.Fprintf(w, "So that such letters are understood, this line could go into %s:\n%s\n", r.Lesson.File, r.Lesson.Line)
	}
}

func writeDrafts(w io.Writer, l func() privacy.Language, drafts []adminapi.Draft) {
	if len(drafts) == 0 {
		fmt.Fprintln(w, "No letter would leave.")
	}
	for i, d := range drafts {
		for _, v := range d.Recorded {
			if i == 0 {
				fmt.Fprintf(w, "Recorded: %s: %s\n", v.Field, cut(firstOf(v.Value, "(as it is)"), 200))
			}
		}
		fmt.Fprintf(w, "To: %s\nSubject: %s\n\n%s\n", cut(d.To, 100), cut(d.SubjectLine, 200), printableLines(d.Body))
		if i == len(drafts)-1 {
			printWarnings(w, d.Warnings, l)
		}
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
	case "reclassify", "note", "assign", "hold", "undo", "due":
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
