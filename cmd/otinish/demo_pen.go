package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// pen writes the demo: a block a letter, readable without colour, coloured only on
// a terminal that wants it (https://no-color.org).
type pen struct {
	w      io.Writer
	colour bool
	zone   *time.Location // of due dates
}

func newPen(w io.Writer) *pen {
	return &pen{zone: time.UTC, w: w, colour: interactive(w) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"}
}

const (
	bold  = "1"
	dim   = "2"
	green = "32"
	amber = "33"
	blue  = "36"
)

func (p *pen) paint(code, s string) string {
	if !p.colour {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

// row writes "  came  …" with the label in a column of its own.
func (p *pen) row(code, label, format string, args ...any) {
	fmt.Fprintf(p.w, "   %s %s\n", p.paint(code, fmt.Sprintf("%-11s", label)), fmt.Sprintf(format, args...))
}

func (p *pen) note(format string, args ...any) {
	fmt.Fprintf(p.w, "%s\n", p.paint(dim, fmt.Sprintf(format, args...)))
}

func (p *pen) intro(letters int) {
	fmt.Fprintln(p.w, p.paint(bold, "otinish · the main job, on an embedded mail server"))
	p.note("%d letters reach %s.", letters, demoAddress)
	p.note("Each is read over IMAP, decided, recorded and answered over SMTP.")
}

// came introduces a letter.
func (p *pen) came(n, of int, l letter) {
	fmt.Fprintf(p.w, "\n%s %s\n", p.paint(bold, fmt.Sprintf("%2d/%d", n, of)), p.paint(bold, l.title))
	p.row(blue, "came", "%s <%s>", l.name, l.from)
	p.row(blue, "", "%s", cut(l.subject, 80))
	first, _, _ := strings.Cut(l.body, "\n>")
	if first = strings.Join(strings.Fields(first), " "); first != "" {
		p.row(blue, "", "%s", cut(first, 80))
	}
}

// understood tells what was made of it.
func (p *pen) understood(d store.Disposition, requests []store.Request) {
	switch d.What {
	case store.DisposedOrdinary:
		p.row(green, "understood", "asks nothing of otinish")
		p.row(green, "done", "nothing: neither moved, flagged nor changed")
		return
	case store.DisposedAutomatic:
		p.row(green, "understood", "written by a machine (%s)", d.Reason)
		p.row(green, "done", "nothing: automatic mail is never answered")
		return
	case store.DisposedReply:
		p.row(green, "understood", "the answer to our question: %s", strings.ReplaceAll(d.Reason, "-", " "))
	}
	for _, r := range requests {
		if d.What == store.DisposedRequest {
			p.row(green, "understood", "%s, %s, in %s%s", r.Kind, r.Certainty, r.Language, evidence(r))
			p.row(green, "", "the sender is %s%s", r.Proof, by(r.ProofBy))
		}
		p.row(doneColour(r), "done", "%s %s", r.Number, p.doneText(r))
	}
}

func evidence(r store.Request) string {
	if len(r.Evidence) == 0 {
		return ""
	}
	e := r.Evidence[0]
	how := "by its words"
	switch {
	case strings.HasSuffix(e.Rule, ":exact"):
		how = "by the mark"
	case strings.HasSuffix(e.Rule, ":near"):
		how = "by words like the mark"
	}
	return fmt.Sprintf(", %s in the %s", how, e.Where)
}

// why is the reason that a person sees: a change of address that was stopped, or the
// rule that sent the request there at once.
func why(r store.Request) string {
	if !r.FormerAddress.IsZero() || r.Route == privacy.RouteApply && r.Reason == "proven" {
		return "stopped from the former address"
	}
	code := firstOf(r.Quiet, r.Reason)
	if words, ok := reasons[code]; ok {
		return words
	}
	return code
}

// reasons puts the codes that the demo comes across into words.
var reasons = map[string]string{
	"old":          "older than the first run",
	"contradicted": "the sender is contradicted",
	"doubtful":     "not clear enough to act on",
	"kind":         "always a person's to answer",
	"no-record":    "nobody on record here",
}

func doneColour(r store.Request) string {
	if r.State.Open() {
		return amber
	}
	return green
}

func (p *pen) doneText(r store.Request) string {
	switch {
	case r.State == "in-review":
		return "a person decides: " + strings.ReplaceAll(why(r), "-", " ") + "; due " + local(r.DueAt.In(p.zone))
	case r.State == "awaiting-confirmation":
		return "waits for the answer to our question"
	}
	var fields []string
	for _, c := range r.Changes {
		fields = append(fields, string(c.Field))
	}
	what := string(r.Kind)
	if len(fields) > 0 {
		what += " of " + strings.Join(fields, ", ")
	}
	return "applied: " + what
}

func (p *pen) silent() { p.row(dim, "letter", "none leaves") }

// left shows a letter that left: its subject line and the lines that say what was done.
func (p *pen) left(to string, m *message.Message) {
	p.row(blue, "letter", "to %s", to)
	p.row(blue, "", "%s", cut(m.SubjectLine, 80))
	lines := 0
	for line := range strings.Lines(m.Text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if lines++; lines == 1 {
			continue // the salutation
		}
		p.row(dim, "", "%s", p.paint(dim, "│ "+cut(line, 78)))
		if lines == 5 {
			break
		}
	}
}

func (p *pen) command(s string) { fmt.Fprintf(p.w, "\n%s %s\n", p.paint(dim, "$"), p.paint(bold, s)) }

func (p *pen) outro() {
	fmt.Fprintf(p.w, "\n%s\n", p.paint(bold, "Where to go next"))
	for _, line := range []string{
		"otinish demo --console     the operators' page on this world, in the browser",
		"otinish classify FILE      what a message of your own asks for",
		"otinish template preview   every letter in three languages",
		"README.md                  from nothing to a daemon working your mailbox",
		"docs/flow.md               one message through the program, step by step",
	} {
		fmt.Fprintf(p.w, "   %s\n", line)
	}
}

func (p *pen) console(link string) {
	fmt.Fprintf(p.w, "\n%s\n   %s\n", p.paint(bold, "The operators' page, until Ctrl-C; this link logs in once:"), p.paint(blue, link))
}

func by(method string) string {
	if method == "" {
		return ""
	}
	return " by " + method
}
