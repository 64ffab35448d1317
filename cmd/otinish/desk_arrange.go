package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/store/privacy"
)

// NoteCmd adds a remark.
type NoteCmd struct {
	Numbers  []string `arg:"" name:"number" help:"Numbers, such as OT-7F3K-92QT; - reads numbers from standard input."`
	TextFile string   `help:"The remark, from this file; - reads standard input." default:"-" type:"given" placeholder:"FILE"`
}

// Run implements the verb.
func (q NoteCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	list, err := Targets{Numbers: q.Numbers}.list(t, q.TextFile)
	if err == nil && len(list) == 1 { // before anything is typed
		_, err = c.Request(ctx, list[0].Number)
	}
	if err != nil {
		return err
	}
	for _, target := range list {
		if target.Version != 0 {
			return fmt.Errorf("a remark is added to any version; write the number alone: %w", privacy.ErrBadInput)
		}
	}
	text, err := t.readText(q.TextFile)
	if err != nil {
		return err
	}
	return t.decideEach(ctx, c, list, Writing{}, "note", the(adminapi.Decision{Text: text}))
}

// AssignCmd gives a request to somebody.
type AssignCmd struct {
	Targets
	// The last of the arguments may be a login: kong has no list with one behind it.
}

// Run implements the verb.
func (q AssignCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	to := ""
	if last := len(q.Numbers) - 1; last > 0 && q.Numbers[last] != "-" {
		if _, err := targetOf(q.Numbers[last]); err != nil && !strings.HasPrefix(strings.ToUpper(q.Numbers[last]), "OT-") {
			to, q.Numbers = q.Numbers[last], q.Numbers[:last]
		}
	}
	list, err := q.list(t)
	if err != nil {
		return err
	}
	return t.decideEach(ctx, c, list, Writing{}, "assign", the(adminapi.Decision{To: to}))
}

// HoldCmd lets a request rest.
type HoldCmd struct {
	Targets
	Ground   string `help:"AWAITING_DOCUMENTS, AWAITING_THIRD_PARTY, DISPUTE, INTERNAL_CHECK or OTHER." placeholder:"CODE"`
	Until    string `help:"Last day of rest, like 2026-12-01." placeholder:"DATE"`
	End      bool   `help:"End the rest."`
	TextFile string `help:"A remark, from this file; - reads standard input." type:"given" placeholder:"FILE"`
}

// Run implements the verb.
func (q HoldCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	list, err := q.list(t, q.TextFile)
	if err != nil {
		return err
	}
	text, err := t.readText(q.TextFile)
	if err != nil {
		return err
	}
	if q.End == (q.Until != "") {
		return fmt.Errorf("hold needs --until DATE and --ground CODE, or --end: %w", privacy.ErrBadInput)
	}
	if q.End && q.Ground != "" {
		return fmt.Errorf("a ground is of a rest, not of its end: %w", privacy.ErrBadInput)
	}
	return t.decideEach(ctx, c, list, Writing{}, "hold", func(n privacy.Number) (d adminapi.Decision, err error) {
		d = adminapi.Decision{Ground: q.Ground, Text: text}
		if !q.End {
			d.Until, err = endOf(ctx, c, n, q.Until)
		}
		return d, err
	})
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
		return nil, privacy.Mistaken("bad-day", fmt.Errorf("write the day like 2026-12-01: %w", privacy.ErrBadInput))
	}
	at = at.AddDate(0, 0, 1).Add(-time.Second)
	return &at, nil
}

// DueCmd takes the day that a letter states.
type DueCmd struct {
	Target
	Day string `arg:"" optional:"" help:"Day the letter states, like 2026-12-01."`
	End bool   `help:"Take the day back: the period of the law counts."`
}

// Run implements the verb.
func (q DueCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	var d adminapi.Decision
	if q.End == (q.Day != "") {
		return fmt.Errorf("due needs a day, or --end: %w", privacy.ErrBadInput)
	}
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
	Kind    privacy.Kind `arg:"" help:"Kind of the second request."`
	Preview bool         `help:"Show the letter that would leave; decide nothing."`
}

// Run implements the verb.
func (q SplitCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	return t.decide(ctx, c, q.Target, Writing{Preview: q.Preview}, "split", adminapi.Decision{Kind: q.Kind})
}

// UndoCmd takes a decision back.
type UndoCmd struct{ Targets }

// Run implements the verb.
func (q UndoCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	list, err := q.list(t)
	if err != nil {
		return err
	}
	return t.decideEach(ctx, c, list, Writing{}, "undo", the(adminapi.Decision{}))
}
