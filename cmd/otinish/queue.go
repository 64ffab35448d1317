package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"medico-intech.kz/otinish/classifier"
	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// QueueCmd is the review queue.
type QueueCmd struct {
	List       QueueListCmd       `cmd:"" default:"1" help:"What waits for a decision, the most pressing first."`
	Show       QueueShowCmd       `cmd:"" help:"Everything about one waiting request, the letter included."`
	Approve    QueueApproveCmd    `cmd:"" help:"Carry a request out as proposed; with a text, answer it."`
	Decline    QueueDeclineCmd    `cmd:"" help:"Refuse a request on a ground, or close it as NOT_A_REQUEST."`
	Reclassify QueueReclassifyCmd `cmd:"" help:"Say that a request is of another kind."`
	Note       QueueNoteCmd       `cmd:"" help:"Add a remark, read from standard input or a file."`
}

// QueueListCmd lists the queue.
type QueueListCmd struct{}

// Run implements the verb.
func (QueueListCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	list, err := c.Queue(ctx)
	if err != nil {
		return err
	}
	now := time.Now()
	return printEach(t, list, func(w io.Writer) {
		if len(list) == 0 {
			fmt.Fprintln(w, "Nothing waits.")
			return
		}
		table(w, "NUMBER\tKIND\tLANG\tPROOF\tWHY\tTIME LEFT\tSUBJECT LINE", func(row func(...any)) {
			for _, r := range list {
				why := ""
				if r.Waiting != nil {
					why = r.Waiting.Why
				}
				row(r.Number, r.Kind, r.Language, r.Proof, why, left(r.DueAt, now), cut(r.SubjectLine, 28))
			}
		})
		fmt.Fprintf(w, "\n%d waiting. otinish queue show NUMBER tells more.\n", len(list))
	})
}

// QueueShowCmd shows one.
type QueueShowCmd struct {
	Number privacy.Number `arg:"" help:"Number, such as OT-7F3K-92QT."`
}

// Run implements the verb.
func (q QueueShowCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	return showRequest(ctx, t, c, q.Number)
}

// showRequest prints a request with the letter behind it.
func showRequest(ctx context.Context, t *Terminal, c *adminapi.Client, n privacy.Number) error {
	n, err := privacy.ParseNumber(string(n))
	if err != nil {
		return err
	}
	r, err := c.Request(ctx, n)
	if err != nil {
		return err
	}
	return t.print(r, func(w io.Writer) { writeRequest(w, r) })
}

func writeRequest(w io.Writer, r adminapi.Request) {
	line := func(name, format string, args ...any) {
		fmt.Fprintf(w, "%-11s %s\n", name, fmt.Sprintf(format, args...))
	}
	line("Number", "%s", r.Number)
	line("Kind", "%s (%s), in %s", r.Kind, r.Certainty, r.Language)
	line("State", "%s", r.State)
	if r.Waiting != nil {
		line("Waits", "since %s because: %s", local(r.Waiting.Since), r.Waiting.Why)
	}
	line("From", "%s, %s%s; %s", cut(firstOf(r.From, "nobody in particular"), 80), r.Proof, by(r.ProofBy), onRecord(r))
	line("Received", "%s", local(r.ReceivedAt))
	line("Due", "%s (clock %s)", local(r.DueAt), firstOf(r.Clock, "-"))
	for _, d := range r.Doubts {
		line("Doubt", "%s", classifier.Doubt(d).Because())
	}
	if len(r.Found) > 0 {
		line("The mail", "%s", strings.Join(r.Found, ", "))
	}
	if r.Quiet != "" {
		line("No letter", "because: %s", r.Quiet)
	}
	for _, e := range r.Evidence {
		line("Evidence", "%s", sentence(classifier.Evidence(e)))
	}
	for _, ch := range r.Changes {
		valid := ""
		if !ch.Valid {
			valid = "  NOT VALID"
		}
		line("Change", "%s: %s → %s  (%s)%s", ch.Field, firstOf(cut(ch.Now, 60), "nothing"), cut(ch.Value, 60), ch.Where, valid)
	}
	for _, l := range r.Letters {
		line("Letter", "%s to %s: %s", l.Template, cut(l.To, 80), l.State)
	}
	for _, n := range r.Notes {
		line("Note", "%s %s: %s", local(n.At), n.By, cut(n.Text, 200))
	}
	if r.Message == "" {
		fmt.Fprintf(w, "\nThe letter itself lies in the mailbox %s under UID %d.\n", r.Mailbox, r.UID)
		return
	}
	m := message.Parse([]byte(r.Message))
	fmt.Fprintf(w, "\nSubject: %s\n\n%s\n", cut(m.SubjectLine, 200), printableLines(m.Text))
	for _, a := range m.Attachments {
		fmt.Fprintf(w, "[attached: %s, %s]\n", cut(firstOf(a.Name, "without a name"), 80), cut(a.MediaType, 40))
	}
}

func by(method string) string {
	if method == "" {
		return ""
	}
	return " by " + method
}

func onRecord(r adminapi.Request) string {
	if r.Subject == nil {
		return "no record under this address"
	}
	if r.Subject.Blocked {
		return "on record, blocked"
	}
	return "on record"
}

// QueueApproveCmd approves.
type QueueApproveCmd struct {
	Number   privacy.Number `arg:"" help:"Number, such as OT-7F3K-92QT."`
	TextFile string         `help:"Answer for the writer, from this file; - reads standard input." placeholder:"FILE"`
	ByHand   bool           `help:"Close it as seen to in another way; nothing is carried out."`
}

// Run implements the verb.
func (q QueueApproveCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	text, err := t.readText(q.TextFile)
	if err != nil {
		return err
	}
	return decide(ctx, t, c, q.Number, "approve", adminapi.Decision{Text: text, ByHand: q.ByHand})
}

// QueueDeclineCmd declines.
type QueueDeclineCmd struct {
	Number   privacy.Number `arg:"" help:"Number, such as OT-7F3K-92QT."`
	Ground   string         `help:"Ground code: LAW_RETENTION, OPEN_OBLIGATION, ART9, PENDING_CLAIM, OTHER, NOT_A_REQUEST." required:""`
	Article  string         `help:"Act and article the refusal rests on, as it shall stand in the letter."`
	TextFile string         `help:"Reasons for the writer, from this file; - reads standard input." placeholder:"FILE"`
}

// Run implements the verb.
func (q QueueDeclineCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	text, err := t.readText(q.TextFile)
	if err != nil {
		return err
	}
	return decide(ctx, t, c, q.Number, "decline", adminapi.Decision{Ground: q.Ground, Article: q.Article, Text: text})
}

// QueueReclassifyCmd changes the kind.
type QueueReclassifyCmd struct {
	Number privacy.Number `arg:"" help:"Number, such as OT-7F3K-92QT."`
	Kind   privacy.Kind   `arg:"" help:"update, withdraw, access, block, unblock, erase, unsubscribe, question or authority."`
}

// Run implements the verb.
func (q QueueReclassifyCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	return decide(ctx, t, c, q.Number, "reclassify", adminapi.Decision{Kind: q.Kind})
}

// QueueNoteCmd adds a remark.
type QueueNoteCmd struct {
	Number   privacy.Number `arg:"" help:"Number, such as OT-7F3K-92QT."`
	TextFile string         `help:"The remark, from this file; - reads standard input." default:"-" placeholder:"FILE"`
}

// Run implements the verb.
func (q QueueNoteCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	text, err := t.readText(q.TextFile)
	if err != nil {
		return err
	}
	return decide(ctx, t, c, q.Number, "note", adminapi.Decision{Text: text})
}

func decide(ctx context.Context, t *Terminal, c *adminapi.Client, n privacy.Number, verb string, d adminapi.Decision) error {
	n, err := privacy.ParseNumber(string(n))
	if err != nil {
		return err
	}
	before, err := c.Request(ctx, n)
	if err != nil {
		return err
	}
	r, err := c.Decide(ctx, n, verb, d)
	if err != nil {
		return err
	}
	return t.print(r, func(w io.Writer) {
		fmt.Fprintf(w, "%s: %s; it is now %s.%s\n", r.Number, map[string]string{
			"approve": "approved", "decline": declined(d), "reclassify": "reclassified as " + string(r.Kind), "note": "note added",
		}[verb], r.State, leaving(verb, r.Letters[min(len(before.Letters), len(r.Letters)):]))
	})
}

func declined(d adminapi.Decision) string {
	if strings.EqualFold(d.Ground, "NOT_A_REQUEST") {
		return "closed as no request"
	}
	return "declined"
}

// leaving says which letters a decision caused, so that nobody believes an answer
// left when none did.
func leaving(verb string, letters []adminapi.Letter) string {
	if verb == "reclassify" || verb == "note" {
		return ""
	}
	if len(letters) == 0 {
		return " No letter leaves."
	}
	var names []string
	for _, l := range letters {
		names = append(names, l.Template)
	}
	return " Leaving: " + strings.Join(names, ", ") + "."
}

const maxText = 64 << 10 // octets; a letter of more is a document, not a letter

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
	return strings.TrimSpace(string(b)), nil
}

// sentence is an observation in words, with the code of its rule for those who tend
// the word lists.
func sentence(e classifier.Evidence) string {
	e.Text = cut(e.Text, 100)
	return fmt.Sprintf("%s [%s]", e, e.Rule)
}
