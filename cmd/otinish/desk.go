package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/store/privacy"
)

// DeskCmd is each decision about a waiting request. What is personal comes from
// standard input or a file (docs/decisions/0005).
type DeskCmd struct {
	Approve     ApproveCmd     `cmd:"" help:"Carry a request out as proposed, or with other values; with a text, answer it."`
	Decline     DeclineCmd     `cmd:"" help:"Refuse a request on a ground, or close it as NOT_A_REQUEST."`
	Reclassify  ReclassifyCmd  `cmd:"" help:"Say that a request is of another kind."`
	Confirm     ConfirmCmd     `cmd:"" help:"Ask the owner of the address on file whether the request is theirs."`
	Ask         AskCmd         `cmd:"" help:"Ask the writer a question; the request waits for the answer."`
	Reply       ReplyCmd       `cmd:"" help:"Answer the writer in your own words, or from a prepared text."`
	Note        NoteCmd        `cmd:"" help:"Add a remark, read from standard input or a file."`
	Assign      AssignCmd      `cmd:"" help:"Give a request to an operator, or to nobody."`
	Hold        HoldCmd        `cmd:"" help:"Let a request rest until a day; its period goes on."`
	NotARequest NotARequestCmd `cmd:"" name:"not-a-request" help:"Close what asks for nothing; the mail stays as it is."`
	Merge       MergeCmd       `cmd:"" help:"Close a request as a duplicate of another one of the same person."`
	Split       SplitCmd       `cmd:"" help:"Open a second request of the same letter."`
	Due         DueCmd         `cmd:"" help:"Say by which day the letter itself wants its answer; the earlier day counts."`
	Undo        UndoCmd        `cmd:"" help:"Take the last decision back, within ten minutes and before its letter leaves."`
}

// Target is the request a decision is about.
type Target struct {
	Number  privacy.Number `arg:"" help:"Number, such as OT-7F3K-92QT."`
	Version int            `help:"Decide only if the request is as you saw it: the version that queue show prints." placeholder:"N"`
}

// Writing is how the letter of a decision is seen and worded.
type Writing struct {
	Preview    bool   `help:"Show the letter that would leave; decide nothing."`
	LetterFile string `help:"Send this file instead of the letter's own words; start from --preview." placeholder:"FILE"`
}

// ApproveCmd approves.
type ApproveCmd struct {
	Target
	Writing
	TextFile   string `help:"Answer for the writer, from this file; - reads standard input." placeholder:"FILE"`
	ByHand     bool   `help:"Close it as seen to in another way; nothing is carried out."`
	ValuesFile string `help:"Values instead of those proposed: lines 'name: …', 'phone: …', 'email: …' from this file; - reads standard input." placeholder:"FILE"`
}

// Run implements the verb.
func (q ApproveCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	d := adminapi.Decision{ByHand: q.ByHand}
	var err error
	if d.Text, err = t.readText(q.TextFile); err != nil {
		return err
	}
	if d.Values, err = t.readValues(q.ValuesFile); err != nil {
		return err
	}
	return t.decide(ctx, c, q.Target, q.Writing, "approve", d)
}

// readValues reads lines "field: value"; an empty value takes the field out.
func (t *Terminal) readValues(file string) ([]adminapi.Value, error) {
	text, err := t.readText(file)
	if err != nil || text == "" {
		return nil, err
	}
	var values []adminapi.Value
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		field, value, ok := strings.Cut(line, ":")
		if !ok {
			return nil, fmt.Errorf("values: write lines like 'phone: +7 701 123 45 67': %w", privacy.ErrBadInput)
		}
		values = append(values, adminapi.Value{Field: privacy.Field(strings.ToLower(strings.TrimSpace(field))), Value: strings.TrimSpace(value)})
	}
	return values, nil
}

// DeclineCmd declines.
type DeclineCmd struct {
	Target
	Writing
	Ground   string `help:"Ground code: LAW_RETENTION, OPEN_OBLIGATION, ART9, PENDING_CLAIM, OTHER, NOT_A_REQUEST." required:""`
	Article  string `help:"Act and article the refusal rests on, as it shall stand in the letter."`
	TextFile string `help:"Reasons for the writer, from this file; - reads standard input." placeholder:"FILE"`
}

// Run implements the verb.
func (q DeclineCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	text, err := t.readText(q.TextFile)
	if err != nil {
		return err
	}
	return t.decide(ctx, c, q.Target, q.Writing, "decline", adminapi.Decision{Ground: q.Ground, Article: q.Article, Text: text})
}

// NotARequestCmd closes what asks for nothing.
type NotARequestCmd struct{ Target }

// Run implements the verb.
func (q NotARequestCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	return t.decide(ctx, c, q.Target, Writing{}, "not-a-request", adminapi.Decision{})
}

// ReclassifyCmd changes the kind.
type ReclassifyCmd struct {
	Target
	Kind privacy.Kind `arg:"" help:"update, withdraw, access, block, unblock, erase, unsubscribe, question or authority."`
}

// Run implements the verb.
func (q ReclassifyCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	return t.decide(ctx, c, q.Target, Writing{}, "reclassify", adminapi.Decision{Kind: q.Kind})
}

// ConfirmCmd asks for confirmation.
type ConfirmCmd struct {
	Target
	Preview bool `help:"Show the letter that would leave; decide nothing."`
}

// Run implements the verb.
func (q ConfirmCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	return t.decide(ctx, c, q.Target, Writing{Preview: q.Preview}, "confirm", adminapi.Decision{})
}

// NoteCmd adds a remark.
type NoteCmd struct {
	Number   privacy.Number `arg:"" help:"Number, such as OT-7F3K-92QT."`
	TextFile string         `help:"The remark, from this file; - reads standard input." default:"-" placeholder:"FILE"`
}

// Run implements the verb.
func (q NoteCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	text, err := t.readText(q.TextFile)
	if err != nil {
		return err
	}
	return t.decide(ctx, c, Target{Number: q.Number}, Writing{}, "note", adminapi.Decision{Text: text})
}

// AssignCmd gives a request to somebody.
type AssignCmd struct {
	Target
	To string `arg:"" optional:"" help:"Login of the operator; nobody without it."`
}

// Run implements the verb.
func (q AssignCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	return t.decide(ctx, c, q.Target, Writing{}, "assign", adminapi.Decision{To: q.To})
}

// HoldCmd lets a request rest.
type HoldCmd struct {
	Target
	Ground   string `help:"AWAITING_DOCUMENTS, AWAITING_THIRD_PARTY, DISPUTE, INTERNAL_CHECK or OTHER." placeholder:"CODE"`
	Until    string `help:"Last day of rest, like 2026-12-01." placeholder:"DATE"`
	End      bool   `help:"End the rest."`
	TextFile string `help:"A remark, from this file; - reads standard input." placeholder:"FILE"`
}

// Run implements the verb.
func (q HoldCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	text, err := t.readText(q.TextFile)
	if err != nil {
		return err
	}
	d := adminapi.Decision{Ground: q.Ground, Text: text}
	if q.End == (q.Until != "") {
		return fmt.Errorf("hold needs --until DATE and --ground CODE, or --end: %w", privacy.ErrBadInput)
	}
	if !q.End {
		if d.Until, err = endOf(ctx, c, q.Number, q.Until); err != nil {
			return err
		}
	}
	return t.decide(ctx, c, q.Target, Writing{}, "hold", d)
}

// endOf is the last second of a day in the controller's zone, which the times of a
// request carry.
func endOf(ctx context.Context, c *adminapi.Client, number privacy.Number, day string) (*time.Time, error) {
	n, err := privacy.ParseNumber(string(number))
	if err != nil {
		return nil, err
	}
	r, err := c.Request(ctx, n)
	if err != nil {
		return nil, err
	}
	at, err := time.ParseInLocation(time.DateOnly, day, r.ReceivedAt.Location())
	if err != nil {
		return nil, fmt.Errorf("write the day like 2026-12-01: %w", privacy.ErrBadInput)
	}
	at = at.AddDate(0, 0, 1).Add(-time.Second)
	return &at, nil
}

// DueCmd takes the day that a letter states.
type DueCmd struct {
	Target
	Day string `arg:"" optional:"" help:"Day the letter states, like 2026-12-01; without it the period of the law counts."`
}

// Run implements the verb.
func (q DueCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	var d adminapi.Decision
	if q.Day != "" {
		var err error
		if d.Until, err = endOf(ctx, c, q.Number, q.Day); err != nil {
			return err
		}
	}
	return t.decide(ctx, c, q.Target, Writing{}, "due", d)
}

// MergeCmd closes a duplicate.
type MergeCmd struct {
	Target
	Into privacy.Number `arg:"" help:"Number of the request that stays."`
}

// Run implements the verb.
func (q MergeCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	into, err := privacy.ParseNumber(string(q.Into))
	if err != nil {
		return err
	}
	return t.decide(ctx, c, q.Target, Writing{}, "merge", adminapi.Decision{Into: into})
}

// SplitCmd opens a second request.
type SplitCmd struct {
	Target
	Kind privacy.Kind `arg:"" help:"Kind of the second request."`
}

// Run implements the verb.
func (q SplitCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	return t.decide(ctx, c, q.Target, Writing{}, "split", adminapi.Decision{Kind: q.Kind})
}

// UndoCmd takes a decision back.
type UndoCmd struct {
	Number privacy.Number `arg:"" help:"Number, such as OT-7F3K-92QT."`
}

// Run implements the verb.
func (q UndoCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	return t.decide(ctx, c, Target{Number: q.Number}, Writing{}, "undo", adminapi.Decision{})
}

func writeArrangements(line func(name, format string, args ...any), r adminapi.Request) {
	if r.Waiting != nil {
		line("Version", "%d", r.Version)
	}
	if r.Assigned != "" {
		line("Assigned", "%s", strings.TrimPrefix(string(r.Assigned), "operator:"))
	}
	if r.HeldUntil != nil {
		line("On hold", "until %s because: %s", local(*r.HeldUntil), r.HeldGround)
	}
	if r.MergedInto != "" {
		line("Merged", "into %s", r.MergedInto)
	}
	if r.UndoUntil != nil {
		line("Undo", "possible until %s: otinish undo %s", local(*r.UndoUntil), r.Number)
	}
	for _, o := range r.Others {
		line("Also", "%s, %s, %s%s, received %s", o.Number, o.Kind, o.State, bracket(o.Decision), local(o.ReceivedAt))
	}
	for _, w := range r.Warnings {
		line("WARNING", "%s", warning(w))
	}
}

func bracket(s string) string {
	if s == "" {
		return ""
	}
	return " (" + s + ")"
}

// warning is a warning in words.
func warning(w adminapi.Warning) string {
	switch w.Code {
	case "against":
		return fmt.Sprintf("%s of the same person was decided the other way; look at both", w.Number)
	case "duplicate":
		return fmt.Sprintf("%s of the same person asks the same and waits; otinish merge closes one of them", w.Number)
	case "held":
		return "it is on hold"
	}
	return w.Code
}

func printWarnings(w io.Writer, list []adminapi.Warning) {
	for _, one := range list {
		if one.Code == "against" {
			fmt.Fprintln(w, "! "+warning(one)+".")
		}
	}
}
