package main

import (
	"context"
	"fmt"
	"strings"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/store/privacy"
)

// DeskCmd is each decision about a waiting request. What is personal comes from
// standard input or a file (docs/decisions/0005).
type DeskCmd struct {
	Approve     ApproveCmd     `cmd:"" help:"Carry a request out as proposed, or with other values; with a text, answer it."`
	Decline     DeclineCmd     `cmd:"" help:"Refuse a request on a ground, or close it as NOT_A_REQUEST."`
	Reclassify  ReclassifyCmd  `cmd:"" help:"Say that requests are of another kind: the kind stands last (update, withdraw, access, block, unblock, erase, unsubscribe, question or authority)."`
	Confirm     ConfirmCmd     `cmd:"" help:"Ask the owner of the address on file whether the request is theirs."`
	Ask         AskCmd         `cmd:"" help:"Ask the writer a question; the request waits for the answer."`
	Reply       ReplyCmd       `cmd:"" help:"Answer the writer in your own words, or from a prepared text."`
	Note        NoteCmd        `cmd:"" help:"Add a remark, read from standard input or a file."`
	Assign      AssignCmd      `cmd:"" help:"Give requests to an operator: the login stands last; without one to nobody."`
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
	Several bool           `kong:"-"` // others are decided with it
	Failed  error          `kong:"-"` // what stands there is no number
}

// Writing is how the letter of a decision is seen and worded.
type Writing struct {
	Preview    bool   `help:"Show the letter that would leave; decide nothing."`
	LetterFile string `help:"Send this file instead of the letter's own words; start from --preview." type:"given" placeholder:"FILE"`
}

// ApproveCmd approves.
type ApproveCmd struct {
	Targets
	Writing
	TextFile    string `help:"Answer for the writer, from this file; - reads standard input." type:"given" placeholder:"FILE"`
	Prepared    string `help:"Answer with a prepared text by name: see otinish texts. what-is-held is filled in from the record of a proven writer." placeholder:"NAME"`
	ByHand      bool   `help:"Close it as seen to in another way; nothing is carried out."`
	NothingHeld bool   `help:"Answer that nothing is held under the writer's address, and close it; refused where a record lies there."`
	ValuesFile  string `help:"Values instead of those proposed: lines 'name: …', 'phone: …', 'email: …' from this file; - reads standard input." type:"given" placeholder:"FILE"`
}

// Run implements the verb.
func (q ApproveCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	list, err := q.list(t, q.TextFile, q.ValuesFile, q.LetterFile)
	if err == nil {
		err = single(list, "--values-file", q.ValuesFile, "--letter-file", q.LetterFile)
	}
	if err == nil {
		err = oneText(q.TextFile, q.Prepared)
	}
	if err != nil {
		return err
	}
	d := adminapi.Decision{ByHand: q.ByHand, NothingHeld: q.NothingHeld, Prepared: q.Prepared}
	if d.Text, err = t.readText(q.TextFile); err != nil {
		return err
	}
	if d.Values, err = t.readValues(q.ValuesFile); err != nil {
		return err
	}
	if d.Text != "" {
		t.warnLanguages(ctx, c, list)
	}
	return t.decideEach(ctx, c, list, q.Writing, "approve", the(d))
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
	Targets
	Writing
	Ground   string `help:"Ground code: LAW_RETENTION, OPEN_OBLIGATION, ART9, PENDING_CLAIM, OTHER, NOT_A_REQUEST." required:""`
	Article  string `help:"Act and article the refusal rests on, as it shall stand in the letter."`
	TextFile string `help:"Reasons for the writer, from this file; - reads standard input." type:"given" placeholder:"FILE"`
}

// Run implements the verb.
func (q DeclineCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	list, err := q.list(t, q.TextFile, q.LetterFile)
	if err == nil {
		err = single(list, "--letter-file", q.LetterFile)
	}
	if err != nil {
		return err
	}
	text, err := t.readText(q.TextFile)
	if err != nil {
		return err
	}
	if text != "" {
		t.warnLanguages(ctx, c, list)
	}
	return t.decideEach(ctx, c, list, q.Writing, "decline", the(adminapi.Decision{Ground: q.Ground, Article: q.Article, Text: text}))
}

// NotARequestCmd closes what asks for nothing.
type NotARequestCmd struct{ Targets }

// Run implements the verb.
func (q NotARequestCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	list, err := q.list(t)
	if err != nil {
		return err
	}
	return t.decideEach(ctx, c, list, Writing{}, "not-a-request", the(adminapi.Decision{}))
}

// ReclassifyCmd changes the kind.
type ReclassifyCmd struct {
	Targets
	// The last of the arguments is the kind: kong has no list with one behind it.
}

// Run implements the verb.
func (q ReclassifyCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	last := len(q.Numbers) - 1
	kind := privacy.Kind(q.Numbers[last])
	if last == 0 || !kind.Valid() {
		return privacy.Mistaken("no-kind", fmt.Errorf("reclassify: the last word is the kind; one of %v: %w", privacy.Kinds, privacy.ErrBadInput))
	}
	q.Numbers = q.Numbers[:last]
	list, err := q.list(t)
	if err != nil {
		return err
	}
	return t.decideEach(ctx, c, list, Writing{}, "reclassify", the(adminapi.Decision{Kind: kind}))
}

// ConfirmCmd asks for confirmation.
type ConfirmCmd struct {
	Targets
	Preview bool `help:"Show the letter that would leave; decide nothing."`
}

// Run implements the verb.
func (q ConfirmCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	list, err := q.list(t)
	if err != nil {
		return err
	}
	return t.decideEach(ctx, c, list, Writing{Preview: q.Preview}, "confirm", the(adminapi.Decision{}))
}
