package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"medico-intech.kz/otinish/classifier"
	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// QueueCmd is the review queue.
type QueueCmd struct {
	List  QueueListCmd `cmd:"" default:"withargs" help:"What waits for a decision, the most pressing first."`
	Show  QueueShowCmd `cmd:"" help:"Everything about one waiting request, the letter included."`
	Verbs DeskCmd      `embed:""`
}

// QueueShowCmd shows one.
type QueueShowCmd struct {
	Number   privacy.Number   `arg:"" help:"Number, such as OT-7F3K-92QT."`
	Language privacy.Language `help:"Language of what was seen: kk, ru or en; without it the terminal's (LANG), else the operator's of the configuration." placeholder:"LANG" env:"OTINISH_LANGUAGE"`
}

// Run implements the verb.
func (q QueueShowCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	return showRequest(ctx, t, c, q.Number, q.Language)
}

// showRequest prints a request with the letter behind it.
func showRequest(ctx context.Context, t *Terminal, c *adminapi.Client, n privacy.Number, lang privacy.Language) error {
	n, err := privacy.ParseNumber(string(n))
	if err != nil {
		return err
	}
	r, err := c.Request(ctx, n)
	if err != nil {
		return err
	}
	raw, err := c.Message(ctx, n)
	if err != nil && !errors.Is(err, privacy.ErrNotFound) {
		return err
	}
	answers, err := heardOf(ctx, c, r)
	if err != nil {
		return err
	}
	told, err := tellerFor(cmp.Or(lang, t.Language), r.Reader)
	if err != nil {
		return err
	}
	return t.print(r, func(w io.Writer) {
		writeRequest(w, r, raw, told)
		writeAnswers(w, told, answers)
		if r.Draft != "" {
			fmt.Fprintf(w, "\n── Draft of the answer, from the record: otinish approve %s --prepared what-is-held ──\n\n%s\n", r.Number, printableLines(r.Draft))
		}
	})
}

func writeRequest(w io.Writer, r adminapi.Request, raw []byte, told teller) {
	line := func(name, format string, args ...any) {
		fmt.Fprintf(w, "%-11s %s\n", name, fmt.Sprintf(format, args...))
	}
	line("Number", "%s", r.Number)
	line("Kind", "%s (%s), in %s", r.Kind, r.Certainty, r.Language)
	line("State", "%s", r.State)
	if r.Waiting != nil {
		line("Waits", "since %s because: %s", local(r.Waiting.Since), told.why("why", r.Waiting.Why))
	}
	line("From", "%s, %s; %s", cut(firstOf(r.From, "nobody in particular"), 80), told.proof(r), told.onRecord(r))
	if r.ProofWhy != "" {
		line("Proof", "%s [%s]", told.code("proofwhy", r.ProofWhy), plain(r.ProofWhy))
	}
	if r.ProofNextAt != nil {
		line("Waits", "%s", told.text("item.prove-again", local(*r.ProofNextAt)))
	}
	line("Received", "%s", local(r.ReceivedAt))
	line("Due", "%s (clock %s; otinish deadline why %s)", local(r.DueAt), firstOf(r.Clock, "-"), r.Number)
	if r.NamedDue != nil && r.Waiting != nil {
		line("Day named", "%s", namedDay(r, time.Now()))
	}
	writeArrangements(line, r, told)
	for _, d := range told.unsaid(r.Doubts, r.Evidence) {
		line("Doubt", "%s", told.doubt(d))
	}
	if len(r.Found) > 0 {
		line("The mail", "%s", told.found(r.Found))
	}
	if r.Quiet != "" {
		line("No letter", "because: %s", told.why("why", r.Quiet))
	}
	if len(r.Matters) > 1 {
		line("Asks", "%s", asked(r))
	}
	for _, e := range r.Evidence {
		line("Evidence", "%s", told.evidence(e))
	}
	for _, ch := range r.Changes {
		valid := ""
		if !ch.Valid {
			valid = "  NOT VALID"
		}
		if r.ClosedAt != nil { // what stood there before is kept nowhere
			line("Change", "%s: asked for %s; on record now: %s  (%s)%s", ch.Field, cut(ch.Value, 60), firstOf(cut(ch.Now, 60), "nothing"), told.where(ch.Where), valid)
			continue
		}
		line("Change", "%s: %s → %s  (%s)%s", ch.Field, firstOf(cut(ch.Now, 60), "nothing"), cut(ch.Value, 60), told.where(ch.Where), valid)
	}
	for _, l := range r.Letters {
		line("Letter", "%s to %s: %s", l.Template, cut(l.To, 80), l.State)
	}
	for _, n := range r.Notes {
		if n.By == privacy.ActorSubject { // below the letter, whole
			continue
		}
		line("Note", "%s %s: %s", local(n.At), n.By, cut(n.Text, 200))
	}
	writeLetter(w, raw, r.Mailbox, r.UID)
	writeMerged(w, r)
}

// asked lists what the letter asks, or may ask.
func asked(r adminapi.Request) string {
	var list []string
	for _, m := range r.Matters {
		switch {
		case m.Number == r.Number:
			list = append(list, fmt.Sprintf("%s (this)", m.Kind))
		case m.Number != "":
			list = append(list, fmt.Sprintf("%s (%s)", m.Kind, m.Number))
		case m.Likely:
			list = append(list, fmt.Sprintf("perhaps %s (no request: see the evidence, and otinish split)", m.Kind))
		default:
			list = append(list, fmt.Sprintf("%s (no request: otinish split)", m.Kind))
		}
	}
	return strings.Join(list, ", ")
}

// writeLetter writes the text of a message, or says where it lies.
func writeLetter(w io.Writer, raw []byte, mailbox string, uid uint32) {
	if len(raw) == 0 {
		fmt.Fprintf(w, "\nThe letter itself lies in the mailbox %s under UID %d.\n", mailbox, uid)
		return
	}
	m := message.Parse(raw)
	fmt.Fprintf(w, "\nSubject: %s\n\n%s\n", cut(m.SubjectLine, 200), printableLines(m.Text))
	for _, a := range m.Attachments {
		fmt.Fprintf(w, "[attached: %s, %s]\n", cut(firstOf(a.Name, "without a name"), 80), cut(a.MediaType, 40))
	}
}

// writeMerged writes the letters that are answered together with this one.
func writeMerged(w io.Writer, r adminapi.Request) {
	for _, m := range r.Merged {
		fmt.Fprintf(w, "\n── Letter of %s, merged into this: from %s, received %s ──\n", m.Number, cut(firstOf(m.From, "nobody in particular"), 80), local(m.ReceivedAt))
		writeLetter(w, []byte(m.Message), m.Mailbox, m.UID)
	}
	if r.MergedMore > 0 {
		fmt.Fprintf(w, "\nMore were merged into this, %d; otinish request show shows each.\n", r.MergedMore)
	}
}

const maxText = review.MaxText

// readText reads an operator's words. They come from a file or standard input,
// never from the command line, which other users of the machine can see (P7).
func (t *Terminal) readText(file string) (string, error) {
	var r io.Reader
	switch file {
	case "":
		return "", nil
	case "-":
		if interactive(t.In) {
			fmt.Fprintln(t.Err, "Write the text; end with Ctrl-D on a line of its own.")
		}
		r = t.In
	default:
		f, err := os.Open(file)
		if err != nil {
			return "", fmt.Errorf("read text: %w", err)
		}
		defer f.Close()
		r = f
	}
	b, err := io.ReadAll(io.LimitReader(r, maxText+1))
	if err != nil {
		return "", fmt.Errorf("read text: %w", err)
	}
	if len(b) > maxText {
		return "", fmt.Errorf("the text is longer than 64 KiB; shorten it: %w", privacy.ErrBadInput)
	}
	text := strings.TrimSpace(string(b))
	if text == "" { // a pipe that broke, or Ctrl-D to stop: never "as proposed"
		return "", privacy.Mistaken("input-empty", fmt.Errorf("the text that was given is empty; nothing was decided: %w", privacy.ErrBadInput))
	}
	return text, nil
}

// sentence is an observation in words, with the code of its rule for those who tend
// the word lists.
func sentence(e classifier.Evidence) string {
	e.Text = cut(e.Text, 100)
	return fmt.Sprintf("%s [%s]", e, e.Rule)
}
